import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderOf } from '@codemirror/view';
import { defaultKeymap } from '@codemirror/commands';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { TextChange } from '../../../../shared/front-matter.ts';
import { codeTheme } from './code-theme.ts';

interface CodeMirror {
  /** What the editor is put into. */
  host: RefObject<HTMLDivElement | null>;
  /** Null until it is there. */
  view: EditorView | null;
}

interface Options {
  label: string;
  /** With `\n` at its line ends. */
  value: string;
  /** What was typed: the whole text, and what changed of `value`. */
  onChange: (value: string, changes: TextChange[]) => void;
  /** The first ones count: what changes comes as effects. */
  extensions: Extension;
  placeholder?: string;
  describedBy?: string;
}

/** A change that came from outside: nobody typed it. */
const fromOutside = Annotation.define<boolean>();

/** One undo for the whole screen, and Ctrl+Enter dispatches. */
const elsewhere = new Set(['Mod-Enter', 'Mod-z', 'Mod-y', 'Mod-Shift-z', 'Mod-s', 'Mod-l', 'Mod-i']);

/** A CodeMirror that shows `value` and says what is typed in it. Its history is the screen's. */
export function useCodeMirror({ label, value, onChange, extensions, placeholder = '', describedBy }: Options): CodeMirror {
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const newest = useRef(onChange);
  newest.current = onChange;
  const first = useRef({ label, value, extensions, placeholder, describedBy });
  useEffect(() => {
    const { current } = first;
    const made = new EditorView({
      state: EditorState.create({
        doc: current.value,
        extensions: [
          current.extensions,
          keymap.of(defaultKeymap.filter(({ key }) => key === undefined || !elsewhere.has(key))),
          EditorView.contentAttributes.of({
            'aria-label': current.label,
            tabindex: '0',
            ...(current.describedBy !== undefined && { 'aria-describedby': current.describedBy }),
          }),
          placeholderOf(current.placeholder),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((one) => one.annotation(fromOutside) === true)) return;
            const changes: TextChange[] = [];
            update.changes.iterChanges((from, to, _fromNew, _toNew, insert) => changes.push({ from, to, insert: insert.toString() }));
            newest.current(update.state.doc.toString(), changes);
          }),
          codeTheme,
        ],
      }),
      ...(host.current !== null && { parent: host.current }),
    });
    setView(made);
    return () => {
      made.destroy();
      setView(null);
    };
  }, []);
  useEffect(() => {
    if (view === null) return;
    const shown = view.state.doc.toString();
    if (shown !== value) view.dispatch({ changes: between(shown, value), annotations: fromOutside.of(true) });
  }, [view, value]);
  return { host, view };
}

/** What differs, without what is alike at both ends: the cursor stays where it is. */
function between(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
