/** A goal's Markdown as its lines of prose: list items and paragraphs, without code, comments, quotes and tables. Pure. */

export interface GoalLine {
  /** The lines that it stands on, counted from 1; one that is wrapped has several. */
  line: number;
  endLine: number;
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
  const found: GoalLine[] = [];
  let open: GoalLine | undefined;
  let inList = false;
  let blank = true;
  const begin = (line: number, text: string, heading: boolean): void => {
    open = { line, endLine: line, text, id: null, heading };
    found.push(open);
  };
  for (const [index, raw] of withoutCode(goal.split('\n')).entries()) {
    const line = index + 1;
    const item = ITEM.exec(raw);
    const text = raw.slice(item?.[0].length ?? 0).trim();
    const code = blank && !inList && /^(?: {4}|\t)/.test(raw);
    const goesOn: boolean = open !== undefined && item === null && !hasId(open.text) && !(OPENING.test(text) && isWhole(open.text));
    blank = raw.trim() === '';
    if (blank || code || APART.test(raw)) open = undefined;
    else if (HEADING.test(raw)) {
      begin(line, text.replace(/^#+\s*/, ''), true);
      open = undefined;
    } else if (goesOn && open !== undefined) {
      open.text += ` ${text}`;
      open.endLine = line;
    } else begin(line, text, false);
    if (item !== null) inList = true;
    else if (!blank && !/^\s/.test(raw) && !goesOn) inList = false;
  }
  return found.map((one) => ({ ...one, text: one.text.replace(ID_MARK, '').trimEnd(), id: ID_MARK.exec(one.text)?.[1] ?? null }));
}

function hasId(text: string): boolean {
  return ID_MARK.test(text.slice(-80));
}

/** What follows on the next line is another sentence. */
function isWhole(text: string): boolean {
  return /[.;!?:][*_]*$/.test(text.slice(-20));
}

/** The same lines, those of code fences and what is in comments blank. */
function withoutCode(lines: readonly string[]): string[] {
  let fence: string | undefined;
  let comment = false;
  return lines.map((raw) => {
    if (fence !== undefined) {
      const close = /^\s*(`{3,}|~{3,})\s*$/.exec(raw)?.[1];
      if (close !== undefined && close.startsWith(fence)) fence = undefined;
      return '';
    }
    let text = '';
    let rest = raw;
    while (rest !== '') {
      const mark = comment ? '-->' : '<!--';
      const at = rest.indexOf(mark);
      if (at === -1) break;
      if (!comment) text += rest.slice(0, at);
      comment = !comment;
      rest = rest.slice(at + mark.length);
    }
    if (!comment) text += rest;
    if (!comment) fence = FENCE.exec(text)?.[1];
    return fence === undefined ? text : '';
  });
}
