/** Where the bullets of a coaching file stand, by a Markdown parser: nested bullets and code belong to the bullet around them. Pure. */
import { parser } from '@lezer/markdown';

type Node = ReturnType<typeof parser.parse>['topNode'];

/** A piece of the text; its end is behind its last character. */
export interface Span {
  from: number;
  to: number;
}

export interface Bullet {
  /** Whole lines, without the last line end. */
  lines: Span;
  /** From behind its dash. */
  content: number;
  /** Its first paragraph, where it begins with one. */
  paragraph: Span | null;
  /** The comments in it, in their order; `item`: the lines of the nested bullet around it. */
  comments: (Span & { item: Span | null })[];
  archived: boolean;
}

export interface FileOutline {
  bullets: Bullet[];
  /** Where entries may stand. Null: they have a section, and the file has none. */
  region: Span | null;
  /** The line of the archive's heading. */
  archive: number | null;
  /** Where something is wrong with the section, and what. */
  fault: { at: number; message: string } | null;
}

export const SECTION_START = '<!-- drover:coaching -->';
export const SECTION_END = '<!-- /drover:coaching -->';
const START = /^<!--\s*drover:coaching\s*-->$/;
const END = /^<!--\s*\/drover:coaching\s*-->$/;
const ARCHIVE = /^archive$/i;

/** `lf` has `\n` alone at its line ends. */
export function outlineOf(lf: string, section: boolean): FileOutline {
  const blocks = childrenOf(parser.parse(lf).topNode);
  const textOf = (node: Node): string => lf.slice(node.from, node.to).trim();
  const outline: FileOutline = { bullets: [], region: section ? null : { from: 0, to: lf.length }, archive: null, fault: null };
  let open = !section;
  let level = 0;
  for (const block of blocks) {
    if (section && block.name === 'CommentBlock' && START.test(textOf(block))) {
      if (outline.region !== null) outline.fault ??= { at: block.from, message: 'The coaching section begins a second time.' };
      open = true;
      outline.region = { from: Math.min(lineEnd(lf, block.to - 1) + 1, lf.length), to: lf.length };
    } else if (section && open && outline.region !== null && block.name === 'CommentBlock' && END.test(textOf(block))) {
      open = false;
      outline.region.to = lineStart(lf, block.from);
    } else if (open) {
      const heading = headingLevel(block);
      if (heading > 0 && outline.archive === null && ARCHIVE.test(textOf(block).replace(/^#+\s*|\s*(?:#+|\n[=-]+)\s*$/g, ''))) {
        outline.archive = lineStart(lf, block.from);
        level = heading;
      } else if (heading > 0 && heading <= level) level = 0;
      if (block.name === 'BulletList')
        for (const item of childrenOf(block)) if (item.name === 'ListItem') outline.bullets.push(bulletOf(lf, item, level > 0));
    }
  }
  if (section && open && outline.region !== null)
    outline.fault ??= { at: outline.region.from - 1, message: `The coaching section has no end: put a line ${SECTION_END} below it.` };
  return outline;
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function bulletOf(lf: string, item: Node, archived: boolean): Bullet {
  const mark = item.getChild('ListMark');
  const first = mark?.nextSibling ?? null;
  const comments: Bullet['comments'] = [];
  const visit = (node: Node, inside: Span | null): void => {
    for (const child of childrenOf(node)) {
      const isComment = child.name === 'Comment' || child.name === 'CommentBlock';
      if (isComment) comments.push({ from: child.from, to: endWithoutBlanks(lf, child), item: inside });
      else visit(child, child.name === 'ListItem' ? wholeLines(lf, child) : inside);
    }
  };
  visit(item, null);
  return {
    lines: wholeLines(lf, item),
    content: mark?.to ?? item.from,
    paragraph: first?.name === 'Paragraph' ? { from: first.from, to: first.to } : null,
    comments,
    archived,
  };
}

function wholeLines(lf: string, node: Span): Span {
  return { from: lineStart(lf, node.from), to: lineEnd(lf, endWithoutBlanks(lf, node)) };
}

function endWithoutBlanks(lf: string, { from, to }: Span): number {
  return from + lf.slice(from, to).trimEnd().length;
}

function headingLevel(block: Node): number {
  return Number(/^(?:ATX|Setext)Heading(\d)$/.exec(block.name)?.[1] ?? 0);
}

function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}
