/** Drover's log as tools for another agent, over stdin and stdout. Nothing here changes anything. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';
import type { SessionSummary } from '../../shared/summary.ts';
import { ProblemError } from '../../shared/problem.ts';
import { answer } from './answer.ts';
import { eventsInput, getEvents } from './events-tool.ts';
import { fileInput, getWorkspaceFile } from './file-tool.ts';
import type { McpPorts } from './ports.ts';

const sessionsInput = {
  text: z.string().max(200).optional().describe('Only sessions whose title, project or model has this in it'),
  limit: z.number().int().min(1).max(100).default(25),
  offset: z.number().int().min(0).default(0),
  trials: z.boolean().default(false).describe('Those of trials of coaching entries too'),
};

const searchInput = {
  query: z.string().min(1).max(1000).describe('Words, "phrases", type: tool: session: model: is:error after: before:'),
  limit: z.number().int().min(1).max(50).default(20),
  after: z.number().int().optional().describe('The `next` of the answer before'),
};

const reading = { readOnlyHint: true, openWorldHint: false };

const HELP = `Questions about what AI workers did in Drover. A session is a list of events at positions from 1 ("seq").
Begin with list_sessions or search_events; read with get_events; look at files with get_workspace_file. Answers are bounded: "next" says how to go on.`;

export function createMcpServer(ports: McpPorts): McpServer {
  const server = new McpServer({ name: 'drover', version: ports.version }, { instructions: HELP });
  server.registerTool(
    'list_sessions',
    { description: 'Sessions, the one that changed last first.', inputSchema: sessionsInput, annotations: reading },
    ({ text, limit, offset, trials }) => answer('list_sessions', () => listSessions(ports.sessions({ trials }), text, limit, offset)),
  );
  server.registerTool(
    'get_events',
    { description: 'Events of a session, in order, filtered by position, type and text.', inputSchema: eventsInput, annotations: reading },
    (input) => answer('get_events', () => getEvents(ports, input)),
  );
  server.registerTool(
    'search_events',
    { description: 'Full text over all sessions, newest first.', inputSchema: searchInput, annotations: reading },
    ({ query, limit, after }) => answer('search_events', () => searchEvents(ports, query, limit, after ?? null)),
  );
  server.registerTool(
    'get_workspace_file',
    { description: 'A file of a session, or a list of its files, as it was after an event.', inputSchema: fileInput, annotations: reading },
    (input) => answer('get_workspace_file', () => getWorkspaceFile(ports, input)),
  );
  return server;
}

/** Resolves when the other side has closed its end. */
export async function serveStdio(server: McpServer, stdin: NodeJS.ReadStream, stop: AbortSignal): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    stdin.once('end', resolve);
    stdin.once('close', resolve);
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.connect(new StdioServerTransport());
  await closed;
  await server.close();
}

function listSessions(summaries: readonly SessionSummary[], text: string | undefined, limit: number, offset: number) {
  const wanted = text?.toLowerCase() ?? '';
  const fitting = summaries
    .filter(({ dispatch }) => [dispatch.title, dispatch.project.path, dispatch.model].join('\n').toLowerCase().includes(wanted))
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  const sessions = fitting.slice(offset, offset + limit).map((summary) => ({
    id: summary.id,
    title: summary.dispatch.title,
    project: summary.dispatch.project.path,
    model: summary.dispatch.model,
    target: summary.dispatch.target,
    status: summary.status,
    verdict: summary.verdict,
    imported: summary.imported,
    events: summary.head,
    cost_usd: summary.costUsd,
    created_at: summary.createdAt,
    updated_at: summary.updatedAt,
  }));
  const end = offset + sessions.length;
  return { sessions, total: fitting.length, next: end < fitting.length ? end : null };
}

async function searchEvents(ports: McpPorts, query: string, limit: number, after: number | null) {
  const page = await ports.search(query, { after, limit });
  if (page.mistake !== null) throw new ProblemError({ what: page.mistake, where: query, todo: 'Correct the query and search again.' });
  const hits = page.hits.map(({ session, title, seq, type, at, tool, excerpt }) => ({
    session,
    title,
    seq,
    type,
    time: at,
    tool,
    excerpt,
  }));
  return { hits, next: page.next, not_indexed_yet: page.behind };
}
