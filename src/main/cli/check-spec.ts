/** `drover check`: what is wrong with a spec, what has no effect, and what nothing proves. */
import { provenBy } from '../../shared/ears.ts';
import { draftOf } from '../../shared/spec-draft.ts';
import type { SpecMistake } from '../../shared/spec.ts';
import type { Output } from './output.ts';
import { EXIT } from './usage.ts';

export interface CheckedSpec {
  /** As a person names it. */
  path: string;
  text: string;
  /** Globs that match no file of the project. */
  idle: readonly SpecMistake[];
}

export async function checkSpec(checked: CheckedSpec, options: { json: boolean }, output: Output): Promise<number> {
  const { path } = checked;
  const draft = draftOf(checked.text);
  const { mistakes } = draft;
  const warnings = [...draft.warnings, ...checked.idle].toSorted((a, b) => a.line - b.line);
  const unproven = provenBy(draft.goal, draft.criteria).flatMap(({ requirement, criteria }) =>
    criteria.length > 0 ? [] : [{ line: requirement.line + draft.goalLine - 1, text: requirement.text, id: requirement.id }],
  );
  const ok = mistakes.length === 0;
  if (options.json) await output.json({ spec: path, ok, mistakes, warnings, unproven });
  else {
    for (const { line, message } of mistakes) await output.line(`${path}:${line}: ${message}`);
    for (const { line, message } of warnings) await output.line(`${path}:${line}: note: ${message}`);
    for (const { line, text: words } of unproven) await output.line(`${path}:${line}: note: No criterion proves: ${words}`);
    if (ok) output.note(`${draft.criteria.length} ${draft.criteria.length === 1 ? 'criterion' : 'criteria'}, no mistakes.`);
  }
  return ok ? EXIT.ok : EXIT.failed;
}
