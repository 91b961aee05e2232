import { useEffect, useMemo, useRef, useState } from 'react';
import type { BaseCheck, WorkerChoice } from '../../../../shared/ipc-judgment.ts';
import type { Problem } from '../../../../shared/problem.ts';
import type { DraftSpec } from '../../../../shared/spec-draft.ts';
import { useApp, useDrover } from '../../../store/use-drover.ts';
import { baseOf, basesOf, definitionOf, keepKnown, summaryOfBase, type BaseSummary, type CardBase, type Job } from './card-base.ts';
import { tryText } from './try-text.ts';

export interface Base {
  /** By definition; see `baseOf`. */
  bases: ReadonlyMap<string, CardBase>;
  summary: BaseSummary;
  /** Tries these criteria; undefined where none of them could be tried. Resolves when it is over. */
  tryThem: (ids: readonly string[]) => Promise<BaseCheck | undefined>;
  /** Tries what is not known and costs nothing, rubrics excepted; what is being tried is waited for. */
  tryUnknown: () => Promise<Tried>;
  /** One job, or all of them. */
  cancel: (job?: string) => void;
}

export interface Tried {
  summary: BaseSummary;
  cancelled: boolean;
  /** Why something could not be tried. */
  problem: Problem | null;
}

interface Of {
  project: string;
  head: string | undefined;
  text: string;
  choice: WorkerChoice | null;
  spec: DraftSpec;
}

/** What was found before is asked for when the typing pauses. */
const PAUSE_MS = 300;

/** How the criteria stand on the base: what is known at once, and what is being tried. */
export function useBase({ project, head, text, choice, spec }: Of): Base {
  const drover = useDrover();
  const checks = useApp((state) => state.baseChecks);
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const [known, setKnown] = useState<{ of: string; bases: ReadonlyMap<string, CardBase> }>({ of: '', bases: new Map() });
  const target = choice?.target;
  // Another commit or another target is another question.
  const of = `${head}\n${target}`;
  const newest = useRef({ text, spec, choice, of, jobs, known });
  newest.current = { ...newest.current, text, spec, choice, of };
  const asked = useMemo(() => JSON.stringify([spec.criteria.map(definitionOf), spec.setup]), [spec.criteria, spec.setup]);
  const whole = spec.spec !== null;
  useEffect(() => {
    if (target === undefined || !whole) return undefined;
    let wanted = true;
    const timer = setTimeout(() => {
      const now = newest.current;
      const definitions = definitionsOf(now.spec);
      void drover.ask('spec.onBase', { project, text: now.text, target }).then((answer) => {
        // Without it nothing is known yet: that is how the cards look anyway.
        if (!wanted || !answer.ok) return;
        const bases = new Map(now.known.of === of ? now.known.bases : []);
        for (const result of answer.value.results) {
          const definition = definitions.get(result.id);
          if (definition !== undefined) bases.set(definition, keepKnown(result));
        }
        newest.current.known = { of, bases };
        setKnown(newest.current.known);
      });
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [drover, project, target, of, asked, whole]);
  const does = useMemo(() => {
    const running = new Set<Promise<unknown>>();
    function update(change: (jobs: readonly Job[]) => readonly Job[]): void {
      newest.current.jobs = change(newest.current.jobs);
      setJobs(newest.current.jobs);
    }
    function basesNow(): Map<string, CardBase> {
      const now = newest.current;
      return together(now.known, now.jobs, now.of, drover.store.getState().baseChecks);
    }
    async function run(ids: readonly string[]): Promise<BaseCheck | undefined> {
      const now = newest.current;
      const sent = tryText(now.text, now.spec, ids);
      if (sent === undefined || now.choice === null || sent.ids.length === 0) return undefined;
      const job = crypto.randomUUID();
      const definitions = new Map([...definitionsOf(now.spec)].filter(([id]) => sent.ids.includes(id)));
      update((before) => [...before, { job, of: now.of, definitions, check: null }]);
      const { provider, model, target: at } = now.choice;
      const answer = await drover.ask('spec.tryOnBase', { job, project, text: sent.text, criteria: sent.ids, provider, model, target: at });
      const check: BaseCheck = answer.ok
        ? answer.value
        : { job, base: '', target: at, state: 'failed', results: [], problem: answer.problem };
      update((before) => before.map((one) => (one.job === job ? { ...one, check } : one)));
      return check;
    }
    function tryThem(ids: readonly string[]): Promise<BaseCheck | undefined> {
      const going = run(ids);
      running.add(going);
      void going.finally(() => running.delete(going));
      return going;
    }
    return {
      tryThem,
      async tryUnknown(): Promise<Tried> {
        await Promise.all(running);
        const { spec: now } = newest.current;
        const bases = basesNow();
        const ids = now.criteria.flatMap((criterion) => {
          const open = criterion.kind !== 'rubric' && baseOf(criterion, bases).state !== 'known';
          return open && criterion.id !== undefined ? [criterion.id] : [];
        });
        const check = ids.length === 0 ? undefined : await tryThem(ids);
        return {
          summary: summaryOfBase(newest.current.spec.criteria, basesNow()),
          cancelled: check?.state === 'cancelled',
          problem: check?.problem ?? null,
        };
      },
      cancel(job?: string): void {
        for (const one of newest.current.jobs)
          if (one.check === null && (job === undefined || job === one.job)) void drover.ask('spec.cancelTry', { job: one.job });
      },
    };
  }, [drover, project]);
  const bases = useMemo(() => together(known, jobs, of, checks), [known, jobs, of, checks]);
  const summary = useMemo(() => summaryOfBase(spec.criteria, bases), [spec.criteria, bases]);
  return { bases, summary, ...does };
}

function together(
  known: { of: string; bases: ReadonlyMap<string, CardBase> },
  jobs: readonly Job[],
  of: string,
  checks: Readonly<Record<string, BaseCheck>>,
): Map<string, CardBase> {
  const here = jobs.filter((job) => job.of === of).map((job) => ({ ...job, check: job.check ?? checks[job.job] ?? null }));
  return basesOf(known.of === of ? known.bases : new Map(), here);
}

function definitionsOf(spec: DraftSpec): Map<string, string> {
  return new Map(
    spec.criteria.flatMap((criterion) => {
      const definition = definitionOf(criterion);
      return criterion.id !== undefined && definition !== undefined ? [[criterion.id, definition] as const] : [];
    }),
  );
}
