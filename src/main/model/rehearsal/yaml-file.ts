/** A YAML file whose mistakes are reported with the line that they are on. */
import { readFile } from 'node:fs/promises';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ProblemError } from '../../../shared/problem.ts';

export interface YamlFile {
  path: string;
  value: unknown;
  /**
   * A value of the file as the schema has it; a `ProblemError` where it does not fit.
   * `writtenAt` says where in the file a path of the value stands, when the value was put together from several places.
   */
  check<T>(schema: z.ZodType<T>, value: unknown, writtenAt?: (path: PropertyKey[]) => PropertyKey[]): T;
  /** Throws a `ProblemError` for a place in the file. */
  fail(at: readonly PropertyKey[], mistake: string): never;
}

/** Rejects with a `ProblemError` where the file is not YAML. */
export async function readYaml(path: string): Promise<YamlFile> {
  const lines = new LineCounter();
  const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines });

  function failOnLine(line: number, mistake: string): never {
    const what = `The rehearsal script is wrong: ${mistake}`;
    throw new ProblemError({ what, where: `${path}:${line}`, todo: 'Correct the script and start again.' });
  }
  function fail(at: readonly PropertyKey[], mistake: string): never {
    return failOnLine(lineOf(at), mistake);
  }
  /** The line of the innermost thing on the path that was written at all. */
  function lineOf(at: readonly PropertyKey[]): number {
    for (let length = at.length; length > 0; length -= 1) {
      const node = document.getIn(at.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  }

  const [error] = document.errors;
  if (error !== undefined) failOnLine(error.linePos?.[0].line ?? 1, error.message.split('\n')[0] ?? 'not YAML');
  return {
    path,
    value: document.toJS() as unknown,
    fail,
    check(schema, value, writtenAt = (at) => at) {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      const at = [...(issue?.path ?? [])];
      return fail(writtenAt(at), `${issue?.message ?? 'not a script'} (at ${at.join('.') || 'the top'})`);
    },
  };
}
