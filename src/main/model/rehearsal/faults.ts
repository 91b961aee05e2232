/** Which fault a try of a step meets. The only thing a rehearsal remembers. */
import type { Fault, ScriptStep } from './script.ts';

export interface FaultCounter {
  /** The fault for the next try of a step in a conversation; undefined when all have been shown. */
  next(conversation: string, answer: number, step: Pick<ScriptStep, 'faults'>): Fault | undefined;
}

export function countFaults(): FaultCounter {
  const tries = new Map<string, number>();
  return {
    next(conversation, answer, step) {
      if (step.faults.length === 0) return undefined;
      const id = `${answer} ${conversation}`;
      const before = tries.get(id) ?? 0;
      tries.set(id, before + 1);
      let shown = 0;
      return step.faults.find((fault) => before < (shown += fault.times));
    },
  };
}
