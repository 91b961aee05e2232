import { useEffect, useMemo, useRef } from 'react';
import { editSpec, type SpecEdit } from '../../../shared/spec-edit.ts';
import { useDrover } from '../../store/use-drover.ts';
import { changeDraft, redo, undo, type SpecDraft } from './spec-draft.ts';

export interface SpecEdits {
  /** Carries an edit out now; false where the text has a mistake in its way, which is then said. */
  edit: (edit: SpecEdit, what?: string) => boolean;
  /** What is being typed in one place: carried out when the typing pauses, and before anything else happens. */
  type: (edit: SpecEdit, place: string) => void;
  /** The text itself, as it is typed. */
  setText: (next: (text: string) => string, place: string) => void;
  setGoal: (goal: string) => void;
  /** Carries out what is still being typed. */
  flush: () => void;
  undo: () => void;
  redo: () => void;
}

/** An edit of a spec with many criteria takes longer than a keystroke may. */
const PAUSE_MS = 120;

/** Edits of the text that the cards and the goal are views of, one after the other in the order in which they were made. */
export function useSpecEdits(change: (next: (draft: SpecDraft) => SpecDraft) => void): SpecEdits {
  const drover = useDrover();
  const newest = useRef(change);
  newest.current = change;
  const edits = useMemo((): SpecEdits => {
    let typed: { edit: SpecEdit; place: string; timer: ReturnType<typeof setTimeout> } | null = null;
    function carryOut(edit: SpecEdit, what: string): boolean {
      let refused: string | null = null;
      newest.current((draft) => {
        const edited = editSpec(draft.text, edit);
        if (!edited.ok) refused = edited.mistakes[0]?.message ?? 'This text cannot be changed here.';
        return edited.ok ? changeDraft(draft, edited.text, what, Date.now()) : draft;
      });
      if (refused !== null) drover.note(refused);
      return refused === null;
    }
    function flush(): void {
      if (typed === null) return;
      const { edit, place, timer } = typed;
      typed = null;
      clearTimeout(timer);
      carryOut(edit, `type ${place}`);
    }
    return {
      flush,
      edit(edit, what) {
        flush();
        return carryOut(edit, what ?? edit.do);
      },
      type(edit, place) {
        if (typed !== null && typed.place !== place) flush();
        if (typed !== null) clearTimeout(typed.timer);
        typed = { edit, place, timer: setTimeout(flush, PAUSE_MS) };
      },
      setText(next, place) {
        flush();
        newest.current((draft) => changeDraft(draft, next(draft.text), `type ${place}`, Date.now()));
      },
      setGoal(goal) {
        flush();
        carryOut({ do: 'goal', goal }, 'type text of the goal');
      },
      undo() {
        flush();
        newest.current(undo);
      },
      redo() {
        flush();
        newest.current(redo);
      },
    };
  }, [drover]);
  useEffect(() => edits.flush, [edits]);
  return edits;
}
