import { useState } from 'react';
import { draftOf } from '../../../shared/spec-draft.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useDrover } from '../../store/use-drover.ts';
import { isRedFirst } from './base/red-first.ts';
import type { Base } from './base/use-base.ts';
import type { Choice } from './dispatch/dispatch-choice.ts';
import { draftKey } from './draft-key.ts';
import { saveSpec } from './save-spec.ts';
import { isDirty, type SpecDraft } from './spec-draft.ts';
import type { SpecEdits } from './use-spec-edits.ts';

interface Of {
  project: string;
  slug: string | null;
  edits: SpecEdits;
  base: Base;
  change: (next: (draft: SpecDraft) => SpecDraft) => void;
  attempts: readonly Choice[];
  stopLosers: boolean;
}

export interface Dispatching {
  busy: 'save' | 'try' | 'dispatch' | null;
  /** Why the file or the dispatch was refused. */
  refused: Problem | null;
  /** Criteria that must hold, hold already, and are asked about. */
  warned: readonly string[] | null;
  save: () => Promise<void>;
  dispatch: () => Promise<void>;
  anyway: () => Promise<void>;
  back: () => void;
}

/** Saves and dispatches what is in the editor; first, criteria are tried on the base. */
export function useDispatch({ project, slug, edits, base, change, attempts, stopLosers }: Of): Dispatching {
  const drover = useDrover();
  const [busy, setBusy] = useState<Dispatching['busy']>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [warned, setWarned] = useState<readonly string[] | null>(null);
  const newest = (): SpecDraft | undefined => {
    edits.flush();
    return drover.store.getState().drafts[draftKey(project, slug)];
  };
  /** The slug under which the file now stands; undefined where it was refused. */
  async function write(draft: SpecDraft): Promise<string | undefined> {
    const answer = await saveSpec(drover, project, slug, draft);
    if (answer.ok) return answer.slug;
    setRefused(answer.problem);
    return undefined;
  }
  async function save(): Promise<void> {
    const draft = newest();
    if (draft === undefined || busy !== null || !isDirty(draft)) return;
    setBusy('save');
    setRefused(null);
    const saved = await write({ ...draft, toTry: isRedFirst() });
    setBusy(null);
    if (saved !== undefined && saved !== slug) drover.replace({ screen: 'spec', project, slug: saved });
  }
  async function dispatch(): Promise<void> {
    const draft = newest();
    if (draft === undefined || busy !== null || attempts.length === 0) return;
    change((current) => ({ ...current, asked: true }));
    const { mistakes } = draftOf(draft.text);
    if (mistakes.length > 0) return;
    setRefused(null);
    if (isRedFirst()) {
      setBusy('try');
      const { summary, cancelled, problem } = await base.tryUnknown();
      setBusy(null);
      if (cancelled) return;
      if (summary.proveNothing.length > 0) return setWarned(summary.proveNothing);
      if (problem !== null) drover.note(`Dispatched without being tried on the base: ${problem.what}.`);
    }
    await anyway();
  }
  async function anyway(): Promise<void> {
    setWarned(null);
    const draft = newest();
    if (draft === undefined) return;
    setBusy('dispatch');
    const saved = isDirty(draft) || slug === null ? await write(draft) : slug;
    if (saved !== undefined) {
      const answer = await drover.ask('spec.dispatch', { project, slug: saved, attempts: [...attempts], stopLosers });
      if (answer.ok) {
        drover.store.setState((state) => ({
          drafts: Object.fromEntries(Object.entries(state.drafts).filter(([key]) => key !== draftKey(project, saved))),
        }));
        const [only] = answer.value.sessions;
        const group = only === undefined ? undefined : drover.store.getState().summaries[only]?.dispatch.attempt?.group;
        if (only !== undefined && answer.value.sessions.length === 1) drover.replace({ screen: 'session', id: only, tab: 'timeline' });
        else drover.replace(group === undefined ? { screen: 'board' } : { screen: 'attempts', group });
        return;
      }
      setRefused(answer.problem);
      if (saved !== slug) drover.replace({ screen: 'spec', project, slug: saved });
    }
    setBusy(null);
  }
  return { busy, refused, warned, save, dispatch, anyway, back: () => setWarned(null) };
}
