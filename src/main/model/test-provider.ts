/** The "Test connection" button: one tiny request. */
import type { Problem } from '../../shared/problem.ts';
import { ask, type ProviderAccess } from './client.ts';
import { LIMITS, type Limits } from './watch.ts';
import { createWire } from './wire.ts';

type ProviderTest = { ok: true; model: string; latencyMs: number } | { ok: false; model: string; problem: Problem };

/** Asks a model of the provider (the first, unless named) for one token. Costs less than a hundredth of a cent. */
export async function testProvider(
  access: ProviderAccess,
  options: { model?: string; signal?: AbortSignal; limits?: Partial<Limits> } = {},
): Promise<ProviderTest> {
  const { settings } = access;
  const wanted = options.model ?? settings.models[0]?.id ?? '';
  const model = settings.models.find(({ id }) => id === wanted);
  if (model === undefined) {
    const problem = { what: `${settings.name} has no model “${wanted}”`, where: 'Settings', todo: 'Add it, with its prices.' };
    return { ok: false, model: wanted, problem };
  }
  const request = {
    provider: settings.id,
    model: model.id,
    system: '',
    tools: [],
    messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Say “ready”.' }] }],
    conversation: 'drover-connection-test',
  };
  const started = performance.now();
  const outcome = await ask({
    body: createWire()(request, 1),
    model,
    access,
    limits: { ...LIMITS, ...options.limits },
    call: { signal: options.signal ?? new AbortController().signal, onDelta: () => {} },
  });
  if (outcome.kind === 'failure') return { ok: false, model: model.id, problem: outcome.problem };
  return { ok: true, model: model.id, latencyMs: performance.now() - started };
}
