import type { Lanes } from './draw.ts';

/** In px from the strip's upper edge; the ruler is above them. */
export const RULER = 16;
const rows = [
  ['you', 8],
  ['model', 14],
  ['tools', 14],
  ['checks', 14],
  ['box', 8],
  ['cost', 18],
] as const;
const GAP = 3;

const tops = rows.reduce<{ top: number; lanes: { name: keyof Lanes; top: number; height: number }[] }>(
  ({ top, lanes }, [name, height]) => ({ top: top + height + GAP, lanes: [...lanes, { name, top, height }] }),
  { top: RULER + 2, lanes: [] },
);

export const laneRows = tops.lanes;
export const STRIP = tops.top + 1;

/** The lanes in the pixels of a screen that has `ratio` of them to a px. */
export function lanesAt(ratio: number): Lanes {
  const box = (name: keyof Lanes) => {
    const lane = laneRows.find((row) => row.name === name);
    const top = Math.round((lane?.top ?? 0) * ratio);
    return { top, height: Math.round(((lane?.top ?? 0) + (lane?.height ?? 0)) * ratio) - top };
  };
  return { you: box('you'), model: box('model'), tools: box('tools'), checks: box('checks'), box: box('box'), cost: box('cost') };
}
