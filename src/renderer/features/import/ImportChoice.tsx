import type { ReactNode } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { visibleLine } from '../../../shared/visible-text.ts';

export type Source = { kind: 'default' } | { kind: 'folder'; path: string | null } | { kind: 'file' };

interface ImportChoiceProps {
  source: Source;
  onSource: (source: Source) => void;
  onProblem: (problem: Problem | null) => void;
}

/** From where. */
export function ImportChoice({ source, onSource, onProblem }: ImportChoiceProps) {
  const drover = useDrover();
  async function pick(): Promise<void> {
    const answer = await drover.ask('import.pick', undefined);
    onProblem(answer.ok ? null : answer.problem);
    if (answer.ok && answer.value !== null) onSource({ kind: 'folder', path: answer.value });
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">From where</legend>
      <Choice on={source.kind === 'default'} label="Claude Code, from its own folders" onChoose={() => onSource({ kind: 'default' })}>
        <span className="machine">~/.claude/projects</span>, <span className="machine">~/.config/claude/projects</span> and what{' '}
        <span className="machine">CLAUDE_CONFIG_DIR</span> names.
      </Choice>
      <Choice
        on={source.kind === 'folder'}
        label="Claude Code, from a folder"
        onChoose={() => onSource(source.kind === 'folder' ? source : { kind: 'folder', path: null })}
      >
        {source.kind === 'folder' && source.path !== null ? (
          <span className="machine copyable wrap-anywhere">{visibleLine(source.path)}</span>
        ) : (
          'A copy of such a folder, or one project of it.'
        )}
      </Choice>
      {source.kind === 'folder' ? (
        <div className="pl-6">
          <Button onClick={() => void pick()}>{source.path === null ? 'Choose the folder…' : 'Choose another…'}</Button>
        </div>
      ) : null}
      <Choice on={source.kind === 'file'} label="A file that Drover exported" onChoose={() => onSource({ kind: 'file' })}>
        JSONL; the same events, byte for byte.
      </Choice>
    </fieldset>
  );
}

function Choice({ on, label, onChoose, children }: { on: boolean; label: string; onChoose: () => void; children: ReactNode }) {
  return (
    <label className="flex items-start gap-2.5">
      <input type="radio" name="import-source" checked={on} onChange={onChoose} className="mt-1 size-3.5 shrink-0 accent-(--accent)" />
      <span className="min-w-0">
        <span className="font-semibold">{label}</span>
        <span className="block text-ink-2">{children}</span>
      </span>
    </label>
  );
}
