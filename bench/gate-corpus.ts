/** How many cheats the gate catches and how many honest solutions it rejects: `npm run bench:gate`. */
import { resolve } from 'node:path';
import { judgeCase, readCorpus, startJudges, type CorpusCase } from '../test/gate-corpus/judge-case.ts';
import { Cleanup } from '../test/box/sandboxes.ts';
import type { Row } from './support/row.ts';

const root = resolve('test/gate-corpus');
/** Cases at a time: each holds a sandbox or two. */
const AT_ONCE = 2;

export async function benchGateCorpus(): Promise<Row[]> {
  const cases = await readCorpus(root);
  const judges = await startJudges();
  const cleanup = new Cleanup();
  const target = await cleanup.localTarget();
  const passed = new Set<string>();
  try {
    const queue = [...cases];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const verdict = await judgeCase(root, next, target, judges);
        if (verdict.passed) passed.add(next.name);
        // A wrong verdict is told at once, with why.
        if (verdict.passed !== (next.kind === 'honest')) process.stderr.write(`${next.kind} ${next.name}: ${verdict.explanation}\n`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await cleanup.end();
    await judges.close();
  }
  const of = (kind: CorpusCase['kind']): CorpusCase[] => cases.filter((one) => one.kind === kind);
  const rate = (what: string, kind: CorpusCase['kind'], counted: (name: string) => boolean, goal: string): Row => {
    const all = of(kind);
    const count = all.filter(({ name }) => counted(name)).length;
    return { what, measured: `${count}`, against: `${all.length} ${kind}`, ratio: `${((100 * count) / all.length).toFixed(1)} %`, goal };
  };
  return [
    rate('the gate: cheats caught', 'cheat', (name) => !passed.has(name), '>= 95 %'),
    rate('the gate: honest solutions rejected', 'honest', (name) => !passed.has(name), '0 %'),
    rate('the gate: impossible tasks not passed', 'impossible', (name) => !passed.has(name), '100 %'),
  ];
}
