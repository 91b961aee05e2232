interface UseMeterProps {
  name: string;
  used: number;
  /** Undefined: there is none. */
  limit: number | undefined;
  format: (value: number) => string;
  /** Behind the number where there is no limit to say it. */
  unit?: string;
  words?: (used: string, limit: string) => string;
}

/** How much of a limit is used: a bar, and the numbers. Without a limit the number alone. */
export function UseMeter({ name, used, limit, format, unit = '', words = (a, b) => `${a} of ${b}` }: UseMeterProps) {
  const part = limit === undefined ? 0 : Math.min(1, used / limit);
  const suffix = unit === '' ? '' : ` ${unit}`;
  const text = limit === undefined ? `${format(used)}${suffix}` : `${words(format(used), format(limit))}${suffix}`;
  return (
    <div className="flex min-w-0 items-center gap-1.5" title={name}>
      <dt className="sr-only">{name}</dt>
      <dd className={`copyable truncate ${part >= 1 ? 'font-semibold text-waiting' : ''}`}>{text}</dd>
      {limit === undefined ? null : (
        <span aria-hidden="true" className="h-1.5 w-10 shrink-0 overflow-hidden rounded-full bg-line-strong/40">
          <span className={`block h-full rounded-full ${part >= 0.8 ? 'bg-waiting' : 'bg-ink-3'}`} style={{ width: `${part * 100}%` }} />
        </span>
      )}
    </div>
  );
}
