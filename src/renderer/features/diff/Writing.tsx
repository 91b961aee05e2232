import { useChangeReview, useReview } from '../../store/use-review.ts';
import { WritingRow } from './RemarkRow.tsx';

/** The editor with its text, which is kept with every letter; the rows around it are not drawn again for that. */
export function Writing({ session, onKeep, onDrop }: { session: string; onKeep: () => void; onDrop: () => void }) {
  const text = useReview(session, (review) => review.typed);
  const change = useChangeReview(session);
  return <WritingRow text={text} onText={(typed) => change((review) => ({ ...review, typed }))} onKeep={onKeep} onDrop={onDrop} />;
}
