/** The words of an entry that is made of what went wrong. A person edits them before anybody is told. Pure. */
import { subjectOf, type Criterion, type CriterionKind, type CriterionResult } from '../criteria.ts';
import { visibleLine } from '../visible-text.ts';
import type { Fault } from './fault-of.ts';

/** Characters of what somebody said, and of what a check said. */
const SAID = 400;
const FOUND = 160;
const MOST = 3;
/** A held-out criterion's words that are shorter stand everywhere. */
const TELLING = 6;

/** What a worker may know of a criterion that is held out of its sight: what kind of care it asks for. */
const GENERAL: Record<CriterionKind, string> = {
  command: 'Do not stop at the criteria that you are shown: run what else the project checks itself by, and mend what fails.',
  file: 'See that every file that the task asks for is there and says what it should, not only those that criteria name.',
  diff: 'Change what the task asks for, and nothing beside it.',
  metric: 'Measure what your change does to speed and size, and do not make them worse.',
  rubric: 'Before you end your turn, read your change as its reviewer would, and hold it against every line of the goal.',
};

/** @param criteria those of the spec. No word of one that is held out, and that no shown one has, gets into the entry. */
export function draftWords(fault: Fault, criteria: readonly Criterion[]): string {
  const told = new Set(criteria.filter(({ visibility }) => visibility === 'shown').flatMap(wordsOf));
  const secrets = criteria.filter(({ visibility }) => visibility === 'held_out');
  const betrayed = (text: string): Criterion[] =>
    secrets.filter((criterion) => wordsOf(criterion).some((words) => !told.has(words) && text.toLowerCase().includes(words)));
  const sentences = sentencesOf(fault).map((candidates) => {
    const first = candidates.find((text) => betrayed(text).length === 0);
    return first ?? candidates.flatMap(betrayed).map(({ kind }) => GENERAL[kind])[0] ?? GENERAL.rubric;
  });
  return [...new Set(sentences)].join(' ');
}

/** For each fault what says most of it first, and then what says less. */
function sentencesOf(fault: Fault): string[][] {
  switch (fault.kind) {
    case 'rejected':
    case 'sent_back':
      return [[`Take care of this: ${sentence(fault.said, SAID)}`]];
    case 'impossible':
      return [[`Before you report that it cannot be done, look for another way. It was given up with: ${sentence(fault.said, SAID)}`]];
    case 'failed':
    case 'iterations_used_up': {
      const shown = fault.failed.filter(({ visibility }) => visibility === 'shown').slice(0, MOST);
      const kinds = fault.failed.filter(({ visibility }) => visibility === 'held_out').map(({ kind }) => kind);
      const all = [...shown.map(ofShown), ...kinds.map((kind) => [GENERAL[kind]])];
      return all.length === 0 ? [[GENERAL.rubric]] : all;
    }
  }
}

function ofShown({ title, reason, evidence }: CriterionResult): string[] {
  const { subject, stdout, stderr } = evidence;
  const what = `Before you end your turn, see that this holds: ${sentence(title === subject ? title : `${title} (${subject})`, SAID)}`;
  const head = [stderr.head, stdout.head].flatMap((text) => text.split('\n')).find((line) => line.trim() !== '');
  const found = [reason, ...(head === undefined || reason.includes(head.trim()) ? [] : [head])].map((text) => clip(plain(text), FOUND));
  return [`${what} It failed with: ${sentence(found.join(': '), SAID)}`, what];
}

function wordsOf(criterion: Criterion): string[] {
  return [criterion.title ?? '', subjectOf(criterion)].map((text) => plain(text).toLowerCase()).filter(({ length }) => length >= TELLING);
}

function sentence(text: string, most: number): string {
  const words = clip(plain(text), most);
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}

/** One line of a bullet: no comment begins or ends in it. */
function plain(text: string): string {
  const line = visibleLine(text.replaceAll(/\s+/g, ' ')).trim();
  return line.replaceAll('<!--', '<! --').replaceAll('-->', '-- >');
}

export function clip(text: string, most: number): string {
  const signs = Array.from(text);
  return signs.length <= most
    ? text
    : `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
