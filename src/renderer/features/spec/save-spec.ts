import { titleOf } from '../../../shared/spec-text.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { Drover } from '../../store/drover.ts';
import { draftKey } from './draft-key.ts';
import { slugFor, type SpecDraft } from './spec-draft.ts';

/**
 * Writes a draft to its file, a new one under a name made of its title. A file that changed since it was read is
 * refused by the main process. The draft then stands under the file's name, with `saved` up to date.
 */
export async function saveSpec(
  drover: Drover,
  project: string,
  slug: string | null,
  draft: SpecDraft,
): Promise<{ ok: true; slug: string } | { ok: false; problem: Problem }> {
  const taken = drover.store.getState().projects.find((candidate) => candidate.path === project)?.specs ?? [];
  const name =
    slug ??
    slugFor(
      titleOf(draft.text) ?? 'spec',
      taken.map((spec) => spec.slug),
    );
  const answer = await drover.ask('spec.save', { project, slug: name, text: draft.text, expected: draft.saved });
  if (!answer.ok) return answer;
  drover.store.setState((state) => {
    const others = Object.entries(state.drafts).filter(([key]) => key !== draftKey(project, slug));
    // What was typed while the file was being written is still only here.
    const newest = state.drafts[draftKey(project, slug)] ?? draft;
    return {
      drafts: { ...Object.fromEntries(others), [draftKey(project, name)]: { ...newest, saved: answer.value.text, toTry: draft.toTry } },
    };
  });
  void drover.reloadProjects();
  return { ok: true, slug: name };
}
