import { yamlFrontmatter } from '@codemirror/lang-yaml';
import { markdown } from '@codemirror/lang-markdown';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightActiveLine, lineNumbers } from '@codemirror/view';
import { useEffect } from 'react';
import { changeText } from '../../../shared/front-matter.ts';
import type { DraftSpec } from '../../../shared/spec-draft.ts';
import type { SpecMistake } from '../../../shared/spec.ts';
import { diagnostic } from './code/diagnostic.ts';
import { useCodeMirror } from './code/use-code-mirror.ts';
import type { SpecEdits } from './use-spec-edits.ts';

interface FileEditorProps {
  text: string;
  /** Null: it has no file yet. */
  path: string | null;
  spec: DraftSpec;
  /** Globs that match no file of the project. */
  idle: readonly SpecMistake[];
  edits: SpecEdits;
}

/** The spec as the text it is, mistakes at their lines. Its line ends stay what they are. */
export function FileEditor({ text, path, spec, idle, edits }: FileEditorProps) {
  const { host, view } = useCodeMirror({
    label: `Text of ${path ?? 'the new spec'}`,
    describedBy: 'spec-mistakes',
    value: text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n'),
    onChange: (_value, changes) => edits.setText((current) => changeText(current, changes), 'text of the file'),
    extensions: [lineNumbers(), lintGutter(), highlightActiveLine(), yamlFrontmatter({ content: markdown() })],
  });
  useEffect(() => {
    if (view === null) return;
    const { doc } = view.state;
    view.dispatch(
      setDiagnostics(view.state, [
        ...spec.mistakes.map((mistake) => diagnostic(doc, mistake, 'error')),
        ...[...spec.warnings, ...idle].map((warning) => diagnostic(doc, warning, 'warning')),
      ]),
    );
  }, [view, spec.mistakes, spec.warnings, idle]);
  function goTo(line: number): void {
    if (view === null) return;
    const { from, to } = view.state.doc.line(Math.min(line, view.state.doc.lines));
    view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    view.focus();
  }
  const said = [
    ...spec.mistakes.map((mistake) => ({ ...mistake, tone: 'text-failed' })),
    ...[...spec.warnings, ...idle].map((warning) => ({ ...warning, tone: 'text-waiting' })),
  ];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div ref={host} className="machine min-h-0 flex-1 overflow-hidden bg-surface-1" />
      <div id="spec-mistakes" aria-live="polite" className="max-h-40 shrink-0 overflow-auto">
        {said.length === 0 ? null : (
          <ul className="border-t border-line bg-surface-1 p-2">
            {said.map(({ line, message, tone }, index) => (
              <li key={index}>
                <button
                  type="button"
                  onClick={() => goTo(line)}
                  className="flex w-full items-baseline gap-3 rounded-sm px-2 py-0.5 text-left outline-offset-[-2px] hover:bg-surface-3"
                >
                  <span className={`shrink-0 font-semibold ${tone}`}>Line {line}</span>
                  <span className="wrap-anywhere">{message}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
