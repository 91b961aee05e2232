import { markdown } from '@codemirror/lang-markdown';
import { keymap } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Proof } from '../../../shared/ears.ts';
import { goalMarks, setMarks } from './code/goal-marks.ts';
import { useCodeMirror } from './code/use-code-mirror.ts';

interface GoalEditorProps {
  goal: string;
  /** As of the goal that was read last. */
  proofs: readonly Proof[];
  invalid: boolean;
  onGoal: (goal: string) => void;
  /** A line of the goal, counted from 1, that the user wants to link to what proves it. */
  onLink: (line: number) => void;
}

/** The goal as Markdown; requirements are marked in the margin. */
export function GoalEditor({ goal, proofs, invalid, onGoal, onLink }: GoalEditorProps) {
  const link = useRef(onLink);
  link.current = onLink;
  const { host, view } = useCodeMirror({
    label: 'Goal',
    value: goal,
    onChange: onGoal,
    placeholder: 'When an upload fails with a 5xx, the client shall retry it three times with a growing pause.',
    describedBy: 'goal-hint',
    extensions: [
      markdown(),
      goalMarks((line) => link.current(line)),
      keymap.of([
        {
          key: 'Mod-l',
          run: ({ state }) => {
            link.current(state.doc.lineAt(state.selection.main.head).number);
            return true;
          },
        },
      ]),
    ],
  });
  useEffect(() => {
    if (view === null) return;
    const marks = proofs.map(({ requirement: { line, endLine }, criteria }) => ({ line, endLine, proofs: criteria.length }));
    view.dispatch({ effects: setMarks.of(marks) });
  }, [view, proofs]);
  return (
    <div
      ref={host}
      className={`min-h-32 flex-1 overflow-hidden rounded-md border bg-surface-2 leading-relaxed ${invalid ? 'border-failed' : 'border-line-strong/60'}`}
    />
  );
}
