/**
 * A terminal's output as lines of styled spans. @xterm/headless reads the escape sequences, so that carriage returns,
 * cursor movement and erasing come out as on a terminal. Titles, links, the clipboard (OSC) and DCS end in the parser:
 * only cells are read, and only their text and colour.
 */
import { Terminal, type IBufferCell, type IBufferLine } from '@xterm/headless';
import { visibleBidi, visibleText } from '../../shared/visible-text.ts';

export interface Span {
  text: string;
  /** A CSS colour; null is the default. */
  color: string | null;
  background: string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  strike: boolean;
}
export type Line = Span[];

const COLUMNS = 240;
const MOST_LINES = 10_000;

/** True where only a terminal can say what the text looks like. */
export function needsTerminal(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- escape, backspace, vertical moves, a lone carriage return, C1
  return /[\u001b\b\u000b\u000c\u0080-\u009f]|\r(?!\n)/.test(text);
}

/** Lines of text without escape sequences. */
export function plainLines(text: string): Line[] {
  const body = text.replaceAll('\r\n', '\n').replace(/\n$/, '');
  return body.split('\n').map((line) => [plain(visibleText(line))]);
}

/** Rejects never; the newest 10,000 lines are kept. */
export async function terminalLines(text: string): Promise<Line[]> {
  const terminal = new Terminal({
    cols: COLUMNS,
    rows: 2,
    scrollback: MOST_LINES,
    convertEol: true,
    allowProposedApi: true,
    logLevel: 'off',
  });
  try {
    await new Promise<void>((done) => terminal.write(text, done));
    return readBuffer(terminal);
  } finally {
    terminal.dispose();
  }
}

function readBuffer(terminal: Terminal): Line[] {
  const buffer = terminal.buffer.active;
  const cell = buffer.getNullCell();
  const lines: Line[] = [];
  for (let y = 0; y < buffer.length; y += 1) {
    const row = buffer.getLine(y);
    if (row === undefined) continue;
    const spans = readRow(row, cell);
    // A line longer than the terminal is one line again.
    if (row.isWrapped) lines.at(-1)?.push(...spans);
    else lines.push(spans);
  }
  lines.forEach(trimEnd);
  while (lines.length > 0 && lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

/** Cells that nobody wrote are blank; a blank with a background was written. */
function trimEnd(line: Line): void {
  for (let last = line.at(-1); last !== undefined && last.background === null; last = line.at(-1)) {
    last.text = last.text.trimEnd();
    if (last.text !== '') return;
    line.pop();
  }
}

function readRow(row: IBufferLine, reused: IBufferCell): Span[] {
  const spans: Span[] = [];
  const end = row.translateToString(true).length === 0 ? 0 : row.length;
  for (let x = 0; x < end; x += 1) {
    const cell = row.getCell(x, reused);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const style = readStyle(cell);
    const text = visibleBidi(cell.getChars()) || ' ';
    const last = spans.at(-1);
    if (last !== undefined && sameStyle(last, style)) last.text += text;
    else spans.push({ ...style, text });
  }
  return spans;
}

type Style = Omit<Span, 'text'>;

function readStyle(cell: IBufferCell): Style {
  const fg = cell.isFgDefault() ? null : cell.isFgRGB() ? rgb(cell.getFgColor()) : indexed(cell.getFgColor());
  const bg = cell.isBgDefault() ? null : cell.isBgRGB() ? rgb(cell.getBgColor()) : indexed(cell.getBgColor());
  const inverse = cell.isInverse() !== 0;
  return {
    color: inverse ? (bg ?? 'var(--surface-2)') : fg,
    background: inverse ? (fg ?? 'var(--ink)') : bg,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    strike: cell.isStrikethrough() !== 0,
  };
}

function plain(text: string): Span {
  return { text, color: null, background: null, bold: false, dim: false, italic: false, underline: false, strike: false };
}

function sameStyle(a: Style, b: Style): boolean {
  return (
    a.color === b.color &&
    a.background === b.background &&
    a.bold === b.bold &&
    a.dim === b.dim &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.strike === b.strike
  );
}

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** The 16 named colours follow the theme; the other 240 are xterm's cube and greys. */
function indexed(index: number): string {
  if (index < 16) return `var(--ansi-${names[index % 8] ?? 'white'})`;
  if (index >= 232) return rgb((8 + (index - 232) * 10) * 0x010101);
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return rgb((level(Math.floor(cube / 36)) << 16) | (level(Math.floor(cube / 6) % 6) << 8) | level(cube % 6));
}

function rgb(value: number): string {
  return `#${value.toString(16).padStart(6, '0')}`;
}
