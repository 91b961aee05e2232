import type { Duplex } from 'node:stream';
import { SandboxGoneError } from '../../../shared/sandbox.ts';
import { UnreachableError } from '../problems.ts';
import { HandRefusal } from './one-shot.ts';

export interface Opening {
  sandboxId: string;
  open(): Promise<Duplex>;
  /** Launches the hand on its folder where none lives; rejects with the refusal `gone` where the folder is no more. */
  relaunch(): Promise<unknown>;
}

/** A stream to the hand, which is launched again where the machine answers but no hand listens. */
export async function openHand({ sandboxId, open, relaunch }: Opening): Promise<Duplex> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof UnreachableError) throw error;
  }
  try {
    await relaunch();
  } catch (error) {
    if (error instanceof HandRefusal && error.code === 'gone') throw new SandboxGoneError(sandboxId, error.message);
    throw error;
  }
  return await open();
}
