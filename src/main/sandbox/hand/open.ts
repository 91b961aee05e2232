import type { Duplex } from 'node:stream';
import { SandboxGoneError, UnreachableError } from '../../../shared/sandbox.ts';
import { HandRefusal } from './one-shot.ts';

export interface Ways {
  sandboxId: string;
  /** Straight to the hand's socket. */
  direct(): Promise<Duplex>;
  /** Launches the hand on its folder where none lives; rejects with the refusal `gone` where the folder is no more. */
  relaunch(): Promise<unknown>;
  /** Through a process that copies to the socket. */
  relay(): Promise<Duplex>;
  /** Kept for the target: whether the direct way is barred, by the server's settings or a path that is too long. */
  barred: { direct: boolean };
}

/**
 * A stream to the hand, which is launched again where the machine answers but no hand listens. Where the hand lives and
 * the direct way still fails, it is barred, and a relay is used from then on.
 */
export async function openHand({ sandboxId, direct, relaunch, relay, barred }: Ways): Promise<Duplex> {
  const straight = async (): Promise<Duplex | undefined> => {
    try {
      return barred.direct ? undefined : await direct();
    } catch (error) {
      if (error instanceof UnreachableError) throw error;
      return undefined;
    }
  };
  const stream = await straight();
  if (stream !== undefined) return stream;
  try {
    await relaunch();
  } catch (error) {
    if (error instanceof HandRefusal && error.code === 'gone') throw new SandboxGoneError(sandboxId, error.message);
    throw error;
  }
  const again = await straight();
  if (again !== undefined) return again;
  barred.direct = true;
  return await relay();
}
