/** `drover mcp`: the log for another agent. Nothing but the protocol is written to stdout. */
import { join } from 'node:path';
import { createInstants } from '../app/instants.ts';
import { summariesOf } from '../app/summaries.ts';
import { findSession } from '../cli/find-session.ts';
import { stopOnSignals } from '../cli/signals.ts';
import { openLog, type Log } from '../log/log.ts';
import type { McpPorts } from '../mcp/ports.ts';
import { createMcpServer, serveStdio } from '../mcp/server.ts';
import { createWorkspaces, type Workspaces } from '../workspace/workspaces.ts';
import type { AddCommand, CommonOptions } from './command.ts';

export function addMcpCommand(command: AddCommand, version: string): void {
  command('mcp', 'Serves the log to another agent over the Model Context Protocol on stdin and stdout. Read only.').action(
    async ({ dataDir }: CommonOptions) => {
      const parts = openWhenAsked(dataDir);
      await serveStdio(createMcpServer(portsOf(parts.open, version)), process.stdin, stopOnSignals());
      await parts.close();
    },
  );
}

interface Parts {
  log: Log;
  workspaces: Workspaces;
  instants: ReturnType<typeof createInstants>;
}

/** An agent may be told of Drover before Drover has run: the log is opened by the first question that finds one. */
function openWhenAsked(dataDir: string): { open: () => Parts; close: () => Promise<void> } {
  let parts: Parts | null = null;
  return {
    open() {
      if (parts !== null) return parts;
      const log = openLog(join(dataDir, 'log.db'), { forReading: true });
      const workspaces = createWorkspaces({ dataDir });
      parts = { log, workspaces, instants: createInstants({ log, workspaces }) };
      return parts;
    },
    async close() {
      parts?.workspaces.close();
      await parts?.log.close();
    },
  };
}

function portsOf(open: () => Parts, version: string): McpPorts {
  return {
    version,
    sessions: (which) => summariesOf(open().log, which),
    session: (id) =>
      findSession(
        open()
          .log.sessions()
          .map((session) => session.id),
        id,
      ),
    head: (session) => open().log.head(session),
    getEvents: (session, slice) => open().log.getEvents(session, slice),
    search: async (query, options) => open().log.search(query, options),
    filesAt: async (session, seq) => open().instants.filesAt(session, seq),
    fileAt: async (session, seq, path) => open().instants.fileAt(session, seq, path),
  };
}
