/** A provider that is no friend: it refuses every request and says the key back, and remembers which keys it was sent. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RefusingProvider {
  baseURL: string;
  /** The keys of all requests so far. */
  keys: string[];
  /** From now on requests wait for `release`. */
  hold(): void;
  release(): void;
  close(): void;
}

export async function startRefusingProvider(): Promise<RefusingProvider> {
  const keys: string[] = [];
  let held: (() => void)[] | null = null;
  const server = createServer((request, response) => {
    const key = String(request.headers['x-api-key'] ?? request.headers.authorization ?? '').replace(/^Bearer /, '');
    keys.push(key);
    request.resume();
    request.on('end', () => (held === null ? refuse(response, key) : held.push(() => refuse(response, key))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys,
    hold: () => (held ??= []),
    release() {
      for (const answer of held ?? []) answer();
      held = null;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function refuse(response: ServerResponse, key: string): void {
  const error = {
    type: 'authentication_error',
    message: `invalid x-api-key: ${key} (${encodeURIComponent(key)}, ${Buffer.from(key).toString('base64')})`,
  };
  response.writeHead(401, { 'content-type': 'application/json', 'request-id': `req_${key}` }).end(JSON.stringify({ type: 'error', error }));
}
