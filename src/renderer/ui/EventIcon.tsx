import {
  Bot,
  Box,
  Brain,
  CircleDot,
  Cpu,
  CornerDownLeft,
  FoldVertical,
  GitBranch,
  Import,
  ListChecks,
  MessageSquareText,
  Save,
  Scale,
  SquareTerminal,
  TriangleAlert,
  User,
} from 'lucide-react';
import type { EventIconName } from './event-kind.ts';

const icons: Record<EventIconName, typeof Bot> = {
  person: User,
  worker: Bot,
  thinking: Brain,
  call: SquareTerminal,
  result: CornerDownLeft,
  machine: MessageSquareText,
  state: CircleDot,
  error: TriangleAlert,
  model: Cpu,
  check: ListChecks,
  box: Box,
  files: Save,
  context: FoldVertical,
  fork: GitBranch,
  import: Import,
  verdict: Scale,
};

/** The kind of an event as a shape; its word stands beside it. */
export function EventIcon({ name, className = 'text-ink-3' }: { name: EventIconName; className?: string }) {
  const Icon = icons[name];
  return <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${className}`} />;
}
