import type { Proof } from '../../../shared/ears.ts';
import { Kbd } from '../../ui/Kbd.tsx';

/** How many requirements the goal has, and which of them nothing proves; a press links one. */
export function Requirements({ proofs, onLink }: { proofs: readonly Proof[]; onLink: (line: number) => void }) {
  const open = proofs.filter(({ criteria }) => criteria.length === 0);
  if (proofs.length === 0) {
    return (
      <p id="goal-hint" className="text-sm text-ink-3">
        Markdown. A line such as “When …, the system shall …” is a requirement: link it to what proves it with <Kbd keys="mod+l" />.
      </p>
    );
  }
  return (
    <p id="goal-hint" className="flex max-h-24 flex-wrap items-center gap-x-2 gap-y-1 overflow-auto text-sm text-ink-2">
      {open.length === 0 ? (
        <span>
          {proofs.length === 1 ? 'The requirement is proved.' : `All ${proofs.length} requirements are proved.`} <Kbd keys="mod+l" /> links
          a line.
        </span>
      ) : (
        <span className="text-waiting">Not proved by anything:</span>
      )}
      {open.map(({ requirement: { line, text } }) => (
        <button
          key={line}
          type="button"
          title={text}
          onClick={() => onLink(line)}
          className="rounded-sm border border-line px-1.5 text-waiting hover:border-line-strong hover:bg-surface-3"
        >
          line {line}
        </button>
      ))}
    </p>
  );
}
