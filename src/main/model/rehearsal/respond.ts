/** How the API writes what is not a stream. */
import type { ServerResponse } from 'node:http';

export interface ApiError {
  status: number;
  type: string;
  message: string;
  headers?: Record<string, string>;
}

const TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** The type of an error follows from its status, as in the API. */
export function apiError(status: number, message: string, headers?: Record<string, string>): ApiError {
  const type = TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
  return { status, type, message, ...(headers !== undefined && { headers }) };
}

export function sendError(response: ServerResponse, { status, type, message, headers }: ApiError): void {
  sendJson(response, status, { type: 'error', error: { type, message }, request_id: 'req_rehearsal' }, headers);
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_rehearsal', ...headers });
  response.end(JSON.stringify(body));
}

export function sendPage(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html><head><title>${status}</title></head><body><h1>This is not the API</h1></body></html>`);
}
