import type { ForeignSpec } from '../../../../shared/ipc-judgment.ts';
import type { Problem } from '../../../../shared/problem.ts';
import type { Drover } from '../../../store/drover.ts';
import { slugFor } from '../spec-draft.ts';

/** Each in a file of its own, under a name that no spec of the project has. The first that is refused ends it. */
export async function saveForeign(
  drover: Drover,
  project: string,
  specs: readonly ForeignSpec[],
): Promise<{ slugs: string[]; problem: Problem | null }> {
  const there = drover.store.getState().projects.find(({ path }) => path === project)?.specs ?? [];
  const slugs: string[] = [];
  let problem: Problem | null = null;
  for (const { slug, text } of specs) {
    const name = slugFor(slug, [...there.map((spec) => spec.slug), ...slugs]);
    const answer = await drover.ask('spec.save', { project, slug: name, text, expected: null });
    if (answer.ok) slugs.push(name);
    else {
      ({ problem } = answer);
      break;
    }
  }
  await drover.reloadProjects();
  return { slugs, problem };
}
