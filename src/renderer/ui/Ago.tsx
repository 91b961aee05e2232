import { formatAgo, formatExact } from './format-time.ts';
import { useCoarseNow } from './now.ts';

/** A relative time; the exact one on hover. `at` is ISO 8601. */
export function Ago({ at, className = '' }: { at: string; className?: string }) {
  const now = useCoarseNow();
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return null;
  return (
    <time dateTime={at} title={formatExact(instant)} className={className}>
      {formatAgo(instant, now)}
    </time>
  );
}
