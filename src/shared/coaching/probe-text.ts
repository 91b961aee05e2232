/**
 * A probe as a person writes it: a spec that shows an entry's fault, with one field more in its front matter. `base` names the
 * commit that it begins from; without it there is a small repository beside the file. Pure.
 */
import { parseDocument } from 'yaml';
import { splitSpec } from '../front-matter.ts';
import { parseSpec } from '../spec-text.ts';
import type { ParsedSpec } from '../spec.ts';

export interface ParsedProbe {
  parsed: ParsedSpec;
  /** As it is written; null: it names none. */
  base: string | null;
}

export function parseProbe(text: string): ParsedProbe {
  return { parsed: parseSpec(text), base: baseOf(text) };
}

function baseOf(text: string): string | null {
  const split = splitSpec(text);
  if (!split.ok) return null;
  const { lf, yaml } = split.parts;
  const base: unknown = parseDocument(lf.slice(yaml.from, yaml.to), { logLevel: 'silent' }).get('base');
  // A commit of digits alone is a number to YAML.
  return typeof base === 'string' || typeof base === 'number' ? String(base).trim() : null;
}
