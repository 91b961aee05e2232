import type { SessionSummary } from '../../../shared/summary.ts';
import { useAnswer } from '../../store/use-answer.ts';
import { AcceptDialog } from '../verdict/AcceptDialog.tsx';

/** The dialog of a session that is not open: its goal is read first. */
export function AcceptBest({ summary, onClose }: { summary: SessionSummary; onClose: () => void }) {
  const answer = useAnswer('session.events', {
    session: summary.id,
    from: 1,
    types: ['user.define_outcome'],
    order: 'desc',
    limit: 1,
  });
  if (answer === null) return null;
  const [event] = answer.ok ? answer.value : [];
  return <AcceptDialog summary={summary} goal={event?.type === 'user.define_outcome' ? event.spec.goal : ''} onClose={onClose} />;
}
