import { Button } from '../../../ui/Button.tsx';
import { Evidence } from '../../../ui/Evidence.tsx';
import { rulingOf, type CardBase } from './card-base.ts';

interface BaseDetailProps {
  base: CardBase;
  guard: boolean;
  onGuard: (guard: boolean) => void;
}

/** What was found on the base, what it means, and what can be said to it. */
export function BaseDetail({ base, guard, onGuard }: BaseDetailProps) {
  if (base.state === 'failed') {
    const { what, todo } = base.problem;
    return (
      <p className="w-full text-sm text-waiting">
        Not tried: {what}. {todo}
      </p>
    );
  }
  if (base.state !== 'known') return null;
  const ruling = rulingOf(base.result, guard);
  return (
    <div className="flex w-full min-w-0 flex-col gap-1.5">
      {ruling === 'green' ? (
        <div className="flex flex-wrap items-center gap-2 rounded-sm bg-waiting-soft px-2 py-1 text-waiting">
          <span className="font-semibold">Already passes on the base: proves nothing.</span>
          <Button onClick={() => onGuard(true)}>It is meant so (regression guard)</Button>
        </div>
      ) : ruling === 'guard_red' ? (
        <p className="text-failed">A guard holds on the base already; this one does not.</p>
      ) : null}
      <Evidence result={base.result} />
    </div>
  );
}
