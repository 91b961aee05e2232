/** Fields of a group put in, exchanged and taken out in the text. Pure. */
import { isCollection, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { TextChange } from './front-matter.ts';
import { insertItem, removeItem } from './yaml-items.ts';
import {
  colonOf,
  columnOf,
  dashOf,
  endOf,
  isNothing,
  lineEnd,
  lineStart,
  nodeAt,
  ownEnd,
  pairOf,
  startOf,
  type YamlPath,
} from './yaml-place.ts';
import { isList, writePair, writeYaml, type YamlValue } from './yaml-words.ts';

/** The order in which the fields of a group are written; a field that is new goes behind those before it. */
export type OrderOf = (path: YamlPath, group: YAMLMap) => readonly string[];

/** Puts a value at a path. Groups on the way that are not there are made. */
export function putValue(text: string, root: unknown, path: YamlPath, value: YamlValue, orderOf: OrderOf): TextChange[] | undefined {
  const key = path.at(-1);
  const around = path.slice(0, -1);
  if (key === undefined)
    return isNothing(root)
      ? [{ from: text.length, to: text.length, insert: writeYaml(value, { indent: -2, flow: false }).lines }]
      : undefined;
  const group = nodeAt(root, around);
  if (isSeq(group)) {
    const dash = dashOf(group, Number(key));
    return exchange(text, group.items[Number(key)], dash, dash === undefined ? 0 : columnOf(text, dash - 1), value, group.flow === true);
  }
  if (
    isNothing(group) ||
    (isMap(group) && group.items.length === 0 && group.flow === true && around.length > 0 && typeof value === 'object')
  )
    return putValue(text, root, around, { [key]: value }, orderOf);
  if (!isMap(group)) return undefined;
  const pair = pairOf(group, key);
  if (pair === undefined) return addPair(text, group, String(key), value, orderOf(around, group));
  if (!isNode(pair.key)) return undefined;
  return exchange(text, pair.value, colonOf(pair), columnOf(text, startOf(pair.key)), value, group.flow === true);
}

/** Takes a field out, with its comment on the same line; comments above it stay. */
export function dropKey(text: string, root: unknown, path: YamlPath): TextChange[] | undefined {
  const group = nodeAt(root, path.slice(0, -1));
  const key = path.at(-1);
  if (isNothing(group)) return [];
  if (!isMap(group) || key === undefined) return undefined;
  const pair = pairOf(group, key);
  if (pair === undefined) return [];
  const index = group.items.indexOf(pair);
  const start = startOf(pair.key);
  const next = group.items[index + 1];
  const nextStart = next !== undefined && isNode(next.key) ? startOf(next.key) : undefined;
  if (group.flow === true) {
    const before = group.items[index - 1];
    const from = before === undefined ? start : endOf(before);
    return [{ from, to: before === undefined ? (nextStart ?? endOf(pair)) : endOf(pair), insert: '' }];
  }
  if (group.items.length === 1) return [{ from: start, to: endOf(pair), insert: `{}${text[endOf(pair) - 1] === '\n' ? '\n' : ''}` }];
  const end = lineEnd(text, endOf(pair));
  const first = lineStart(text, start);
  if (text.slice(first, start).trim() === '') return [{ from: first, to: end, insert: '' }];
  // It stands beside a dash: what comes next moves up to it.
  const rest = nextStart === undefined ? '' : text.slice(end, nextStart);
  const to = rest.trim() === '' ? (nextStart ?? end) : end + (/^\s*/.exec(rest)?.[0].length ?? 0);
  return [{ from: start, to, insert: '' }];
}

function addPair(text: string, group: YAMLMap, key: string, value: YamlValue, order: readonly string[]): TextChange[] {
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = group.items.map((item) => (isScalar(item.key) ? String(item.key.value) : ''));
  const before = group.items[names.findLastIndex((name) => order.includes(name) && rank(name) < rank(key))];
  const anchor = before ?? (order.includes(key) && names.some((name) => order.includes(name)) ? undefined : group.items.at(-1));
  if (group.flow === true) {
    const written = `${key}: ${writeYaml(value, { indent: 0, flow: true }).inline}`;
    const place = anchor === undefined ? startOf(group) + 1 : endOf(anchor);
    const insert = anchor !== undefined ? `, ${written}` : group.items.length === 0 ? written : `${written}, `;
    return [{ from: place, to: place, insert }];
  }
  const firstKey = group.items[0]?.key;
  const start = isNode(firstKey) ? startOf(firstKey) : startOf(group);
  const indent = columnOf(text, start);
  const written = writePair(key, value, indent);
  if (anchor === undefined) return [{ from: start, to: start, insert: `${written.trimStart()}${' '.repeat(indent)}` }];
  const place = ownEnd(text, endOf(anchor), indent);
  return [{ from: place, to: place, insert: written }];
}

/** `behind`: the offset behind the colon or the dash that the value belongs to. */
function exchange(
  text: string,
  old: unknown,
  behind: number | undefined,
  indent: number,
  value: YamlValue,
  flow: boolean,
): TextChange[] | undefined {
  if (isSeq(old) && isList(value) && value.length > 0 && old.items.length > 0) return exchangeItems(text, old, value);
  const like = isScalar(old) ? old.type : undefined;
  const written = writeYaml(value, { indent, flow, like: like ?? undefined });
  if (isNothing(old) || (isCollection(old) && old.flow !== true)) {
    if (behind === undefined) return undefined;
    const end = lineEnd(text, behind);
    const below = isCollection(old) ? { from: blockStart(text, old, behind), to: lineEnd(text, endOf(old)) } : { from: end, to: end };
    if (below.from < end) return undefined; // a group that begins beside its dash
    return [
      { from: behind, to: behind, insert: written.inline === '' ? '' : ` ${written.inline}` },
      { ...below, insert: written.lines },
    ];
  }
  if (!isNode(old)) return undefined;
  const from = startOf(old);
  const to = endOf(old);
  if (isScalar(old) && (like === 'BLOCK_LITERAL' || like === 'BLOCK_FOLDED')) {
    const header = from + (/^[|>][-+0-9]*/.exec(text.slice(from, to))?.[0].length ?? 0);
    const lines = lineEnd(text, header);
    return [
      { from: written.inline === '' && behind !== undefined ? behind : from, to: header, insert: written.inline },
      { from: lines, to: Math.max(lines, lineEnd(text, to)), insert: written.lines },
    ];
  }
  const end = lineEnd(text, to);
  const below = written.lines === '' ? [] : [{ from: end, to: end, insert: written.lines }];
  return [{ from: written.inline === '' && behind !== undefined ? behind : from, to, insert: written.inline }, ...below];
}

/** Where the lines of a group or list begin that stands below its key. */
function blockStart(text: string, old: Node, behind: number): number {
  return Math.max(lineStart(text, startOf(old)), behind);
}

/** Items that stay keep their comments and their quotes. */
function exchangeItems(text: string, list: YAMLSeq, value: readonly YamlValue[]): TextChange[] | undefined {
  const old = list.items.map((item) => (isScalar(item) ? item.value : undefined));
  let head = 0;
  while (head < old.length && head < value.length && old[head] === value[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, value.length) - head && old.at(-1 - tail) === value.at(-1 - tail)) tail += 1;
  const fresh = value.slice(head, value.length - tail);
  const gone = old.length - head - tail;
  if (list.flow === true && gone !== fresh.length && gone + fresh.length > 1)
    return [{ from: startOf(list), to: endOf(list), insert: writeYaml(value, { indent: 0, flow: true }).inline }];
  const both = Math.min(gone, fresh.length);
  const changes = fresh.map((item, index): TextChange[] | undefined => {
    if (index >= both) return insertItem(text, list, head + both, item);
    const dash = dashOf(list, head + index);
    const indent = dash === undefined ? 0 : columnOf(text, dash - 1);
    return exchange(text, list.items[head + index], dash, indent, item, list.flow === true);
  });
  const less = old.slice(0, gone - both).map((_, index) => removeItem(text, list, head + both + index));
  return [...changes, ...less].every((part) => part !== undefined) ? [...changes, ...less].flatMap((part) => part ?? []) : undefined;
}
