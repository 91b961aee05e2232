/** An entry and the probe that shows its fault, made of what went wrong in a session. Pure. */
import type { Criterion } from '../criteria.ts';
import { changeText, splitSpec } from '../front-matter.ts';
import type { CoachingDraft } from '../ipc-coaching.ts';
import { formatSpec } from '../spec-text.ts';
import type { Budget, Spec } from '../spec.ts';
import { clip, draftWords } from './draft-words.ts';
import type { Fault } from './fault-of.ts';

export interface FaultySession {
  title: string;
  /** The commit that it began from. */
  base: string;
  spec: Spec;
  fault: Fault;
}

/** A probe is run many times: it may take as much as the task at most. */
const SMALL = { minutes: 10, iterations: 3 };
/** Characters of a rubric's question that somebody said. */
const SAID = 2000;

export function draftOf({ title, base, spec, fault }: FaultySession): CoachingDraft {
  return { entry: draftWords(fault, spec.criteria), probe: probeText(base, probeSpec(spec, fault)), source: sourceOf(title, fault) };
}

/** The text of a spec with the commit that it begins from. */
export function probeText(base: string, spec: Spec): string {
  const text = formatSpec(spec);
  const split = splitSpec(text);
  const at = split.ok ? split.parts.yaml.from : 0;
  // In quotes: a commit of digits alone would be a number to YAML, and lose some of them.
  return changeText(text, [{ from: at, to: at, insert: `base: ${JSON.stringify(base)}\n` }]);
}

function probeSpec(spec: Spec, fault: Fault): Spec {
  const { title, goal, protect, setup } = spec;
  return {
    ...{ title, goal, criteria: criteriaOf(spec, fault), budget: smallBudget(spec.budget) },
    ...(protect && { protect }),
    ...(setup && { setup }),
  };
}

/**
 * Those that failed, as the spec has them. Where the gate had passed what a person did not, none shows the fault: all of the
 * spec's, and a question made of what was said. It is held out: a worker that was asked it would not need to be told the entry.
 */
function criteriaOf({ criteria }: Spec, fault: Fault): Criterion[] {
  if ('passed' in fault && fault.passed) return [...criteria, rubricOf(fault.said, new Set(criteria.map(({ id }) => id)))];
  const ids = new Set('failed' in fault ? fault.failed.map(({ id }) => id) : []);
  const failed = criteria.filter(({ id }) => ids.has(id));
  // What holds on the base already would hold if nothing were done.
  return failed.every(({ guard }) => guard === true) ? criteria : failed;
}

function rubricOf(said: string, taken: ReadonlySet<string>): Criterion {
  const free = (count: number): string => (count === 1 ? 'fault' : `fault-${count}`);
  let count = 1;
  while (taken.has(free(count))) count += 1;
  const question = `Is this taken care of? ${clip(said, SAID)}`;
  return { id: free(count), kind: 'rubric', question, visibility: 'held_out', weight: 'must' };
}

function smallBudget({ minutes, iterations, usd, tokens }: Budget): Budget {
  const small = { minutes: Math.min(minutes, SMALL.minutes), iterations: Math.min(iterations, SMALL.iterations) };
  return { ...small, ...(usd !== undefined && { usd }), ...(tokens !== undefined && { tokens }) };
}

function sourceOf(title: string, fault: Fault): string {
  const of = `“${title}”`;
  switch (fault.kind) {
    case 'rejected':
      return `${of} was rejected: ${fault.said}`;
    case 'sent_back':
      return `${of} was sent back: ${fault.said}`;
    case 'impossible':
      return `The worker of ${of} said that it cannot be done: ${fault.said}`;
    case 'failed':
    case 'iterations_used_up': {
      const what = fault.kind === 'failed' ? 'failed its verdict' : 'used up its iterations';
      const failed = fault.failed.map(({ id, reason, visibility }) => `${id}${visibility === 'held_out' ? ' (held out)' : ''}: ${reason}`);
      const secret = fault.failed.some(({ visibility }) => visibility === 'held_out');
      const note = secret ? ' What is held out is said in general words alone: workers read the entry.' : '';
      return `${of} ${what}${failed.length === 0 ? '.' : `. ${failed.join(' ')}`}${note}`;
    }
  }
}
