import { useRef } from 'react';
import type { SpecMistake } from '../../../shared/spec.ts';
import { editText, type SpecDraft } from './spec-draft.ts';

interface FileEditorProps {
  draft: SpecDraft;
  /** Null: it has no file yet. */
  path: string | null;
  mistakes: readonly SpecMistake[];
  onChange: (draft: SpecDraft) => void;
}

/** The spec as the text it is, mistakes at their lines. */
export function FileEditor({ draft, path, mistakes, onChange }: FileEditorProps) {
  const text = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = draft.text.split('\n');
  const wrong = new Set(mistakes.map((mistake) => mistake.line));
  function goTo(line: number): void {
    const at = lines.slice(0, line - 1).reduce((sum, content) => sum + content.length + 1, 0);
    text.current?.focus();
    text.current?.setSelectionRange(at, at + (lines[line - 1]?.length ?? 0));
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 bg-surface-1">
        <div
          ref={gutter}
          aria-hidden="true"
          className="machine shrink-0 overflow-hidden border-r border-line py-3 text-right text-ink-3 select-none"
        >
          {lines.map((_, index) => (
            <div key={index} className={`px-3 ${wrong.has(index + 1) ? 'bg-failed-soft font-semibold text-failed' : ''}`}>
              {index + 1}
            </div>
          ))}
          {/* The text scrolls a little further than its last line. */}
          <div className="h-24" />
        </div>
        <textarea
          ref={text}
          aria-label={`Text of ${path ?? 'the new spec'}`}
          aria-describedby="spec-mistakes"
          spellCheck={false}
          wrap="off"
          value={draft.text}
          onChange={(event) => onChange(editText(draft, event.target.value))}
          onScroll={(event) => {
            if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          className="machine copyable min-w-0 flex-1 resize-none overflow-auto bg-transparent px-3 py-3 outline-offset-[-2px]"
        />
      </div>
      <div id="spec-mistakes" aria-live="polite" className="max-h-40 shrink-0 overflow-auto">
        {mistakes.length === 0 ? null : (
          <ul className="border-t border-line bg-surface-1 p-2">
            {mistakes.map((mistake, index) => (
              <li key={index}>
                <button
                  type="button"
                  onClick={() => goTo(mistake.line)}
                  className="flex w-full items-baseline gap-3 rounded-sm px-2 py-0.5 text-left outline-offset-[-2px] hover:bg-surface-3"
                >
                  <span className="shrink-0 font-semibold text-failed">Line {mistake.line}</span>
                  <span className="wrap-anywhere">{mistake.message}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
