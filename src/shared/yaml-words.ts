/** Values as YAML, the way a person would write them beside what is there. Pure. */
import { isScalar, parseDocument, type Scalar } from 'yaml';

export type YamlValue = string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** What stands behind `key:` or `-`, and the whole lines below it. */
export interface Written {
  inline: string;
  lines: string;
}

export interface Place {
  /** The column of the key or the dash that the value belongs to. */
  indent: number;
  /** Inside of `[]` or `{}`. */
  flow: boolean;
  /** How the value that it takes the place of is written. */
  like?: Scalar.Type | undefined;
}

export function writeYaml(value: YamlValue, place: Place): Written {
  if (typeof value === 'string') return writeText(value, place);
  if (value === null || typeof value !== 'object') return { inline: String(value), lines: '' };
  if (isList(value)) {
    if (value.length === 0 || place.flow) return { inline: `[${value.map((item) => inFlow(item)).join(', ')}]`, lines: '' };
    return { inline: '', lines: value.map((item) => writeItem(item, place.indent + 2)).join('') };
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || place.flow)
    return { inline: `{${entries.map(([key, item]) => `${key}: ${inFlow(item)}`).join(', ')}}`, lines: '' };
  return { inline: '', lines: entries.map(([key, item]) => writePair(key, item, place.indent + 2)).join('') };
}

/** `key: value` with the line end, its key at a column. */
export function writePair(key: string, value: YamlValue, indent: number): string {
  return `${' '.repeat(indent)}${key}:${behind(writeYaml(value, { indent, flow: false }))}`;
}

/** `- value` with the line end, its dash at a column. */
export function writeItem(value: YamlValue, indent: number): string {
  const written = writeYaml(value, { indent, flow: false });
  // A group of fields begins beside its dash.
  if (written.inline === '' && isGroup(value)) return `${' '.repeat(indent)}- ${written.lines.trimStart()}`;
  return `${' '.repeat(indent)}-${behind(written)}`;
}

export function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isGroup(value: YamlValue): boolean {
  return typeof value === 'object' && value !== null && !isList(value);
}

function behind({ inline, lines }: Written): string {
  return `${inline === '' ? '' : ` ${inline}`}\n${lines}`;
}

function inFlow(value: YamlValue): string {
  return writeYaml(value, { indent: 0, flow: true }).inline;
}

/** The first way that is read back as the same text: as it was, plain, in quotes. JSON's quotes hold anything. */
function writeText(text: string, { indent, flow, like }: Place): Written {
  const single = `'${text.replaceAll("'", "''")}'`;
  const double = JSON.stringify(text);
  const quoted = like === 'QUOTE_SINGLE' ? [single] : like === 'QUOTE_DOUBLE' ? [double] : [];
  const ways: Written[] = text.includes('\n')
    ? flow
      ? []
      : [literal(text, indent)]
    : [...quoted, text, double.includes('\\') ? single : double].map((inline) => ({ inline, lines: '' }));
  return ways.find((way) => readsAs(text, way, flow)) ?? { inline: double, lines: '' };
}

function literal(text: string, indent: number): Written {
  const body = text.replace(/\n+$/, '');
  const ends = text.length - body.length;
  const lines = body.split('\n').map((line) => (line === '' ? '\n' : `${' '.repeat(indent + 2)}${line}\n`));
  return { inline: `|${ends === 0 ? '-' : ends === 1 ? '' : '+'}`, lines: lines.join('') + '\n'.repeat(Math.max(0, ends - 1)) };
}

function readsAs(text: string, { inline, lines }: Written, flow: boolean): boolean {
  const indent = /^ */.exec(lines)?.[0].length ?? 0;
  const pad = ' '.repeat(Math.max(0, indent - 2));
  const source = flow ? `{k: ${inline}, z: 1}` : `${pad}k: ${inline}\n${lines}${pad}z: 1\n`;
  const document = parseDocument(source, { logLevel: 'silent' });
  const value: unknown = document.errors.length === 0 && document.warnings.length === 0 ? document.get('k', true) : undefined;
  return isScalar(value) && value.value === text && document.get('z') === 1;
}
