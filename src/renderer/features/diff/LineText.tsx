import { useState } from 'react';
import { visibleText } from '../../../shared/visible-text.ts';
import { formatCount } from '../../ui/format-count.ts';
import type { LineRow } from './drawn-rows.ts';
import { LONGEST } from './row-height.ts';

const marks = { context: '', added: 'bg-passed/25', removed: 'bg-failed/25' };
/** At one press: a line of a megabyte, drawn at once, would hold the window. */
const STEP = 20_000;

/** How much somebody wanted to see of a line, while it scrolls out of sight and in again. */
const wanted = new WeakMap<LineRow, number>();

/** The text of a line, what changed in it marked; a carriage return is shown, a very long line is cut. */
export function LineText({ line }: { line: LineRow }) {
  const [length, setLength] = useState(wanted.get(line) ?? LONGEST);
  const returns = line.text.endsWith('\r');
  const text = returns ? line.text.slice(0, -1) : line.text;
  const shown = text.slice(0, length);
  const hidden = text.length - shown.length;
  return (
    <>
      <Marked text={shown} changed={line.changed} mark={marks[line.kind]} />
      {returns ? (
        <span title="carriage return" className="ml-0.5 font-sans text-[9px] text-ink-3 select-none">
          CR
        </span>
      ) : null}
      {hidden === 0 ? null : (
        <button
          type="button"
          className="ml-1 rounded-sm bg-surface-3 px-1 font-sans text-sm text-accent"
          onClick={() => {
            wanted.set(line, length + STEP);
            setLength(length + STEP);
          }}
        >
          {formatCount(hidden)} more characters
        </button>
      )}
    </>
  );
}

function Marked({ text, changed, mark }: { text: string; changed: [number, number] | null; mark: string }) {
  if (changed === null) return visibleText(text);
  const [from, to] = changed;
  return (
    <>
      {visibleText(text.slice(0, from))}
      <span className={`rounded-xs ${mark}`}>{visibleText(text.slice(from, to))}</span>
      {visibleText(text.slice(to))}
    </>
  );
}
