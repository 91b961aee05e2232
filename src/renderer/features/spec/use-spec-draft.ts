import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { onWindowFocus } from '../../bridge.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { draftKey } from './draft-key.ts';
import { isDirty, newDraft, openDraft, type SpecDraft } from './spec-draft.ts';

interface Editing {
  draft: SpecDraft | null;
  /** Why the file could not be read. */
  problem: Problem | null;
  /** Changes what the draft is by now. */
  change: (next: (draft: SpecDraft) => SpecDraft) => void;
  /** Reads the file again; what was edited here is gone. */
  reload: () => void;
}

/** The draft of a spec; read from its file the first time, kept in the store until it is dispatched. */
export function useSpecDraft(project: string, slug: string | null): Editing {
  const drover = useDrover();
  const key = draftKey(project, slug);
  const draft = useApp((state) => state.drafts[key]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const put = useCallback(
    (next: SpecDraft): void => drover.store.setState((state) => ({ drafts: { ...state.drafts, [key]: next } })),
    [drover, key],
  );
  const change = useCallback(
    (next: (draft: SpecDraft) => SpecDraft): void => {
      const current = drover.store.getState().drafts[key];
      if (current !== undefined) put(next(current));
    },
    [drover, key, put],
  );
  const load = useCallback(async (): Promise<void> => {
    if (slug === null) return put(newDraft());
    const answer = await drover.ask('spec.read', { project, slug });
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    const shown = drover.store.getState().drafts[key]?.view;
    put({ ...openDraft(answer.value.text), ...(shown !== undefined && { view: shown }) });
  }, [drover, project, slug, key, put]);
  useEffect(() => {
    // A draft that is there is newer than its file.
    if (drover.store.getState().drafts[key] === undefined) void load();
  }, [drover, key, load]);
  useEffect(() => {
    if (slug === null) return undefined;
    // Back from another editor: what was written there is here, unless something is unsaved here too.
    return onWindowFocus(() => {
      void drover.ask('spec.read', { project, slug }).then((answer) => {
        const current = drover.store.getState().drafts[key];
        if (!answer.ok || current === undefined || isDirty(current) || answer.value.text === current.text) return;
        put({ ...openDraft(answer.value.text), view: current.view, proposals: current.proposals });
      });
    });
  }, [drover, project, slug, key, put]);
  return { draft: draft ?? null, problem, change, reload: () => void load() };
}
