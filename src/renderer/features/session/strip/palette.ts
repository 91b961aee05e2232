/** The strip's colours, read from the theme's own tokens. */
import type { Palette } from './draw.ts';

const tokens: Record<keyof Palette, string> = {
  you: '--accent',
  model: '--ink-3',
  tools: '--ink-2',
  checks: '--ink-3',
  failed: '--failed',
  passed: '--passed',
  lost: '--failed',
  box: '--ink-3',
  cost: '--ink-3',
};

export interface Colours {
  palette: Palette;
  /** For strokes and words of the canvas. */
  css: { ink: string; faint: string; failed: string; passed: string; accent: string; shared: string };
}

/** `probe` is any element in the theme; a colour that depends on the scheme is known only as one is drawn with it. */
export function coloursAt(probe: HTMLElement): Colours {
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = { you: 0, model: 0, tools: 0, checks: 0, failed: 0, passed: 0, lost: 0, box: 0, cost: 0 };
  for (const name of Object.keys(tokens) as (keyof Palette)[]) palette[name] = pixel(read(tokens[name])); // the keys are Palette's
  return {
    palette,
    css: {
      ink: read('--ink-2'),
      faint: read('--line-strong'),
      failed: read('--failed'),
      passed: read('--passed'),
      accent: read('--accent'),
      shared: read('--surface-3'),
    },
  };
}

/** `rgb(1, 2, 3)` as 0x00030201. */
function pixel(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return (blue << 16) | (green << 8) | red;
}
