/**
 * Reads the scripts of a folder.
 *
 * `<model>.yaml` holds one script. A file with `models:` holds a family of them by name. `include:` names files with
 * `parts:`, lists of steps that scripts share: the step `{use: <part>}` stands for them, and what else it says
 * (`faults`, `oddities`, …) is laid over the first of them.
 */
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { RehearsalScript } from './script.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

const WrittenSteps = z.array(z.looseObject({ use: z.string().optional() }));
const WrittenScript = z.looseObject({ steps: WrittenSteps });
type WrittenScript = z.infer<typeof WrittenScript>;
type WrittenStep = WrittenScript['steps'][number];
type Parts = ReadonlyMap<string, WrittenStep[]>;

const ScriptFile = z.looseObject({
  include: z.array(z.string()).default([]),
  parts: z.record(z.string(), WrittenSteps).default({}),
  models: z.record(z.string(), WrittenScript).optional(),
});

/** Scripts by model name. Rejects with a `ProblemError` that names file and line. */
export async function readScripts(folder: string): Promise<Map<string, RehearsalScript>> {
  const scripts = new Map<string, RehearsalScript>();
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  for (const name of names) {
    const file = await readYaml(join(folder, name));
    const { include, parts: own, models, ...single } = file.check(ScriptFile, file.value);
    const parts = new Map(Object.entries(own));
    for (const included of include) {
      const other = await readYaml(join(dirname(file.path), included));
      for (const [part, steps] of Object.entries(other.check(ScriptFile, other.value).parts)) parts.set(part, steps);
    }
    if (models === undefined) {
      scripts.set(name.slice(0, -'.yaml'.length), readScript(file, parts, [], file.check(WrittenScript, single)));
    }
    for (const [model, script] of Object.entries(models ?? {})) scripts.set(model, readScript(file, parts, ['models', model], script));
  }
  return scripts;
}

function readScript(file: YamlFile, parts: Parts, at: string[], script: WrittenScript): RehearsalScript {
  /** Each step of the whole script, and the place in the file where it, or the `use` that stands for it, was written. */
  const steps = script.steps.flatMap((step, index) => {
    const writtenAt = [...at, 'steps', index];
    return stepsOf(file, parts, writtenAt, step).map((whole) => ({ whole, writtenAt }));
  });
  return file.check(RehearsalScript, { ...script, steps: steps.map(({ whole }) => whole) }, ([field, index, ...rest]) => {
    const step = field === 'steps' && typeof index === 'number' ? steps[index] : undefined;
    if (step !== undefined) return [...step.writtenAt, ...rest];
    return field === undefined ? at : [...at, field];
  });
}

function stepsOf(file: YamlFile, parts: Parts, at: PropertyKey[], { use, ...step }: WrittenStep): WrittenStep[] {
  if (use === undefined) return [step];
  const part = parts.get(use) ?? file.fail(at, `there is no part “${use}”`);
  return part.map((each, index) => (index === 0 ? { ...each, ...step } : each));
}
