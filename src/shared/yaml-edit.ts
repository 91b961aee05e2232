/**
 * Edits of a YAML text that leave every other byte as it is: comments, order, blank lines, quotes, unknown fields. Pure.
 *
 * An edit is worked out from where the nodes stand, then read back: where the result does not say what was meant (rare
 * forms, e.g. keys with a question mark), the document is written anew instead, comments kept.
 */
import { Document, isMap, isNode, isSeq, type YAMLSeq } from 'yaml';
import { changeText, type TextChange } from './front-matter.ts';
import { copyItem, insertItem, moveItem, removeItem } from './yaml-items.ts';
import { dropKey, putValue, type OrderOf } from './yaml-keys.ts';
import { firstAlias, nodeAt, readYaml, type YamlPath } from './yaml-place.ts';
import { isList, type YamlValue } from './yaml-words.ts';

export type YamlEdit =
  /** Groups on the way that are not there are made. */
  | { do: 'put'; path: YamlPath; value: YamlValue }
  | { do: 'drop'; path: YamlPath }
  | { do: 'insert'; path: YamlPath; at: number; value: YamlValue }
  | { do: 'remove'; path: YamlPath; at: number }
  /** The copy stands behind the item, with its comments. */
  | { do: 'copy'; path: YamlPath; at: number }
  | { do: 'move'; path: YamlPath; from: number; to: number };

/** The changes; undefined where the text holds something else at the path than the edit needs. `yaml` ends with a line end. */
export function editYaml(yaml: string, edit: YamlEdit, orderOf: OrderOf): TextChange[] | undefined {
  const document = readYaml(yaml);
  const before = toValue(document);
  const meant = carryOut(before, edit);
  if (document.errors.length > 0 || firstAlias(document) !== undefined || meant === undefined) return undefined;
  if (edit.do !== 'move' && same(before, meant)) return [];
  const changes = changesFor(yaml, document, edit, orderOf);
  if (changes !== undefined && says(changeText(yaml, changes), meant)) return changes;
  return [{ from: 0, to: yaml.length, insert: writeAnew(document, edit, meant) }];
}

function changesFor(yaml: string, document: Document.Parsed, edit: YamlEdit, orderOf: OrderOf): TextChange[] | undefined {
  const node = nodeAt(document.contents, edit.path);
  switch (edit.do) {
    case 'put':
      return putValue(yaml, document.contents, edit.path, edit.value, orderOf);
    case 'drop':
      return dropKey(yaml, document.contents, edit.path);
    case 'insert':
      if (!isSeq(node) || node.items.length === 0) return putValue(yaml, document.contents, edit.path, [edit.value], orderOf);
      return insertItem(yaml, node, edit.at, edit.value);
    case 'remove':
      if (!isSeq(node)) return undefined;
      return node.items.length === 1 ? putValue(yaml, document.contents, edit.path, [], orderOf) : removeItem(yaml, node, edit.at);
    case 'copy':
      return isSeq(node) ? copyItem(yaml, node, edit.at) : undefined;
    case 'move':
      return isSeq(node) ? moveItem(yaml, node, edit.from, edit.to) : undefined;
  }
}

/** What the document is to say after the edit; undefined where it cannot be. */
function carryOut(value: YamlValue, edit: YamlEdit): YamlValue | undefined {
  const at = (list: YamlValue | undefined, index: number, extra: number): list is readonly YamlValue[] =>
    list !== undefined && isList(list) && index >= 0 && index < list.length + extra;
  return change(value, edit.path, (old) => {
    switch (edit.do) {
      case 'put':
        return edit.value;
      case 'drop':
        return undefined;
      case 'insert': {
        const list = old ?? [];
        return at(list, edit.at, 1) ? list.toSpliced(edit.at, 0, edit.value) : REFUSED;
      }
      case 'remove':
        return at(old, edit.at, 0) ? old.toSpliced(edit.at, 1) : REFUSED;
      case 'copy':
        return at(old, edit.at, 0) ? old.toSpliced(edit.at, 0, ...old.slice(edit.at, edit.at + 1)) : REFUSED;
      case 'move':
        return at(old, edit.from, 0) && at(old, edit.to, 0) ? moved(old, edit.from, edit.to) : REFUSED;
    }
  });
}

const REFUSED = Symbol('refused');

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list.slice(from, from + 1);
  return list.toSpliced(from, 1).toSpliced(to, 0, ...item);
}

function change(
  value: YamlValue,
  [key, ...rest]: YamlPath,
  with_: (old: YamlValue | undefined) => YamlValue | undefined | typeof REFUSED,
): YamlValue | undefined {
  if (key === undefined) {
    const next = with_(value);
    return next === REFUSED ? undefined : next;
  }
  if (typeof key === 'number') {
    if (value === null || !isList(value) || key >= value.length) return undefined;
    const item = change(value[key] ?? null, rest, with_);
    return item === undefined ? undefined : value.with(key, item);
  }
  if (value !== null && (typeof value !== 'object' || isList(value))) return undefined;
  const old = value?.[key];
  const next = rest.length === 0 ? with_(old) : change(old ?? null, rest, with_);
  if (next === REFUSED || (next === undefined && rest.length > 0)) return undefined;
  const others = Object.entries(value ?? {}).filter(([name]) => name !== key);
  return Object.fromEntries(next === undefined ? others : [...others, [key, next]]);
}

function toValue(document: Document.Parsed): YamlValue {
  try {
    // What YAML's core schema makes: text, numbers, booleans, null, lists and groups.
    return document.toJS() as YamlValue;
  } catch {
    return null; // aliases without their anchors
  }
}

/** It is read without a mistake, and as what was meant. */
function says(yaml: string, meant: YamlValue): boolean {
  const document = readYaml(yaml);
  return document.errors.length === 0 && same(toValue(document), meant);
}

function same(a: YamlValue | undefined, b: YamlValue | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (isList(a) !== isList(b) || keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && same(Reflect.get(a, key) as YamlValue, Reflect.get(b, key) as YamlValue)); // parts of such values
}

/** With the library's own layout. Comments are kept; blank lines and quotes are its choice. */
function writeAnew(document: Document.Parsed, edit: YamlEdit, meant: YamlValue): string {
  const fresh = new Document(meant, { aliasDuplicateObjects: false }).toString({ lineWidth: 0 });
  if (!isMap(document.contents)) return fresh;
  if (edit.do === 'drop') document.deleteIn(edit.path);
  else if (edit.do === 'put') document.setIn(edit.path, document.createNode(edit.value));
  else {
    const list = document.getIn(edit.path);
    if (isSeq(list)) reorder(list, edit, document);
    else document.setIn(edit.path, document.createNode(edit.do === 'insert' ? [edit.value] : []));
  }
  const written = document.toString({ lineWidth: 0 });
  return says(written, meant) ? written : fresh;
}

function reorder(list: YAMLSeq, edit: Extract<YamlEdit, { do: 'insert' | 'remove' | 'copy' | 'move' }>, document: Document.Parsed): void {
  switch (edit.do) {
    case 'insert':
      list.items.splice(edit.at, 0, document.createNode(edit.value));
      return;
    case 'remove':
      list.items.splice(edit.at, 1);
      return;
    case 'copy':
      list.items.splice(edit.at, 0, document.createNode(toJs(list.items[edit.at])));
      return;
    case 'move':
      list.items.splice(edit.to, 0, ...list.items.splice(edit.from, 1));
  }
}

function toJs(node: unknown): unknown {
  return isNode(node) ? node.toJSON() : null;
}
