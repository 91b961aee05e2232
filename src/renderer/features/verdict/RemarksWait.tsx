import { useReview } from '../../store/use-review.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { remarkCount } from './verdict-facts.ts';

/** Comments that are not sent yet, and the way to where they are. */
export function RemarksWait({ session }: { session: string }) {
  const drover = useDrover();
  const remarks = useReview(session, (review) => review.remarks.length);
  if (remarks === 0) return null;
  return (
    <Button className="h-6" onClick={() => drover.go({ screen: 'session', id: session, tab: 'verdict' })}>
      {remarkCount(remarks)}
    </Button>
  );
}
