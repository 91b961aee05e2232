import { Evidence } from '../../ui/Evidence.tsx';
import { Ago } from '../../ui/Ago.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import type { Row } from './timeline-rows.ts';

/** The worker's self-check or the gate's ruling: each criterion with its state. */
export function CheckRow({ row }: { row: Extract<Row, { kind: 'check' }> }) {
  const held = row.results.filter((result) => result.passed).length;
  const tone = row.end === null ? 'text-running' : row.end.passed ? 'text-passed' : 'text-failed';
  return (
    <section
      aria-label={row.who === 'gate' ? 'Gate' : `Self-check ${row.try ?? ''}`}
      className="my-2 rounded-md border border-line bg-surface-1"
    >
      <header className="flex items-baseline gap-3 border-b border-line px-3 py-1.5">
        <h2 className="font-semibold">{row.who === 'gate' ? 'Gate: a fresh checkout' : `Self-check of try ${row.try ?? ''}`}</h2>
        <span className={`font-semibold ${tone}`}>{row.end === null ? 'checking' : row.end.word}</span>
        <span className="copyable min-w-0 flex-1 truncate text-ink-2">{row.end === null ? '' : visibleText(row.end.explanation)}</span>
        <span>
          {held}/{row.results.length}
        </span>
        <Ago at={row.at} className="text-sm text-ink-3" />
      </header>
      <div className="p-1">
        {row.results.map((result) => (
          <Evidence key={result.id} result={result} />
        ))}
      </div>
    </section>
  );
}
