/**
 * A spec as a person writes it: Markdown with YAML front matter. Pure.
 *
 * The front matter has `title`, `criteria`, `budget`, `protect` and `setup`; the body is the goal. Reading answers every
 * mistake it can find with its line, in words that say what to write instead. A field that nobody knows is let be.
 */
import { Document, parseDocument } from 'yaml';
import { splitSpec } from './front-matter.ts';
import { criterionFields } from './spec-fields.ts';
import { readSpec } from './spec-reading.ts';
import type { ParsedSpec, Spec } from './spec.ts';

/** Reads a spec's text. Line ends may be either kind; the goal comes back with `\n`, without blank lines around it. */
export function parseSpec(text: string): ParsedSpec {
  const { spec, mistakes } = readSpec(text);
  return spec === null ? { ok: false, mistakes } : { ok: true, spec };
}

/** The title alone, of a text that may be full of mistakes; undefined where it has none. */
export function titleOf(text: string): string | undefined {
  const split = splitSpec(text);
  if (!split.ok) return undefined;
  const { lf, yaml } = split.parts;
  const title: unknown = parseDocument(lf.slice(yaml.from, yaml.to), { logLevel: 'silent' }).get('title');
  return typeof title === 'string' && title.trim() !== '' ? title.trim() : undefined;
}

/** What is left out where it has this value. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  visibility: 'shown',
  weight: 'must',
  exitCode: 0,
  timeoutSeconds: 300,
  exists: true,
  of: 'value',
};

/** The text of a new spec. What has its default value is left out, but for the budget's minutes and iterations. */
export function formatSpec(spec: Spec): string {
  const criteria = spec.criteria.map((criterion) => {
    const fields = new Map<string, unknown>(Object.entries(criterion));
    const said = criterionFields(criterion.kind).filter((name) => fields.get(name) !== undefined && fields.get(name) !== DEFAULTS[name]);
    return Object.fromEntries(said.map((name) => [name, fields.get(name)]));
  });
  const { title, budget, protect, setup } = spec;
  const front = { title, criteria, budget, ...(protect && { protect }), ...(setup && { setup }) };
  return `---\n${new Document(front, { aliasDuplicateObjects: false }).toString({ lineWidth: 0 })}---\n\n${spec.goal.trim()}\n`;
}
