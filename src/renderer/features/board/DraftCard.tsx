import { TriangleAlert } from 'lucide-react';
import { useDrover } from '../../store/use-drover.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { Card } from './Card.tsx';
import type { DraftCard as Draft } from './board-columns.ts';

/** A spec that is not dispatched yet. */
export function DraftCard({ draft }: { draft: Draft }) {
  const drover = useDrover();
  const { project, spec } = draft;
  const mistakes = spec.mistakes.length;
  return (
    <Card title={spec.title} onOpen={() => drover.go({ screen: 'spec', project: project.path, slug: spec.slug })}>
      <p className="truncate text-ink-2">
        {visibleLine(project.name)}
        {project.branch === null ? '' : ` · ${visibleLine(project.branch)}`}
      </p>
      {mistakes === 0 ? null : (
        <p className="flex items-center gap-1.5 text-waiting">
          <TriangleAlert aria-hidden="true" className="size-3.5" />
          {mistakes === 1 ? '1 mistake' : `${mistakes} mistakes`} in the file
        </p>
      )}
    </Card>
  );
}
