/** The commands that only read the log: they work while the application runs, and where it has never run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInstants } from '../app/instants.ts';
import { summariesOf } from '../app/summaries.ts';
import { printEvents, type EventsOptions } from '../cli/events.ts';
import { findSession } from '../cli/find-session.ts';
import type { Output } from '../cli/output.ts';
import { searchSessions } from '../cli/search.ts';
import { listSessions } from '../cli/sessions.ts';
import { showSession } from '../cli/show.ts';
import { stopOnSignals } from '../cli/signals.ts';
import { list, wholeNumber } from '../cli/usage.ts';
import { verifySessions } from '../cli/verify.ts';
import { openLog, type Log } from '../log/log.ts';
import { createWorkspaces } from '../workspace/workspaces.ts';
import type { AddCommand, CommonOptions } from './command.ts';

export function addReadingCommands(command: AddCommand, output: Output): void {
  command('sessions', 'Lists the sessions, the one that changed last first.')
    .option('--trials', 'those of trials of coaching too', false)
    .action((options: CommonOptions & { trials: boolean }) =>
      withLog(options, output, (log) => listSessions(log === null ? [] : summariesOf(log, options), options, output)),
    );

  command('events <id>', 'Prints the events of a session. An id may be cut to its beginning or end.')
    .option('--from <seq>', 'the first event', wholeNumber(1))
    .option('--to <seq>', 'the last event', wholeNumber(1))
    .option('--type <type>', 'only events of this type, or whose type begins so, e.g. agent; may be repeated', list)
    .option('--grep <pattern>', 'only events with a text that matches this regular expression; case does not count')
    .option('--tail <n>', 'only the last n', wholeNumber(1))
    .option('--follow', 'go on with what comes, until Ctrl-C', false)
    .action((id: string, options: CommonOptions & EventsOptions) =>
      withSession(id, options, output, (log, session) => printEvents(log, session, options, output, stopOnSignals())),
    );

  command('show <id>', 'Prints a session as it stood after an event: its state and its files.')
    .option('--at <seq>', 'after this event; without it, now', wholeNumber(1))
    .action((id: string, options: CommonOptions & { at?: number }) =>
      withSession(id, options, output, (log, session) => {
        const workspaces = createWorkspaces({ dataDir: options.dataDir });
        const { filesAt } = createInstants({ log, workspaces });
        const isImported = log.stateAt(session).imported !== null;
        const instants = { head: log.head, stateAt: log.stateAt, filesAt: isImported ? () => Promise.resolve(null) : filesAt };
        return showSession(instants, session, options, output).finally(() => workspaces.close());
      }),
    );

  command('search <query...>', 'Searches the text of all sessions: words, "phrases", type: tool: session: model: is:error after: before:')
    .option('--limit <n>', 'at most so many hits, the newest first', wholeNumber(1), 50)
    .action((query: string[], options: CommonOptions & { limit: number }) =>
      withLog(options, output, (log) => searchSessions(log ?? noLog, query.join(' '), options, output, stopOnSignals())),
    );

  command('verify [id]', 'Holds every event of a session, or of all, against the hash chain.').action(
    (id: string | undefined, options: CommonOptions) =>
      withLog(options, output, (log) => {
        const ids = log?.sessions().map((session) => session.id) ?? [];
        return verifySessions(log ?? noLog, id === undefined ? ids : [findSession(ids, id)], options, output);
      }),
  );
}

/** Where there is no log yet, nothing is found in it. */
const noLog = {
  verify: () => ({ ok: false, seq: 0, reason: 'There is no log here.' }) as const,
  search: () => Promise.resolve({ hits: [], next: null, behind: 0, mistake: null }),
};

/** Opens the log for one command; null where there is none yet. What is wrong with it is said, and what can be read is. */
export async function withLog(options: CommonOptions, output: Output, use: (log: Log | null) => Promise<number>): Promise<void> {
  const file = join(options.dataDir, 'log.db');
  const log = existsSync(file) ? openLog(file) : null;
  try {
    if (log?.readOnly != null) output.problem(log.readOnly);
    process.exitCode = await use(log);
  } finally {
    await log?.close();
  }
}

export function withSession(
  id: string,
  options: CommonOptions,
  output: Output,
  use: (log: Log, session: string) => Promise<number>,
): Promise<void> {
  return withLog(options, output, async (log) => {
    const session = findSession(log?.sessions().map((one) => one.id) ?? [], id);
    // Without a log `findSession` has found nothing, and said so.
    return log === null ? 1 : use(log, session);
  });
}
