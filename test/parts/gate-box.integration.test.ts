/** The gate on a box behind a real sshd. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CriterionInput, CriterionResult } from '../../src/shared/criteria.ts';
import type { Target } from '../../src/shared/sandbox.ts';
import { canStartBox, startBox, type Box } from '../box/box.ts';
import { Cleanup } from '../box/sandboxes.ts';
import { brief, gateCase, type Files, type GateCase } from './gate-case.test-support.ts';

const base: Files = {
  'calc.sh': 'echo 0\n',
  'tests/run.sh': 'test "$(sh calc.sh)" = 3 && echo 1..1 && echo ok 1\n',
  '.gitignore': 'made\n',
};
const criteria: CriterionInput[] = [
  { id: 'tests', kind: 'command', run: 'sh tests/run.sh' },
  { id: 'made', kind: 'command', run: 'grep -q ready made/tool', workspace: 'own' },
  { id: 'size', kind: 'metric', run: 'wc -c < calc.sh', of: 'ratio_to_base', atMost: 3 },
  { id: 'touched', kind: 'diff', mustChange: ['calc.sh'], maxFiles: 2 },
];
const setup = { run: 'mkdir made && echo ready > made/tool', timeoutSeconds: 60 };

describe.skipIf(!canStartBox)('on a box', () => {
  let cleanup: Cleanup;
  let box: Box;
  let target: Target;
  let made: GateCase;
  beforeAll(async () => {
    cleanup = new Cleanup();
    box = cleanup.add(await startBox(), (one) => one.remove());
    target = cleanup.sshTarget(box);
    made = cleanup.add(await gateCase(target, base), (one) => one.fixture.remove());
  });
  afterAll(() => cleanup.end());

  test('an honest solution passes, with nothing left behind', async () => {
    const verdict = await made.judge(await made.commit({ 'calc.sh': 'echo $((1 + 2))\n' }), criteria, { setup });
    expect(brief(verdict)).toEqual({
      passed: true,
      criteria: { tests: 'passed', made: 'passed', size: 'passed', touched: 'passed' },
      findings: ['holds_on_base made noted'],
    });
    expect(await target.list()).toEqual([]);
    expect(await box.processesOfUser()).toEqual([]);
  });
  test('a cheat does not', async () => {
    const verdict = await made.judge(await made.commit({ 'calc.sh': 'echo 4\n', 'tests/run.sh': 'echo 1..1; echo ok 1\n' }), criteria, {
      setup,
    });
    expect(brief(verdict)).toMatchObject({ passed: false, criteria: { tests: 'failed: Exit 1, expected 0.' } });
    expect(brief(verdict).findings).toContain('protected tests/run.sh restored');
  });
  test('a cut line costs nothing: the verdict is the same', async () => {
    const patch = await made.commit({ 'calc.sh': 'echo 3\n', 'tests/run.sh': String(base['tests/run.sh']) });
    const seen: string[] = [];
    const onCheck = async ({ id }: CriterionResult): Promise<void> => {
      seen.push(id);
      await box.drop();
    };
    expect(brief(await made.judge(patch, criteria, { setup, onCheck }))).toMatchObject({ passed: true });
    expect(seen.toSorted()).toEqual(['made', 'size', 'tests', 'touched']);
  });
});
