/** Channels of the contract whose parts are being built right now; each goes from here when its part is there. */
import type { Channel } from '../../shared/ipc.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Handlers } from '../ipc/register.ts';

const awaited = ['verdict.commits', 'pullRequest.ready', 'pullRequest.open'] as const satisfies Channel[];

export function awaitedHandlers(): Pick<Handlers, (typeof awaited)[number]> {
  const refuse = (channel: string) => (): never => {
    throw new ProblemError({ what: 'This part is not there yet', where: channel, todo: 'Update Drover.' });
  };
  // One function for each of the names, by construction.
  return Object.fromEntries(awaited.map((channel) => [channel, refuse(channel)])) as unknown as Pick<Handlers, (typeof awaited)[number]>;
}
