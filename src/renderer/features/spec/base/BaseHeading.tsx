import { useState } from 'react';
import type { DraftSpec } from '../../../../shared/spec-draft.ts';
import { Button } from '../../../ui/Button.tsx';
import type { SpecEdits } from '../use-spec-edits.ts';
import { isRedFirst, setRedFirst } from './red-first.ts';
import type { Base } from './use-base.ts';

/** How many criteria fail on the base, as they should before the work; and when that is looked at. */
export function BaseHeading({ spec, base, edits }: { spec: DraftSpec; base: Base; edits: SpecEdits }) {
  const [on, setOn] = useState(isRedFirst);
  const { red, of, waiting } = base.summary;
  const ids = spec.criteria.flatMap(({ id }) => id ?? []);
  return (
    <div className="ml-auto flex flex-wrap items-center justify-end gap-x-3">
      <label className="flex items-center gap-1.5 text-sm text-ink-2" title="Rubrics cost money: they are tried on request only">
        <input
          type="checkbox"
          checked={on}
          onChange={() => {
            setRedFirst(!on);
            setOn(!on);
          }}
          className="size-3.5 accent-(--accent)"
        />
        Red first
      </label>
      {waiting > 0 ? (
        <span className="text-sm text-running">trying {waiting} on the base</span>
      ) : of > 0 ? (
        <span className={`text-sm font-semibold ${red === of ? 'text-ink-2' : 'text-waiting'}`}>
          red on base: {red} of {of}
        </span>
      ) : null}
      {waiting > 0 ? (
        <Button onClick={() => base.cancel()}>Cancel</Button>
      ) : (
        <Button
          disabled={ids.length === 0}
          title="Checks every criterion on the base, in a sandbox that is thrown away"
          onClick={() => {
            edits.flush();
            void base.tryThem(ids);
          }}
        >
          Try all
        </Button>
      )}
    </div>
  );
}
