/** A goal's Markdown as its lines of prose: list items and paragraphs, without code, comments, quotes and tables. Pure. */

export interface GoalLine {
  /** The lines that it stands on, counted from 1; one that is wrapped has several. */
  line: number;
  endLine: number;
  /** Where its last word ends on its last line; a comment may stand behind it. */
  endColumn: number;
  /** Without the mark of its list, a check box and `{#id}`; wrapped lines are joined by a space. */
  text: string;
  /** The `{#id}` at its end. */
  id: string | null;
  heading: boolean;
}

/** Of a text without blanks at its end. */
const ID_MARK = /\{#([^{}\s]*)\}$/;

const FENCE = /^\s*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/;
const HEADING = /^ {0,3}#{1,6}\s/;
const APART = /^\s*(?:>|\||[-*_](?:\s*[-*_]){2,}\s*$|={2,}\s*$|<[a-z/!])/i;
/** A line of a paragraph that begins a sentence of its own. */
const OPENING = /^[\s*_]*(?:when|while|where|if|the)\b/i;

export function goalLines(goal: string): GoalLine[] {
  const found: (Omit<GoalLine, 'text' | 'id'> & { words: string[] })[] = [];
  /** The one that the next line may go on with, and its last line. */
  let open: (typeof found)[number] | undefined;
  let last = '';
  let inList = false;
  let blank = true;
  const begin = (line: number, endColumn: number, text: string, heading: boolean): void => {
    open = { line, endLine: line, endColumn, words: [text], heading };
    found.push(open);
  };
  for (const [index, { text: raw, end }] of withoutCode(goal.split('\n')).entries()) {
    const line = index + 1;
    const item = ITEM.exec(raw);
    const text = raw.slice(item?.[0].length ?? 0).trim();
    const code = blank && !inList && /^(?: {4}|\t)/.test(raw);
    const goesOn: boolean = open !== undefined && item === null && !hasId(last) && !(OPENING.test(text) && isWhole(last));
    blank = raw.trim() === '';
    if (blank || code || APART.test(raw)) open = undefined;
    else if (HEADING.test(raw)) {
      begin(line, end, text.replace(/^#+\s*/, ''), true);
      open = undefined;
    } else if (goesOn && open !== undefined) {
      open.words.push(text);
      open.endLine = line;
      open.endColumn = end;
    } else begin(line, end, text, false);
    last = text;
    if (item !== null) inList = true;
    else if (!blank && !/^\s/.test(raw) && !goesOn) inList = false;
  }
  return found.map(({ words, ...one }) => {
    const text = words.join(' ');
    return { ...one, text: text.replace(ID_MARK, '').trimEnd(), id: ID_MARK.exec(text)?.[1] ?? null };
  });
}

function hasId(text: string): boolean {
  return ID_MARK.test(text.slice(-80));
}

/** What follows on the next line is another sentence. */
function isWhole(text: string): boolean {
  return /[.;!?:][*_]*$/.test(text.slice(-20));
}

/** The same lines, those of code fences and what is in comments left out; `end`: behind the last word that is left. */
function withoutCode(lines: readonly string[]): { text: string; end: number }[] {
  let fence: string | undefined;
  let comment = false;
  return lines.map((raw) => {
    if (fence !== undefined) {
      const close = /^\s*(`{3,}|~{3,})\s*$/.exec(raw)?.[1];
      if (close !== undefined && close.startsWith(fence)) fence = undefined;
      return { text: '', end: 0 };
    }
    let text = '';
    let end = 0;
    for (let from = 0; from < raw.length;) {
      const mark = comment ? '-->' : '<!--';
      const at = raw.indexOf(mark, from);
      const to = at === -1 ? raw.length : at;
      const words = comment ? '' : raw.slice(from, to);
      if (words.trim() !== '') end = from + words.trimEnd().length;
      text += words;
      from = at === -1 ? raw.length : at + mark.length;
      if (at !== -1) comment = !comment;
    }
    fence = FENCE.exec(text)?.[1];
    return fence === undefined ? { text, end } : { text: '', end: 0 };
  });
}
