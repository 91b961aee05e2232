import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import type { WorkerCommit } from '../../../shared/ipc-judgment.ts';
import { visibleLine } from '../../../shared/visible-text.ts';

export type Commits = 'one' | 'worker';

interface CommitChoiceProps {
  value: Commits;
  onValue: (value: Commits) => void;
  commits: readonly WorkerCommit[];
}

/** One commit of the judged tree, or those that the worker made. */
export function CommitChoice({ value, onValue, commits }: CommitChoiceProps) {
  return (
    <RadioGroup
      aria-label="Commits"
      value={value}
      onValueChange={(next) => onValue(next === 'worker' ? 'worker' : 'one')}
      className="flex flex-col gap-1"
    >
      <Choice value="one">One commit</Choice>
      <Choice value="worker">
        The worker’s {commits.length === 1 ? 'own commit' : `${commits.length} commits`}, and one for what it did not commit
      </Choice>
      {value === 'one' ? null : (
        <ol aria-label="The worker’s commits" className="ml-6 max-h-32 overflow-auto rounded-md border border-line bg-surface-2 px-3 py-1">
          {commits.map((commit) => (
            <li key={commit.commit} className="flex gap-2">
              <span className="machine shrink-0 text-ink-3">{commit.commit.slice(0, 10)}</span>
              <span className="copyable min-w-0 flex-1 truncate">{visibleLine(commit.subject)}</span>
              <span className="shrink-0 text-sm text-ink-3">{commit.files === 1 ? '1 file' : `${commit.files} files`}</span>
            </li>
          ))}
        </ol>
      )}
    </RadioGroup>
  );
}

function Choice({ value, children }: { value: Commits; children: ReactNode }) {
  return (
    <label className="flex min-h-6 items-center gap-2">
      <Radio.Root
        value={value}
        className="flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface-2 data-checked:border-accent"
      >
        <Radio.Indicator className="size-2 rounded-full bg-accent" />
      </Radio.Root>
      <span>{children}</span>
    </label>
  );
}
