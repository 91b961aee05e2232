/** Where things stand in a YAML text: nodes by path, items with the comments that are theirs. Pure. */
import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

export type YamlPath = readonly (string | number)[];

export function readYaml(yaml: string): Document.Parsed {
  return parseDocument(yaml, { keepSourceTokens: true, prettyErrors: false, logLevel: 'silent' });
}

/** Where the first alias stands. Aliases can make a small file stand for a huge one; a spec needs none. */
export function firstAlias(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias: (_key, node) => {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

export function pairOf(map: YAMLMap, key: string | number): Pair<Node, Node | null> | undefined {
  // What a parser makes has nodes as keys and values.
  return map.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key)) as Pair<Node, Node | null> | undefined;
}

export function nodeAt(root: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((node, key) => {
    if (isMap(node)) return pairOf(node, key)?.value;
    return isSeq(node) ? node.items[Number(key)] : undefined;
  }, root);
}

/** An empty value: `key:` or `-` with nothing behind it. */
export function isNothing(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null && (node.source ?? '') === '');
}

export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Behind the last character that is the node's, comments below it not counted. */
export function endOf(node: unknown): number {
  if (isPair(node)) {
    const value = isNothing(node.value) ? 0 : endOf(node.value);
    return Math.max(value, colonOf(node) ?? 0, endOf(node.key));
  }
  if (isCollection(node) && node.flow !== true) return node.items.reduce<number>((end, item) => Math.max(end, endOf(item)), startOf(node));
  return isScalar(node) || isCollection(node) ? (node.range?.[1] ?? 0) : 0;
}

/** Behind the colon of a pair; undefined where it has none. */
export function colonOf(pair: Pair<unknown, unknown>): number | undefined {
  const colon = pair.srcToken?.sep?.find((token) => token.type === 'map-value-ind');
  return colon === undefined ? undefined : colon.offset + 1;
}

/** Behind the dash of an item of a list in lines. */
export function dashOf(list: YAMLSeq, index: number): number | undefined {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') return undefined;
  const dash = token.items[index]?.start.find((part) => part.type === 'seq-item-ind');
  return dash === undefined ? undefined : dash.offset + 1;
}

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Behind the line end of the line that ends at or after `offset`. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The end of what belongs to something that ends at `offset`: its line, and the comments below that stand deeper than `indent`. */
export function ownEnd(text: string, offset: number, indent: number): number {
  let end = lineEnd(text, offset);
  for (;;) {
    const next = lineEnd(text, end + 1);
    const comment = /^( *)#/.exec(text.slice(end, next));
    if (comment === null || (comment[1] ?? '').length <= indent) return end;
    end = next;
  }
}

/** Whole lines of each item, with the comments directly above it; what lies between two items is neither's. */
export function itemLines(text: string, list: YAMLSeq): { from: number; to: number }[] | undefined {
  const items: { from: number; to: number }[] = [];
  for (const [index, item] of list.items.entries()) {
    const dash = dashOf(list, index);
    if (dash === undefined) return undefined;
    const first = lineStart(text, dash);
    if (text.slice(first, dash - 1).trim() !== '') return undefined;
    const above = items.at(-1)?.to ?? 0;
    let from = first;
    while (from > above && /^ *#/.test(text.slice(lineStart(text, from - 1), from))) from = lineStart(text, from - 1);
    items.push({ from, to: ownEnd(text, isNothing(item) ? dash : endOf(item), columnOf(text, dash - 1)) });
  }
  return items;
}
