/**
 * Reads the scripts of a folder.
 *
 * `<model>.yaml` holds one script. A file with `models:` holds a family of them by name. `include:` names files with
 * `parts:`, lists of steps that scripts share: the step `{use: <part>}` stands for them, and what else it says
 * (`faults`, `when`, …) is laid over the first of them.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { ProblemError } from '../../../shared/problem.ts';
import { RehearsalScript } from './script.ts';

type Step = Record<string, unknown>;
type Parts = ReadonlyMap<string, Step[]>;

const Steps = z.array(z.record(z.string(), z.unknown()));
const ScriptFile = z.looseObject({
  include: z.array(z.string()).default([]),
  parts: z.record(z.string(), Steps).default({}),
  models: z.record(z.string(), z.looseObject({ steps: Steps })).optional(),
  steps: Steps.optional(),
});

/** Scripts by model name. Rejects with a `ProblemError` that names file and line. */
export async function readScripts(folder: string): Promise<Map<string, RehearsalScript>> {
  const scripts = new Map<string, RehearsalScript>();
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  for (const name of names) {
    for (const [model, script] of await readScriptFile(join(folder, name), name.slice(0, -'.yaml'.length))) {
      scripts.set(model, script);
    }
  }
  return scripts;
}

async function readScriptFile(path: string, name: string): Promise<Map<string, RehearsalScript>> {
  const source = await readYaml(path);
  const file = source.check(ScriptFile, source.document.toJS(), []);
  const parts = new Map<string, Step[]>();
  for (const included of file.include) {
    const other = await readYaml(join(dirname(path), included));
    const { parts: theirs } = other.check(ScriptFile, other.document.toJS(), []);
    for (const [part, steps] of Object.entries(theirs)) parts.set(part, steps);
  }
  for (const [part, steps] of Object.entries(file.parts)) parts.set(part, steps);

  const { include: _include, parts: _parts, models, ...single } = file;
  const written = models === undefined ? [{ model: name, at: [], script: single }] : family(models);
  return new Map(written.map(({ model, at, script }) => [model, readScript(source, parts, at, script)]));
}

function family(models: Record<string, Step>) {
  return Object.entries(models).map(([model, script]) => ({ model, at: ['models', model], script }));
}

function readScript(source: Source, parts: Parts, at: PropertyKey[], script: Step): RehearsalScript {
  const steps = Array.isArray(script.steps) ? (script.steps as Step[]) : []; // `ScriptFile` has checked it
  const whole = steps.flatMap((step, index) => withParts(source, parts, [...at, 'steps', index], step));
  // A mistake in a step is reported where the step was written, which for a part is its `use`.
  const writtenAt = steps.flatMap((step, index) => (parts.get(String(step.use)) ?? [step]).map(() => index));
  return source.check(RehearsalScript, { ...script, steps: whole }, at, ([field, index, ...rest]) =>
    field === 'steps' && typeof index === 'number' ? ['steps', writtenAt[index] ?? index, ...rest] : [field ?? '', index ?? '', ...rest],
  );
}

function withParts(source: Source, parts: Parts, at: PropertyKey[], step: Step): Step[] {
  if (!('use' in step)) return [step];
  const { use, ...over } = step;
  const part = parts.get(String(use));
  if (part === undefined) return source.fail(at, `there is no part “${String(use)}”`);
  return part.map((partStep, index) => (index === 0 ? { ...partStep, ...over } : partStep));
}

interface Source {
  document: Document;
  /** The value as the schema has it, or a `ProblemError` at the line that is wrong. */
  check<T>(schema: z.ZodType<T>, value: unknown, at: PropertyKey[], written?: (path: PropertyKey[]) => PropertyKey[]): T;
  fail(at: readonly PropertyKey[], mistake: string): never;
}

async function readYaml(path: string): Promise<Source> {
  const lines = new LineCounter();
  const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines });
  const problem = (line: number, mistake: string): never => {
    throw new ProblemError({ what: `The rehearsal script is wrong: ${mistake}`, where: `${path}:${line}`, todo: 'Correct the script and start again.' });
  };
  const fail = (at: readonly PropertyKey[], mistake: string): never => {
    // The innermost part of the path that was written at all.
    for (let length = at.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(at.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
        return problem(lines.linePos(Number(node.range[0])).line, mistake);
      }
    }
    return problem(1, mistake);
  };
  const [error] = document.errors;
  if (error !== undefined) problem(error.linePos?.[0].line ?? 1, error.message.split('\n')[0] ?? 'not YAML');
  return {
    document,
    fail,
    check(schema, value, at, written = (issuePath) => issuePath) {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      const issuePath = issue?.path ?? [];
      return fail([...at, ...written([...issuePath])], `${issue?.message ?? 'not a script'} (${issuePath.join('.')})`);
    },
  };
}
