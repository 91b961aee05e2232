/** The commands that make a session work: they drive it here, as the window would. */
import { Option } from 'commander';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { forkCoachings, type ForkCoaching } from '../../shared/instant.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Drover } from '../app/drover.ts';
import { findSession } from '../cli/find-session.ts';
import type { Output } from '../cli/output.ts';
import { stopOnSignals } from '../cli/signals.ts';
import { EXIT, UsageError, wholeNumber } from '../cli/usage.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { chooseHere, driveHere, withDrover, type Places, type WorkerOptions } from './with-drover.ts';

export function addWorkingCommands(command: AddCommand, output: Output, places: Places): void {
  const work = (options: CommonOptions, use: (drover: Drover) => Promise<number>): Promise<void> =>
    withDrover(options, places, output, use);
  const drive = (drover: Drover, session: string, from: number, options: CommonOptions): Promise<number> =>
    driveHere(drover, session, from, options, output, stopOnSignals());

  command('wake <id>', 'Takes a session up where it is and drives it until it rests. Exit code 0 only if it passed.')
    .option('--message <text>', 'a word to the worker, with which a session that rests goes on')
    .action((id: string, options: CommonOptions & { message?: string }) =>
      work(options, async (drover) => {
        const session = findSession(idsOf(drover), id);
        if (drover.log.stateAt(session).imported !== null) throw ranElsewhere(session);
        const from = drover.log.head(session) + 1;
        if (options.message !== undefined) await drover.continue(session, options.message);
        return drive(drover, session, from, options);
      }),
    );

  command('fork <id>', 'Makes a session that shares everything up to an event, with the files of that instant, and drives it.')
    .requiredOption('--at <seq>', 'the last event that both share', wholeNumber(1))
    .option('--message <text>', "in place of the user's message at or after that event, or as a new one")
    .option('--spec <file>', 'another spec')
    .option('--provider <id>', 'another provider')
    .option('--model <id>', 'another model')
    .option('--target <id>', 'another target')
    .addOption(new Option('--coaching <which>', 'what it is told: as before, the file as it is now, or nothing').choices(forkCoachings))
    .option('--no-run', 'only make it')
    .action((id: string, options: WorkerOptions & { at: number; message?: string; spec?: string; coaching?: ForkCoaching; run: boolean }) =>
      work(options, async (drover) => {
        const parent = findSession(idsOf(drover), id);
        const { message } = options;
        const spec = options.spec === undefined ? undefined : readSpec(options.spec);
        const { dispatch } = drover.log.stateAt(parent);
        const isKnown = drover.settingsView().providers.some((provider) => provider.id === dispatch?.provider);
        const asked = options.provider !== undefined || options.model !== undefined || !isKnown;
        const { provider, model } = asked ? chooseHere(drover, options) : { provider: undefined, model: undefined };
        const changes = { message, spec, provider, model, target: options.target, coaching: options.coaching };
        const session = await drover.fork(parent, options.at, changes, { wake: false });
        if (options.run) return drive(drover, session, drover.log.stateAt(session).head, options);
        if (options.json) await output.json({ session, parent, at: options.at });
        else await output.line(session);
        return EXIT.ok;
      }),
    );
}

const idsOf = ({ log }: Drover): string[] => log.sessions().map(({ id }) => id);

function readSpec(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8');
  } catch (cause) {
    const what = `The spec cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new UsageError({ what, where: '--spec', todo: 'Name a file that you can read.' });
  }
}

function ranElsewhere(session: string): ProblemError {
  const todo = `Go on with it as a fork: drover fork ${session} --at <seq> --spec <file>`;
  return new ProblemError({ what: 'This session ran elsewhere and was imported', where: session, todo });
}
