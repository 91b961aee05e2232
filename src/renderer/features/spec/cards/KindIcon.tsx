import { Diff, FileText, Gauge, HelpCircle, Scale, Terminal } from 'lucide-react';
import type { CriterionKind } from '../../../../shared/criteria.ts';

const icons = { command: Terminal, file: FileText, diff: Diff, metric: Gauge, rubric: Scale } satisfies Record<
  CriterionKind,
  typeof Terminal
>;

/** A kind as a shape; undefined: one that there is not. */
export function KindIcon({ kind, className = '' }: { kind: CriterionKind | undefined; className?: string }) {
  const Icon = kind === undefined ? HelpCircle : icons[kind];
  return <Icon aria-hidden="true" className={className} />;
}
