/**
 * The rehearsal model: a deterministic, scripted server of the Messages API.
 *
 * It ships: the demo, the tests and the benchmark reach it over real HTTP through the real SDK. The model's name selects
 * the script, and the request alone selects the step, so a conversation goes on where it was after any restart.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyOf } from 'node:stream/consumers';
import { countFaults } from './faults.ts';
import { answer, type Rehearsal, type SeenRequest } from './messages-endpoint.ts';
import { apiError, sendError, sendJson } from './respond.ts';
import { RehearsalScript, type RehearsalScriptInput } from './script.ts';
import { readScripts } from './scripts-folder.ts';

interface RehearsalOptions {
  /** A folder of `<model>.yaml`; read once, at the start. */
  scriptsDir?: string;
  /** Scripts by model name, beside those of the folder. */
  scripts?: Record<string, RehearsalScriptInput>;
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
  /** What a request must carry as its key. */
  key?: string;
  /** Leaves out every pause that the scripts ask for: tests and benchmarks have no audience. */
  hurry?: boolean;
  /** Called with each request to /v1/messages that could be read, whatever comes of it. */
  onRequest?: (request: SeenRequest) => void;
}

export interface RunningRehearsal {
  baseURL: string;
  key: string;
  models: { id: string; contextTokens: number }[];
  /** Ends at once, whatever is still streaming. */
  close(): Promise<void>;
}

const DEFAULT_KEY = 'rehearsal-key';

/** Rejects with a `ProblemError` where a script is wrong, and as `listen` does where the port is taken. */
export async function startRehearsal(options: RehearsalOptions): Promise<RunningRehearsal> {
  const scripts = options.scriptsDir === undefined ? new Map<string, RehearsalScript>() : await readScripts(options.scriptsDir);
  for (const [model, script] of Object.entries(options.scripts ?? {})) scripts.set(model, RehearsalScript.parse(script));

  const rehearsal: Rehearsal = {
    key: options.key ?? DEFAULT_KEY,
    scripts,
    hurry: options.hurry ?? false,
    faults: countFaults(),
    saw: options.onRequest ?? (() => {}),
  };
  const host = options.host ?? '127.0.0.1';
  const server = createServer((request, response) => {
    route(rehearsal, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendError(response, apiError(500, error instanceof Error ? error.message : String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one

  return {
    baseURL: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    key: rehearsal.key,
    models: [...scripts].map(([id, { contextTokens }]) => ({ id, contextTokens })),
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function route(rehearsal: Rehearsal, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://rehearsal');
  if (keyOf(request) !== rehearsal.key) return sendError(response, apiError(401, 'invalid x-api-key'));
  if (request.headers['anthropic-version'] === undefined) {
    return sendError(response, apiError(400, 'anthropic-version: header is required'));
  }
  if (pathname === '/v1/models' && request.method === 'GET') return sendJson(response, 200, modelList(rehearsal));
  if (pathname !== '/v1/messages') return sendError(response, apiError(404, 'Not found'));
  if (request.method !== 'POST') return sendError(response, apiError(405, 'Method Not Allowed'));
  return answer(rehearsal, await bodyOf(request), request.headers, response);
}

/** SDK 1.x sends the key as a bearer token, what came before it as `x-api-key`; the API takes both. */
function keyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /, '');
  return typeof key === 'string' ? key : undefined;
}

function modelList({ scripts }: Rehearsal) {
  const data = [...scripts.keys()].map((id) => ({
    type: 'model',
    id,
    display_name: `Rehearsal: ${id}`,
    created_at: '2026-01-01T00:00:00Z',
  }));
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}
