/** What the commands that make a session work have in common: the application's parts, opened for one command. */
import { openDrover, type Drover } from '../app/drover.ts';
import { chooseWorker } from '../cli/choose-worker.ts';
import { driveSession } from '../cli/drive.ts';
import type { Output } from '../cli/output.ts';
import type { CommonOptions } from './command.ts';
import { keyVariable, takeKeys } from './keys.ts';

export interface Places {
  resources: string;
  logWorker: URL;
}

export interface WorkerOptions extends CommonOptions {
  provider?: string;
  model?: string;
  target?: string;
}

/** Which model at which target, by what was said and what the settings have. */
export function chooseHere(
  drover: Drover,
  { provider, model, target }: Omit<WorkerOptions, keyof CommonOptions>,
): ReturnType<typeof chooseWorker> {
  const asked = { ...(provider && { provider }), ...(model && { model }), ...(target && { target }) };
  return chooseWorker(drover.settingsView(), asked, keyVariable);
}

/** Sets the process's exit code to what `use` answers. */
export async function withDrover(
  options: CommonOptions,
  places: Places,
  output: Output,
  use: (drover: Drover) => Promise<number>,
): Promise<void> {
  const drover = await openDrover({ dataDir: options.dataDir, cipher: null, ...places });
  try {
    await takeKeys(drover);
    for (const note of drover.notes) output.note(note);
    drover.onProblem((problem) => output.problem(problem));
    process.exitCode = await use(drover);
  } finally {
    await drover.close();
  }
}

/** Drives a session in this terminal. @param from the first event to print */
export function driveHere(
  drover: Drover,
  session: string,
  from: number,
  options: CommonOptions,
  output: Output,
  stop: AbortSignal,
): Promise<number> {
  const { log } = drover;
  const driving = { log, stateOf: (id: string) => log.stateAt(id), drive: drover.drive, stop: drover.stop };
  return driveSession(driving, session, from, options, output, stop);
}
