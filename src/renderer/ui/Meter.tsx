/** How many of a few hold: one mark each, full or empty, with the numbers beside it. */
export function Meter({ value, total, tone }: { value: number; total: number; tone: 'running' | 'passed' | 'failed' | 'waiting' }) {
  const fill = { running: 'bg-running', passed: 'bg-passed', failed: 'bg-failed', waiting: 'bg-waiting' }[tone];
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className="flex gap-0.5">
        {Array.from({ length: Math.min(total, 12) }, (_, index) => (
          <span
            key={index}
            className={`h-2.5 w-1.5 rounded-[1px] ${index < Math.round((value / Math.max(total, 1)) * Math.min(total, 12)) ? fill : 'bg-line-strong/40'}`}
          />
        ))}
      </span>
      <span>
        {value}/{total}
      </span>
    </span>
  );
}
