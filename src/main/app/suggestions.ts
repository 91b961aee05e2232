/** Criteria that somebody else proposes: a model that reads the repository, and what past verdicts missed. */
import type { CriterionDraft } from '../../shared/ipc-judgment.ts';
import type { ModelPort } from '../../shared/model.ts';
import { ProblemError } from '../../shared/problem.ts';
import { subjectOf } from '../../shared/criteria.ts';
import { splitSpec } from '../../shared/front-matter.ts';
import { parseSpec } from '../../shared/spec-text.ts';
import { missesOf, missTypes } from '../judging/misses.ts';
import { repositoryFacts } from '../judging/repository-facts.ts';
import { suggestCriteria } from '../judging/suggest.ts';
import type { Log } from '../log/log.ts';
import type { Board } from '../sessions/board.ts';
import { specPath } from '../specs/spec-files.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import type { Providers } from './providers.ts';

interface SuggestionPorts {
  log: Pick<Log, 'getEvents'>;
  board: Pick<Board, 'list'>;
  model: ModelPort;
  providers: Pick<Providers, 'require'>;
  workspaces: Workspaces;
  spend: (costUsd: number) => Promise<void>;
}

export interface Suggestions {
  suggest(asked: {
    job: string;
    project: string;
    text: string;
    provider: string;
    model: string;
  }): Promise<{ drafts: CriterionDraft[]; costUsd: number }>;
  cancelSuggest(job: string): null;
  misses(asked: { project: string; slug: string }): CriterionDraft[];
}

/** The goal of a text that may have mistakes elsewhere. */
function goalOf(text: string): string {
  const split = splitSpec(text);
  if (!split.ok) return '';
  const { lf, goal } = split.parts;
  return lf.slice(goal.from, goal.to).trim();
}

/** Proposals of past verdicts that are given at most, newest first. */
const MOST_MISSES = 20;

export function createSuggestions({ log, board, model, providers, workspaces, spend }: SuggestionPorts): Suggestions & { close(): void } {
  const running = new Map<string, AbortController>();
  return {
    async suggest({ job, project, text, provider, model: name }) {
      providers.require(provider, name);
      const goal = goalOf(text);
      if (goal === '')
        throw new ProblemError({ what: 'There is no goal to propose criteria for', where: 'the spec', todo: 'Write the goal first.' });
      const stop = new AbortController();
      running.set(job, stop);
      try {
        const { root, head } = await workspaces.describeRepository(project, stop.signal);
        await workspaces.hold({ session: 'suggestions', root, commit: head, signal: stop.signal });
        const files = await workspaces.filesAt({ root, base: head, before: null, commit: head });
        const facts = await repositoryFacts({
          paths: files?.entries.map(({ path }) => path) ?? [],
          async read(path) {
            const file = await workspaces.fileAt({ root, commit: head, path });
            return file.kind === 'text' ? file.text : null;
          },
        });
        const parsed = parseSpec(text);
        const existing = parsed.ok ? parsed.spec.criteria.map((criterion) => ({ id: criterion.id, subject: subjectOf(criterion) })) : [];
        const suggested = await suggestCriteria(model, { provider, model: name, goal, existing, facts, signal: stop.signal });
        await spend(suggested.costUsd);
        return suggested;
      } catch (error) {
        if (!stop.signal.aborted) throw error;
        throw new ProblemError({ what: 'Stopped before there were proposals', where: project, todo: 'Ask again when you want them.' });
      } finally {
        running.delete(job);
      }
    },
    cancelSuggest(job) {
      running.get(job)?.abort(new Error('cancelled by the user'));
      return null;
    },
    misses({ project, slug }) {
      const path = specPath(slug);
      return board
        .list()
        .filter(({ dispatch, verdict }) => dispatch.specPath === path && dispatch.project.path === project && verdict !== null)
        .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
        .flatMap(({ id, dispatch }) => missesOf(id, dispatch.title, log.getEvents(id, { types: missTypes })))
        .slice(0, MOST_MISSES);
    },
    close() {
      for (const stop of running.values()) stop.abort(new Error('Drover is closing'));
    },
  };
}
