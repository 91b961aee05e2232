/** Items of a list put in, taken out and moved in the text. Pure. */
import type { Node, YAMLSeq } from 'yaml';
import type { TextChange } from './front-matter.ts';
import { columnOf, dashOf, endOf, itemLines, startOf } from './yaml-place.ts';
import { writeItem, writeYaml, type YamlValue } from './yaml-words.ts';

/** The list has an item. */
export function insertItem(text: string, list: YAMLSeq, at: number, value: YamlValue): TextChange[] | undefined {
  if (list.flow === true) return insertInFlow(list, at, value);
  const items = itemLines(text, list);
  const dash = dashOf(list, 0);
  if (items === undefined || dash === undefined) return undefined;
  const written = writeItem(value, columnOf(text, dash - 1));
  const gap = gapOf(text, items);
  const before = items[at - 1];
  const place = before?.to ?? items[0]?.from ?? 0;
  return [{ from: place, to: place, insert: before === undefined ? written + gap : gap + written }];
}

function insertInFlow(list: YAMLSeq, at: number, value: YamlValue): TextChange[] {
  const written = writeYaml(value, { indent: 0, flow: true }).inline;
  if (at === 0) {
    const place = startOfItem(list, 0);
    return [{ from: place, to: place, insert: `${written}, ` }];
  }
  const place = endOf(list.items[at - 1]);
  return [{ from: place, to: place, insert: `, ${written}` }];
}

export function copyItem(text: string, list: YAMLSeq, at: number): TextChange[] | undefined {
  if (list.flow === true) {
    const place = endOf(list.items[at]);
    return [{ from: place, to: place, insert: `, ${text.slice(startOfItem(list, at), place)}` }];
  }
  const items = itemLines(text, list);
  const item = items?.[at];
  if (items === undefined || item === undefined) return undefined;
  return [{ from: item.to, to: item.to, insert: gapOf(text, items) + text.slice(item.from, item.to) }];
}

/** Items that have a blank line between them get another one. */
function gapOf(text: string, items: readonly { to: number }[]): string {
  return items.length > 1 && text[items[0]?.to ?? 0] === '\n' ? '\n' : '';
}

/** The list has another item. */
export function removeItem(text: string, list: YAMLSeq, at: number): TextChange[] | undefined {
  if (list.flow === true) {
    const last = at === list.items.length - 1;
    const [from, to] = last ? [endOf(list.items[at - 1]), endOf(list.items[at])] : [startOfItem(list, at), startOfItem(list, at + 1)];
    return [{ from, to, insert: '' }];
  }
  const items = itemLines(text, list);
  const item = items?.[at];
  if (items === undefined || item === undefined) return undefined;
  // With the blank lines that an insertion at this place brings.
  const before = items[at - 1];
  const [from, to] = before === undefined ? [item.from, items[at + 1]?.from ?? item.to] : [before.to, item.to];
  const gap = before === undefined ? text.slice(item.to, to) : text.slice(from, item.from);
  return [gap.trim() === '' ? { from, to, insert: '' } : { ...item, insert: '' }];
}

/** What lies between the items stays where it is. */
export function moveItem(text: string, list: YAMLSeq, from: number, to: number): TextChange[] | undefined {
  if (from === to) return [];
  const items =
    list.flow === true ? list.items.map((item, index) => ({ from: startOfItem(list, index), to: endOf(item) })) : itemLines(text, list);
  if (items === undefined) return undefined;
  const order = items.toSpliced(from, 1).toSpliced(to, 0, ...items.slice(from, from + 1));
  return items.flatMap((item, index) => {
    const other = order[index] ?? item;
    return other === item ? [] : [{ ...item, insert: text.slice(other.from, other.to) }];
  });
}

function startOfItem(list: YAMLSeq, index: number): number {
  return startOf(list.items[index] as Node); // what a parser makes has nodes as items
}
