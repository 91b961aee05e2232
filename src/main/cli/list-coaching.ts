/** `drover coaching list`: what a project's workers are to be told, what trials say of it, and what is wrong with the file. */
import type { EntryScope } from '../../shared/coaching/entry-mark.ts';
import { pairsIn } from '../../shared/coaching/effect.ts';
import type { EntryRow } from '../../shared/coaching/entry-rows.ts';
import type { CoachingEntry, CoachingMistake } from '../../shared/coaching/place-entry.ts';
import { rowWords, testedIn } from './coaching-words.ts';
import type { Output } from './output.ts';
import { EXIT } from './usage.ts';

export interface ListedCoaching {
  /** As a person names it; null: the project has no coaching. */
  path: string | null;
  mistakes: readonly CoachingMistake[];
  /** The model that the states are of; null: none was dispatched to yet, and none is named. */
  worker: { provider: string; model: string } | null;
  /** In the order of the file; without a model, as if of one that nobody knows. */
  rows: readonly EntryRow[];
}

export async function listCoaching(found: ListedCoaching, options: { json: boolean }, output: Output): Promise<number> {
  const { path, mistakes, worker, rows } = found;
  if (options.json) {
    await output.json({ file: path, worker, entries: rows.map((row) => rowDocument(row, worker !== null)), mistakes });
  } else {
    const tested = testedIn(rows);
    for (const row of rows) {
      const { id, text, scope, archived } = row.entry;
      const about = [...(archived ? ['archived'] : []), ...scopeWords(scope), ...(worker === null ? [] : [rowWords(row, tested)])];
      await output.line(`${id ?? '(no id)'}${about.length === 0 ? '' : ` [${about.join('; ')}]`}  ${text.replaceAll(/\s*\n\s*/g, ' ')}`);
    }
    for (const { line, message } of mistakes) output.note(`${path}:${line}: ${message}`);
    if (path === null) output.note('This project has no coaching file: .drover/coaching.md, or a section of AGENTS.md or CLAUDE.md.');
    else if (worker !== null) output.note(`The states are those with ${worker.model} (${worker.provider}).`);
  }
  return mistakes.length === 0 ? EXIT.ok : EXIT.failed;
}

/** The names are a promise. */
function rowDocument(row: EntryRow, isKnown: boolean) {
  const { entry, record, state, stands, due, untestable, isTold, tokens } = row;
  return { ...entryDocument(entry), ...(isKnown ? known() : unknown), tokens };

  function known() {
    const { counts, broken, effect } = record?.judgement ?? { counts: null, broken: 0, effect: null };
    const judged = counts === null ? 0 : pairsIn(counts);
    return {
      ...{ state, stands, due, untestable, told: isTold },
      effect: judged === 0 ? null : effect,
      pairs: { judged, broken, running: record?.running ?? 0 },
      last_tested: record?.lastAt ?? null,
      cost_usd: record?.spentUsd ?? 0,
    };
  }
}

const unknown = {
  ...{ state: null, stands: null, due: null, untestable: null, told: null },
  ...{ effect: null, pairs: null, last_tested: null, cost_usd: null },
};

function entryDocument({ id, text, scope, archived, evidence, line }: CoachingEntry) {
  return { id, text, scope, archived, evidence, line };
}

function scopeWords(scope: EntryScope): string[] {
  const words = { paths: scope.paths, kinds: scope.kinds, models: scope.models };
  return Object.entries(words).flatMap(([name, values]) => (values.length === 0 ? [] : [`${name}: ${values.join(', ')}`]));
}
