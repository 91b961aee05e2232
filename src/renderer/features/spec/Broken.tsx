import type { DraftSpec } from '../../../shared/spec-draft.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';

/** In the place of the cards, while what they would show cannot be read. */
export function Broken({ spec, onFile }: { spec: DraftSpec; onFile: () => void }) {
  const first = spec.mistakes[0];
  return (
    <div className="p-4">
      <ProblemView
        problem={{
          what: 'The criteria cannot be read',
          where: first === undefined ? '' : `line ${first.line}`,
          todo: first?.message ?? 'Correct the text.',
        }}
        action={<Button onClick={onFile}>View file</Button>}
      />
    </div>
  );
}
