/** The SDK's client for one request to a provider. */
import Anthropic from '@anthropic-ai/sdk';
import type { Provider } from '../../shared/settings.ts';
import type { Watch } from './watch.ts';

/** The first version of the API in which a key travels as a bearer token; before it, as `x-api-key`. */
const BEARER_SINCE = '2026-10-21';
/** The SDK refuses to be without a limit of its own; ours (`watch.ts`) come long before it. */
const NO_LIMIT_MS = 24 * 60 * 60_000;

/**
 * A client that does one thing: send, once, to this provider with this key. Whatever the SDK would otherwise look for
 * by itself (keys and addresses in the environment, profiles on disk, retries, tracing, logs) is off.
 */
export function connect(provider: Provider, key: string | undefined, watch: Pick<Watch, 'fetch'>): Anthropic {
  const oldStyle = provider.versionHeader !== '' && provider.versionHeader < BEARER_SINCE;
  return new Anthropic({
    apiKey: key ?? '',
    baseURL: provider.baseURL.replace(/\/+$/, '').replace(/\/v1$/, ''),
    maxRetries: 0,
    timeout: NO_LIMIT_MS,
    fetch: watch.fetch,
    logLevel: 'off',
    openTelemetry: false,
    defaultHeaders: {
      ...(key === undefined && { authorization: null }),
      ...(key !== undefined && oldStyle && { authorization: null, 'x-api-key': key }),
      ...(provider.versionHeader !== '' && { 'anthropic-version': provider.versionHeader }),
    },
  });
}
