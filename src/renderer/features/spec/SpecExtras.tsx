import type { DraftSpec } from '../../../shared/spec-draft.ts';
import type { SpecMistake } from '../../../shared/spec.ts';
import { idleAt } from './idle-warnings.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import type { CardField } from './cards/card-fields.ts';
import { FieldControl } from './cards/FieldControl.tsx';
import type { SpecEdits } from './use-spec-edits.ts';

const protect: CardField = {
  name: 'protect',
  label: 'Protected beside the usual',
  type: 'globs',
  span: 12,
  placeholder: 'test/fixtures/**; !docs/** takes out of the protection',
};
const run: CardField = { name: 'setup.run', label: 'Set up each fresh checkout', type: 'machine', span: 8, placeholder: 'npm ci' };
const limit: CardField = { name: 'setup.timeoutSeconds', label: 'Time limit, s', type: 'number', span: 4, otherwise: 600 };

interface SpecExtrasProps {
  spec: DraftSpec;
  /** Globs that match no file of the project. */
  idle: readonly SpecMistake[];
  edits: SpecEdits;
  asked: boolean;
}

/** What counts for all criteria: what runs before them, and which paths the gate puts back from the base. */
export function SpecExtras({ spec, idle, edits, asked }: SpecExtrasProps) {
  const mistake = (path: string): string | undefined =>
    spec.mistakes.find((one) => one.path === path || one.path?.startsWith(`${path}.`) === true)?.message;
  const idleGlobs = idleAt(idle, '', { protect: spec.protect });
  const used = spec.protect.length > 0 || Object.keys(spec.setup).length > 0;
  return (
    <details open={used || undefined} className="rounded-md border border-line px-3 py-2">
      <summary className="text-ink-2 hover:text-ink">Setup and protected paths</summary>
      <div className="grid grid-cols-12 gap-2 pt-2">
        <FieldControl
          field={run}
          value={spec.setup['run']}
          mistake={mistake('setup.run') ?? mistake('setup')}
          asked={asked}
          onType={(value) => edits.type({ do: 'setup', field: 'run', value }, 'setup run')}
          onChoose={(value) => edits.edit({ do: 'setup', field: 'run', value })}
        />
        <FieldControl
          field={limit}
          value={spec.setup['timeoutSeconds']}
          mistake={mistake('setup.timeoutSeconds')}
          asked={asked}
          onType={(value) => edits.type({ do: 'setup', field: 'timeoutSeconds', value }, 'setup limit')}
          onChoose={(value) => edits.edit({ do: 'setup', field: 'timeoutSeconds', value })}
        />
        <FieldControl
          field={protect}
          value={spec.protect}
          mistake={mistake('protect')}
          asked={asked}
          onType={(value) => edits.type({ do: 'protect', globs: Array.isArray(value) ? value : [] }, 'protect')}
          onChoose={() => undefined}
        />
      </div>
      {idleGlobs === '' ? null : <p className="pt-1 text-sm wrap-anywhere whitespace-pre-line text-waiting">{visibleText(idleGlobs)}</p>}
      <p className="pt-1 text-sm text-ink-3">
        Existing tests, test and build configuration, CI, lockfiles, package scripts and <span className="machine">.drover/</span> are
        protected anyway.
      </p>
    </details>
  );
}
