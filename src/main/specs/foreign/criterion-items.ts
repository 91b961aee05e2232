/** Items of lists in a Markdown text, each of which may become a line with an id. Pure. */
import { linesOf, marked } from './markdown.ts';

export interface Item {
  /** `1.`, `-` … with what stands before it. */
  mark: string;
  /** Wrapped lines are joined by a space. */
  text: string;
}

/** What becomes of an item: its new text with an id, or nothing. */
export type Rewrite = (item: Item) => { text: string; id: string } | undefined;

/** Goes through the text in order. `onLine` is told of each line that is none of an item; what it gives back takes its place. */
export function rewriteItems(text: string, rewrite: Rewrite, onLine: (line: string) => string | undefined): string {
  const out: string[] = [];
  let open: Item | undefined;
  let raw: string[] = [];
  const close = (): void => {
    if (open === undefined) return;
    const made = rewrite(open);
    out.push(...(made === undefined ? raw : [`${open.mark}${marked(made.text, made.id)}`]));
    open = undefined;
    raw = [];
  };
  for (const { line, code } of linesOf(text)) {
    const item = code
      ? null
      : (/^(\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?)(.*)$/.exec(line) ?? /^(\s*)(\d+\.\d+[.)]?\s+.*)$/.exec(line));
    if (item !== null) {
      close();
      open = { mark: item[1] === '' || item[1]?.trim() === '' ? `${item[1] ?? ''}- ` : (item[1] ?? ''), text: (item[2] ?? '').trim() };
      raw = [line];
    } else if (open !== undefined && !code && line.trim() !== '' && !/^(?:#|>|\||\*\*|---)/.test(line)) {
      open.text += ` ${line.trim()}`;
      raw.push(line);
    } else {
      close();
      out.push(code ? line : (onLine(line) ?? line));
    }
  }
  close();
  return out.join('\n');
}
