import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { draftKey, newDraft, openDraft, type SpecDraft } from './spec-draft.ts';

interface Editing {
  draft: SpecDraft | null;
  /** Why the file could not be read. */
  problem: Problem | null;
  setDraft: (draft: SpecDraft) => void;
  /** Reads the file again; what was edited here is gone. */
  reload: () => void;
}

/** The draft of a spec; read from its file the first time, kept in the store until it is dispatched. */
export function useSpecDraft(project: string, slug: string | null): Editing {
  const drover = useDrover();
  const key = draftKey(project, slug);
  const draft = useApp((state) => state.drafts[key]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const setDraft = useCallback(
    (next: SpecDraft): void => drover.store.setState((state) => ({ drafts: { ...state.drafts, [key]: next } })),
    [drover, key],
  );
  const load = useCallback(async (): Promise<void> => {
    if (slug === null) return setDraft(newDraft());
    const answer = await drover.ask('spec.read', { project, slug });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setDraft(openDraft(answer.value.text));
  }, [drover, project, slug, setDraft]);
  useEffect(() => {
    // A draft that is there is newer than its file.
    if (drover.store.getState().drafts[key] === undefined) void load();
  }, [drover, key, load]);
  return { draft: draft ?? null, problem, setDraft, reload: () => void load() };
}
