/** How high a row is, as far as that can be known without drawing it. Pure. */
import type { DrawnRow } from './drawn-rows.ts';

/** A line of the monospace font (`app.css`). */
export const LINE_PX = 19;
const FILE_PX = 40;
const HUNK_PX = 24;
/** Of a longer line this much is drawn; the rest on request. */
export const LONGEST = 2000;

/** What stands beside the text of a line: numbers, sign and padding. */
export const GUTTER_PX = { unified: 122, split: 74 } as const;

export interface Fit {
  height: number;
  /** It may be higher: only drawing it tells. */
  measure: boolean;
}

/** @param columns how many characters of the monospace font stand in a line */
export function fitOf(row: DrawnRow | undefined, columns: number): Fit {
  switch (row?.kind) {
    case 'file':
      return { height: FILE_PX, measure: false };
    case 'hunk':
      return { height: HUNK_PX, measure: false };
    case 'line':
      return fitText(row.line.text, columns);
    case 'pair': {
      const [a, b] = [fitText(row.old?.text ?? '', columns), fitText(row.new?.text ?? '', columns)];
      return { height: Math.max(a.height, b.height), measure: a.measure || b.measure };
    }
    case 'note':
    case undefined:
      return { height: LINE_PX, measure: false };
    case 'rest':
      return { height: HUNK_PX * 2, measure: true };
    case 'remark':
      return { height: 72, measure: true };
    case 'writing':
      return { height: 132, measure: true };
  }
}

function fitText(text: string, columns: number): Fit {
  // Most lines: a letter or a tab a place, and well within.
  const shown = Math.min(text.length, LONGEST);
  if (shown * 4 <= columns) return { height: LINE_PX, measure: false };
  // eslint-disable-next-line no-control-regex -- everything but printable ASCII may be wider or shown as something longer
  const plain = !/[^\x20-\x7e]/.test(text);
  if (plain && shown <= columns) return { height: LINE_PX, measure: false };
  const lines = Math.max(1, Math.ceil(shown / Math.max(1, columns)));
  return { height: lines * LINE_PX, measure: true };
}
