import { history, historyKeymap } from '@codemirror/commands';
import { markdown } from '@codemirror/lang-markdown';
import { yamlFrontmatter } from '@codemirror/lang-yaml';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { keymap, lineNumbers } from '@codemirror/view';
import { useEffect } from 'react';
import type { ParsedProbe } from '../../../../shared/coaching/probe-text.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { diagnostic } from '../../spec/code/diagnostic.ts';
import { useCodeMirror } from '../../spec/code/use-code-mirror.ts';

const SHOWN = 3;

interface ProbeEditorProps {
  text: string;
  /** Null: it is empty. */
  probe: ParsedProbe | null;
  /** Where a small repository of its own would be, in the project. */
  folder: string;
  onText: (text: string) => void;
}

/** The probe as the text it is, with its mistakes as they are made and where it begins. */
export function ProbeEditor({ text, probe, folder, onText }: ProbeEditorProps) {
  const mistakes = probe === null || probe.parsed.ok ? [] : probe.parsed.mistakes;
  const { host, view } = useCodeMirror({
    label: 'Probe',
    describedBy: 'probe-mistakes',
    value: text,
    onChange: onText,
    placeholder: 'Optional. Without a probe the entry cannot be tested.',
    extensions: [history(), keymap.of(historyKeymap), lineNumbers(), lintGutter(), yamlFrontmatter({ content: markdown() })],
  });
  useEffect(() => {
    if (view === null) return;
    const { doc } = view.state;
    const found = probe === null || probe.parsed.ok ? [] : probe.parsed.mistakes;
    view.dispatch(
      setDiagnostics(
        view.state,
        found.map((mistake) => diagnostic(doc, mistake, 'error')),
      ),
    );
  }, [view, probe]);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div ref={host} className="machine h-60 shrink-0 overflow-hidden rounded-md border border-line-strong/60 bg-surface-2" />
      <div id="probe-mistakes" aria-live="polite" className="text-sm">
        {mistakes.slice(0, SHOWN).map(({ line, message }, index) => (
          <p key={index} className="wrap-anywhere text-failed">
            Line {line}: {visibleLine(message)}
          </p>
        ))}
        {probe === null ? (
          <p className="text-ink-3">A probe is a small spec that shows the fault: a goal, criteria, and where it begins.</p>
        ) : mistakes.length > 0 ? null : (
          <p className="text-ink-3">
            {probe.base === null ? (
              <>
                It names no base: it begins from the files in <span className="machine">{folder}</span>.
              </>
            ) : (
              <>
                It begins from commit <span className="machine">{visibleLine(probe.base).slice(0, 12)}</span>.
              </>
            )}
          </p>
        )}
      </div>
    </div>
  );
}
