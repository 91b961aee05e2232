/** The comment that makes a bullet an entry: `<!-- id: use-the-logger; paths: src/**, test/**; models: claude-* -->`. Pure. */

/** To which dispatches an entry is told. What is empty asks for nothing: without any, to all. */
export interface EntryScope {
  /** Glob patterns. */
  paths: readonly string[];
  /** Kinds of task. */
  kinds: readonly string[];
  /** Names of models, or glob patterns of them. */
  models: readonly string[];
}

export const everywhere: EntryScope = { paths: [], kinds: [], models: [] };

export interface EntryMark {
  id: string | null;
  scope: EntryScope;
  /** Fields that are not known, as they stand; they are kept. */
  others: readonly string[];
  /** What is wrong with it, in words. */
  fault: string | null;
}

const SCOPES = ['paths', 'kinds', 'models'] as const;
const MARK = /^<!--\s*(?:id|paths|kinds|models)\s*:/i;
const ID = /^[^\s;,]{1,64}$/u;

/** Null: a comment like any other. */
export function readMark(comment: string): EntryMark | null {
  if (!MARK.test(comment)) return null;
  const mark: EntryMark = { id: null, scope: everywhere, others: [], fault: null };
  const seen = new Set<string>();
  for (const field of comment.slice(4, -3).split(';')) {
    const colon = field.indexOf(':');
    const name = field.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = field.slice(colon + 1).trim();
    const scope = SCOPES.find((one) => one === name);
    if (field.trim() === '') continue;
    if (seen.has(name)) mark.fault ??= `The comment has "${name}" twice.`;
    seen.add(name);
    if (name === 'id' && ID.test(value)) mark.id = value;
    else if (name === 'id') mark.fault ??= `"${value}" is no id: it has up to 64 characters, and no blank, comma or semicolon.`;
    else if (scope !== undefined) mark.scope = { ...mark.scope, [scope]: listOf(value) };
    else {
      mark.others = [...mark.others, field.trim()];
      mark.fault ??= `"${name === '' ? field.trim() : name}" is not known: there are id, ${SCOPES.join(', ')}.`;
    }
  }
  return mark;
}

export function writeMark({ id, scope, others }: Pick<EntryMark, 'id' | 'scope' | 'others'>): string {
  const fields = [
    ...(id === null ? [] : [`id: ${id}`]),
    ...SCOPES.flatMap((name) => (scope[name].length === 0 ? [] : [`${name}: ${scope[name].join(', ')}`])),
    ...others,
  ];
  return fields.length === 0 ? '' : `<!-- ${fields.join('; ')} -->`;
}

/** Parted by commas, but not by those within braces: `src/*.{ts,tsx}` is one. */
function listOf(value: string): string[] {
  const found: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at <= value.length; at += 1) {
    const sign = value[at] ?? '';
    if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    else if (sign === '' || (sign === ',' && depth <= 0)) {
      found.push(value.slice(from, at).trim());
      from = at + 1;
    }
  }
  return found.filter((one) => one !== '');
}
