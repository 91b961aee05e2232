/** The commands that decide what becomes of a session's work, as the verdict's screen does. */
import { Option } from 'commander';
import type { Drover } from '../app/drover.ts';
import { dispatched } from '../app/dispatched.ts';
import { findSession } from '../cli/find-session.ts';
import type { Output } from '../cli/output.ts';
import { stopOnSignals } from '../cli/signals.ts';
import { EXIT } from '../cli/usage.ts';
import { slugOf } from '../specs/slug.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { driveHere, withDrover, type Places } from './with-drover.ts';

interface AcceptOptions extends CommonOptions {
  branch?: string;
  message?: string;
  commits: 'one' | 'worker';
}

export function addDecidingCommands(command: AddCommand, output: Output, places: Places): void {
  const decide = (id: string, options: CommonOptions, use: (drover: Drover, session: string) => Promise<number>): Promise<void> =>
    withDrover(options, places, output, (drover) =>
      use(
        drover,
        findSession(
          drover.log.sessions().map((session) => session.id),
          id,
        ),
      ),
    );

  command('accept <id>', 'Makes a branch of a passed verdict in the repository, and touches nothing else there.')
    .option('--branch <name>', 'its name; without it, one that is free')
    .option('--message <text>', "of the commit; without it, the spec's title")
    .addOption(
      new Option('--commits <how>', "one commit, or the worker's own and one for what it did not commit")
        .choices(['one', 'worker'])
        .default('one'),
    )
    .action((id: string, options: AcceptOptions) =>
      decide(id, options, async (drover, session) => {
        const { dispatch } = dispatched(drover.board, session);
        const wanted = `drover/${slugOf(dispatch.title)}`;
        const branch = options.branch ?? (await drover.workspaces.freeBranchName(dispatch.project.path, wanted));
        const accepted = await drover.accept(session, branch, options.message ?? dispatch.title, options.commits);
        if (options.json) await output.json({ session, ...accepted });
        else await output.line(`${accepted.branch} is at ${accepted.commit} in ${dispatch.project.path}`);
        return EXIT.ok;
      }),
    );

  command('reject <id>', 'Rejects a verdict, or closes a session whose worker says that it cannot be done.')
    .requiredOption('--reason <text>', 'why: it is kept as evidence')
    .action((id: string, options: CommonOptions & { reason: string }) =>
      decide(id, options, async (drover, session) => {
        await drover.reject(session, options.reason);
        if (options.json) await output.json({ session, reason: options.reason });
        else await output.line(`Rejected: ${session}`);
        return EXIT.ok;
      }),
    );

  command(
    'send-back <id>',
    'Sends the work back with what is to be done, and drives it to its next verdict. Exit code 0 only if it passed.',
  )
    .requiredOption('--message <text>', 'what the worker is to do')
    .action((id: string, options: CommonOptions & { message: string }) =>
      decide(id, options, async (drover, session) => {
        const from = drover.log.head(session) + 1;
        await drover.sendBack(session, options.message, []);
        return driveHere(drover, session, from, options, output, stopOnSignals());
      }),
    );
}
