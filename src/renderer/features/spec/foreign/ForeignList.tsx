import type { ForeignSpec } from '../../../../shared/ipc-judgment.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';

interface ForeignListProps {
  found: readonly ForeignSpec[];
  wanted: ReadonlySet<ForeignSpec>;
  onToggle: (spec: ForeignSpec) => void;
}

/** Specs that were found, with what could not be carried over. */
export function ForeignList({ found, wanted, onToggle }: ForeignListProps) {
  if (found.length === 0) return <p className="text-ink-2">No spec of spec-kit, Kiro or OpenSpec is there.</p>;
  return (
    <ul className="flex flex-col gap-2">
      {found.map((one) => (
        <li key={`${one.tool} ${one.path}`}>
          <label className="flex items-start gap-2.5">
            <input type="checkbox" checked={wanted.has(one)} onChange={() => onToggle(one)} className="mt-1 size-3.5 accent-(--accent)" />
            <span className="min-w-0">
              <span className="font-semibold">{visibleLine(one.title)}</span>
              <span className="block text-sm text-ink-3">
                {one.tool} · <span className="machine wrap-anywhere">{visibleLine(one.path)}</span>
              </span>
              {one.notes.map((note, index) => (
                <span key={index} className="block text-sm text-waiting">
                  {visibleLine(note)}
                </span>
              ))}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
