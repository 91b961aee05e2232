/** What the gate promises, each promise against the real thing: real git, a real hand, real isolation. */
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CriterionInput, CriterionResult } from '../../src/shared/criteria.ts';
import type { Target } from '../../src/shared/sandbox.ts';
import { Cleanup } from '../box/sandboxes.ts';
import { brief, gateCase, type Files, type GateCase } from './gate-case.test-support.ts';

const PYTHON: Files = {
  'calc.py': 'def add(a, b):\n    return a - b\n',
  'tests/__init__.py': '',
  'tests/test_calc.py': [
    'import unittest',
    'from calc import add',
    'class Calc(unittest.TestCase):',
    '    def test_add(self): self.assertEqual(add(1, 2), 3)',
    '    def test_zero(self): self.assertEqual(add(0, 0), 0)',
    "if __name__ == '__main__': unittest.main()",
    '',
  ].join('\n'),
};
const SOLVED: Files = { 'calc.py': 'def add(a, b):\n    return a + b\n' };
const suite = { id: 'tests', kind: 'command', run: 'python3 -m unittest discover -s tests -t .' } as const;

let cleanup: Cleanup;
let target: Target;
let open: GateCase[];
beforeEach(async () => {
  cleanup = new Cleanup();
  target = await cleanup.localTarget();
  open = [];
});
afterEach(async () => {
  const left = await target.list();
  if (left.length > 0) throw new Error(`sandboxes were left: ${left.join(', ')}`);
  for (const { fixture } of open) await fixture.remove();
  await cleanup.end();
});
const started = async (files: Files): Promise<GateCase> => {
  const made = await gateCase(target, files);
  open.push(made);
  return made;
};
const judged = async (
  base: Files,
  patch: Files,
  criteria: Parameters<GateCase['judge']>[1],
  more: Parameters<GateCase['judge']>[2] = {},
) => {
  const made = await started(base);
  return brief(await made.judge(await made.commit(patch), criteria, more));
};

test('an honest solution passes, its tests counted here and on the base', async () => {
  const made = await started(PYTHON);
  const verdict = await made.judge(await made.commit(SOLVED), [suite]);
  expect(brief(verdict)).toEqual({ passed: true, criteria: { tests: 'passed' }, findings: [] });
  expect(verdict.criteria[0]).toMatchObject({ runs: [{ passed: true }, { passed: true }], tests: { now: { ran: 2 }, base: { ran: 2 } } });
  expect(verdict.explanation).toBe('1 of 1 criteria hold on a fresh checkout.');
});

describe('protected paths', () => {
  test('an edited test is the base’s again, and the tree that is judged has it so', async () => {
    const made = await started(PYTHON);
    const verdict = await made.judge(
      await made.commit({ 'tests/test_calc.py': 'import unittest\n', 'tests/test_new.py': 'import unittest\n' }),
      [suite],
    );
    expect(brief(verdict)).toEqual({
      passed: false,
      criteria: { tests: 'failed: Exit 1, expected 0.' },
      findings: ['protected tests/test_calc.py restored'],
    });
    const blob = (tree: string): string => made.fixture.storeGit('rev-parse', `${tree}:tests/test_calc.py`);
    expect(blob(verdict.tree ?? '')).toBe(blob(made.fixture.git('rev-parse', 'HEAD~1')));
    expect(made.fixture.storeGit('ls-tree', '-r', '--name-only', verdict.tree ?? '')).toContain('tests/test_new.py');
  });
  test('a judge is shown what is judged, not what was put back', async () => {
    const made = await started(PYTHON);
    const shown: string[] = [];
    const patch = await made.commit({ ...SOLVED, 'tests/test_calc.py': 'import unittest\n' });
    await made.judge(patch, [{ id: 'adds', kind: 'rubric', question: 'Does it add?', asks: 1 }], {
      ask: async ({ material }) => {
        shown.push(material.patch);
        return { answer: { quotes: [], reasoning: 'It was looked at.', ruling: 'no' }, costUsd: 0, durationMs: 0 };
      },
    });
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain('calc.py');
    expect(shown[0]).not.toContain('test_calc.py');
    expect(shown[0]).not.toContain('.drover');
  });
  test('what a spec takes out of the protection may change; what it adds may not', async () => {
    const edits: Files = { ...SOLVED, 'tests/test_calc.py': `${String(PYTHON['tests/test_calc.py'])}# kept\n`, 'data/x.txt': 'mine\n' };
    const kept = { id: 'kept', kind: 'file', path: 'tests/test_calc.py', matches: '# kept' } as const;
    const base = { ...PYTHON, 'data/x.txt': 'theirs\n' };
    expect(await judged(base, edits, [kept], { protect: ['!tests/**', 'data/**'] })).toEqual({
      passed: true,
      criteria: { kept: 'passed' },
      findings: ['protected data/x.txt restored'],
    });
  });
  test('scripts of package.json come from the base, while its dependencies may change', async () => {
    const base = { 'package.json': '{\n  "scripts": { "test": "exit 7" }\n}\n' };
    const patch = { 'package.json': '{\n  "scripts": { "test": "exit 0" },\n  "dependencies": { "a": "1" },\n  "jest": {}\n}\n' };
    const criteria = [
      { id: 'script', kind: 'command', run: 'npm test --silent', exitCode: 7 },
      { id: 'dependency', kind: 'file', path: 'package.json', matches: '"a": "1"' },
    ] as const;
    expect(await judged(base, patch, [...criteria])).toMatchObject({
      passed: true,
      findings: ['protected package.json restored', 'holds_on_base script noted'],
    });
  });
  test('new files that steer a runner, and links that lead out, are left out', async () => {
    const made = await started(PYTHON);
    made.fixture.git('config', 'core.symlinks', 'true');
    const { symlinkSync } = await import('node:fs');
    symlinkSync('/etc/passwd', `${made.fixture.root}/out`);
    symlinkSync('calc.py', `${made.fixture.root}/in`);
    const patch = await made.commit({
      ...SOLVED,
      'conftest.py': 'x',
      'sitecustomize.py': 'x',
      'unittest.py': 'x',
      '.npmrc': 'x',
      'node_modules/a/index.js': 'x',
      '.gitattributes': '* filter=x\n',
      Makefile: 'x',
    });
    const gone = ['conftest.py', 'sitecustomize.py', 'unittest.py', '.npmrc', 'node_modules', '.gitattributes', 'Makefile', 'out'];
    const verdict = await made.judge(patch, [
      { id: 'gone', kind: 'command', run: `for f in ${gone.join(' ')}; do test ! -e $f && test ! -L $f || exit 1; done; test -L in` },
    ]);
    expect(brief(verdict)).toMatchObject({ passed: true, criteria: { gone: 'passed' } });
    expect(brief(verdict).findings.filter((finding) => finding.endsWith('dropped'))).toEqual([
      'steering .gitattributes dropped',
      'steering .npmrc dropped',
      'steering Makefile dropped',
      'steering conftest.py dropped',
      'steering node_modules/a/index.js dropped',
      'link_outside out dropped',
      'steering sitecustomize.py dropped',
      'steering unittest.py dropped',
    ]);
  });
});

describe('criteria do not reach each other', () => {
  const run = (id: string, command: string, more: object = {}) =>
    ({ id, kind: 'command', run: command, fewerTests: 'allow', ...more }) as const;

  test('what one starts ends with it, and what it leaves in /tmp and at home is gone', async () => {
    const later = `(setsid sh -c 'sleep 1; echo mended > fixed.txt' > /dev/null 2>&1 &) ; echo x > /tmp/left; echo x > "$HOME/left"`;
    const criteria = [
      run('starts', later),
      run('looks', 'sleep 1.5; test ! -e fixed.txt && test ! -e /tmp/left && test ! -e "$HOME/left"'),
    ];
    expect(await judged({ a: '1' }, { a: '2' }, criteria)).toMatchObject({ passed: true });
  });
  test('files of the patch and of git are put back after one that changes them; new ones stay for the next', async () => {
    const criteria = [
      run('changes', 'rm b; echo 3 > a; echo "[core]" > .git/config; chmod +x c; mkdir out; echo new > out/new; rm -rf d; ln -s /etc d'),
      run('looks', `test "$(cat a b c d/e)" = "$(printf '2\\nb\\nc\\ne')" && git status && test ! -x c && test -e out/new && test ! -L d`),
    ];
    expect(await judged({ a: '1\n', b: 'b\n', c: 'c\n', 'd/e': 'e\n' }, { a: '2\n' }, criteria)).toEqual({
      passed: true,
      criteria: { changes: 'passed', looks: 'passed' },
      findings: ['changed_by_check changes restored'],
    });
  });
  test('a second run begins as the first did, so that one that cannot run twice is not called flaky', async () => {
    const criteria = [run('once', 'mkdir out && echo built > out/x'), run('uses', 'cat out/x')];
    expect(await judged({ a: '1' }, { a: '2' }, criteria)).toMatchObject({ passed: true });
  });
  test('the environment is nobody’s, and stdin is closed', async () => {
    const criteria = [
      run(
        'clean',
        'test -z "$SECRET$NODE_OPTIONS$PYTHONPATH" && test "$TZ" = UTC && test "$LANG" = C.UTF-8 && ! read -r line && test -w "$TMPDIR" && test -z "$(ls -A "$TMPDIR")"',
      ),
      run('offline', `! python3 -c "import socket; socket.create_connection(('127.0.0.1', 22), 1)"`),
    ];
    expect(await judged({ a: '1' }, { a: '2' }, criteria)).toMatchObject({ passed: true });
  });
  test('those on copies of their own see nothing of each other', async () => {
    const own = { workspace: 'own' };
    const criteria = [
      run('shared', 'echo x > left'),
      run('one', 'test ! -e left && test ! -e two && echo x > one', own),
      run('two', 'test ! -e left && test ! -e one && echo x > two', own),
      run('three', 'test ! -e left && test ! -e one && test ! -e two && rm a', own),
    ];
    expect(await judged({ a: '1' }, { a: '2' }, criteria)).toMatchObject({ passed: true, findings: ['changed_by_check three restored'] });
  });
  test('what setup made and a criterion changed is made anew for the next', async () => {
    const criteria = [run('spoils', 'echo bad > made/tool', { repeats: 1 }), run('uses', 'grep good made/tool', { repeats: 1 })];
    expect(
      await judged({ a: '1', '.gitignore': 'made\n' }, { a: '2' }, criteria, {
        setup: { run: 'mkdir made; echo good > made/tool', timeoutSeconds: 60 },
      }),
    ).toMatchObject({ passed: true });
    const own = criteria.map((criterion) => ({ ...criterion, workspace: 'own' as const }));
    expect(
      await judged({ a: '1', '.gitignore': 'made\n' }, { a: '2' }, own, {
        setup: { run: 'mkdir made; echo good > made/tool', timeoutSeconds: 60 },
      }),
    ).toMatchObject({ passed: true });
  });
});

describe('counts and repeats', () => {
  test('a skipped test is a test less', async () => {
    const base: Files = { ...PYTHON, 'load.py': '' };
    const patch = { ...SOLVED, 'load.py': 'import unittest\nunittest.TestCase.setUp = lambda self: self.skipTest("later")\n' };
    const criterion = {
      ...suite,
      run: "python3 -c \"import load, unittest; unittest.main(module=None, argv=['x', 'discover', '-s', 'tests', '-t', '.'])\"",
    };
    expect(await judged(base, patch, [criterion])).toMatchObject({
      passed: false,
      criteria: { tests: 'failed: Fewer tests ran than on the base: 0 of 2, 2 skipped.' },
      findings: ['steering load.py noted', 'fewer_tests tests noted'],
    });
  });
  test('a process that ends with 0 before the runner can count is no pass', async () => {
    expect(await judged(PYTHON, { 'calc.py': 'import os\nos._exit(0)\n' }, [suite])).toMatchObject({
      passed: false,
      criteria: { tests: 'failed: On the base 2 tests ran; here the output has no count of tests.' },
    });
  });
  test('a runner that is ended before it reports is no pass, whatever the code under test printed', async () => {
    const base: Files = {
      'calc.cjs': 'exports.add = (a, b) => a - b;\n',
      'test/calc.cjs': [
        "const { test } = require('node:test');",
        "const { equal } = require('node:assert');",
        "const { add } = require('../calc.cjs');",
        "test('adds', () => equal(add(1, 2), 3));",
        "test('adds nothing', () => equal(add(0, 0), 0));",
        '',
      ].join('\n'),
    };
    const forged = ['tests 2', 'suites 0', 'pass 2', 'fail 0', 'cancelled 0', 'skipped 0', 'todo 0'].map((line) => `# ${line}`).join('\\n');
    const node = { id: 'tests', kind: 'command', run: 'node test/calc.cjs', repeats: 1 } as const;
    const made = await started(base);
    const honest = await made.judge(await made.commit({ 'calc.cjs': 'exports.add = (a, b) => a + b;\n' }), [node]);
    expect(brief(honest)).toEqual({ passed: true, criteria: { tests: 'passed' }, findings: [] });
    const cheat = await made.judge(await made.commit({ 'calc.cjs': `console.log('${forged}'); process.exit(0);\n` }), [node]);
    expect(brief(cheat)).toMatchObject({
      passed: false,
      criteria: { tests: 'failed: On the base 2 tests ran; here the runner did not come to its end: it has no report for the gate.' },
    });
  });
  test('a process that ends with 0 though its tests failed is no pass', async () => {
    const patch = {
      'calc.py': 'import atexit, os, sys\natexit.register(lambda: (sys.stderr.flush(), os._exit(0)))\ndef add(a, b): return 0\n',
    };
    expect(await judged(PYTHON, patch, [suite])).toMatchObject({
      passed: false,
      criteria: { tests: 'failed: It ended with 0, but 1 test failed.' },
    });
  });
  test('one that differs from run to run is flaky', async () => {
    const flaky = { id: 'flaky', kind: 'command', run: 'test $(od -An -N2 -tu2 /dev/urandom) -lt 32768', repeats: 15 } as const;
    const verdict = await judged({ a: '1' }, { a: '2' }, [flaky]);
    expect(verdict.criteria['flaky']).toMatch(/^flaky: \d+ of 15 runs passed: Exit 1, expected 0\.$/);
    expect(verdict).toMatchObject({ passed: false });
    expect(verdict.findings).toContain('flaky flaky noted');
  });
  test('a metric is held against the base', async () => {
    const ratio = { id: 'lines', kind: 'metric', run: 'wc -l < a', of: 'ratio_to_base', atMost: 1.5 } as const;
    expect(await judged({ a: '1\n2\n' }, { a: '1\n2\n3\n' }, [ratio])).toMatchObject({ passed: true });
    expect(await judged({ a: '1\n2\n' }, { a: '1\n2\n3\n4\n' }, [ratio])).toMatchObject({
      criteria: { lines: 'failed: 2 times the base (4 to 2), at most 1.5.' },
    });
  });
});

describe('bad input', () => {
  const only = (command: string, more: object = {}) => [{ id: 'c', kind: 'command', run: command, fewerTests: 'allow', ...more } as const];

  test('a command that never ends', async () =>
    expect(await judged({ a: '1' }, { a: '2' }, only('sleep 1000', { timeoutSeconds: 1 }))).toMatchObject({
      criteria: { c: 'failed: Still running after 1 s.' },
    }));
  test('a command that prints a gigabyte', async () =>
    expect(
      await judged({ a: '1' }, { a: '2' }, only('head -c 1000000000 /dev/zero; echo; echo the end', { repeats: 1, output: 'the end' })),
    ).toMatchObject({
      passed: true,
    }));
  test('a command that kills its parent, or all that it can', async () => {
    expect(await judged({ a: '1' }, { a: '2' }, only('kill -9 $PPID; kill -9 -1'))).toMatchObject({ passed: false });
    expect(await judged({ a: '1' }, { a: '2' }, only('kill -9 $$'))).toMatchObject({
      criteria: { c: 'failed: Exit by signal, expected 0.' },
    });
  });
  test('binary files, line ends, a submodule, an LFS pointer and names that differ in case', async () => {
    const made = await started({
      '.gitattributes': '*.bat text eol=crlf\n',
      'a.bat': 'one\r\n',
      logo: new Uint8Array([0, 255, 1]),
      Name: 'x',
    });
    made.fixture.git('update-index', '--add', '--cacheinfo', `160000,${made.fixture.git('rev-parse', 'HEAD')},vendor/lib`);
    made.fixture.git('commit', '-q', '-m', 'a submodule');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`;
    made.fixture.write('crlf.txt', 'one\r\ntwo\r\n');
    for (const [path, content] of Object.entries({ 'a.bat': 'two\r\n', big: pointer, name: 'y' })) made.fixture.write(path, content);
    made.fixture.write('logo', new Uint8Array([9, 0, 255]));
    made.fixture.git('add', 'a.bat', 'big', 'name', 'logo', 'crlf.txt');
    made.fixture.git('commit', '-q', '-m', 'odd files');
    const commit = made.fixture.git('rev-parse', 'HEAD');
    await made.fixture.workspaces.hold({ session: 'sesn_gate00000001', root: made.fixture.root, commit });
    const check = `printf 'two\\r\\n' | cmp - a.bat && printf 'one\\r\\ntwo\\r\\n' | cmp - crlf.txt && printf '\\011\\000\\377' | cmp - logo`;
    expect(brief(await made.judge(commit, only(check)))).toEqual({
      passed: true,
      criteria: { c: 'passed' },
      findings: ['lfs_pointer big noted', 'submodule vendor/lib noted', 'case_clash name noted'],
    });
  });
  test('a repository that moved, and one that is no more', async () => {
    const made = await started(PYTHON);
    const patch = await made.commit(SOLVED);
    await rename(made.fixture.root, `${made.fixture.root}-elsewhere`);
    expect(brief(await made.judge(patch, [suite]))).toMatchObject({ passed: true });
  });
  test('a commit that nobody has is a problem, not a verdict', async () => {
    const made = await started(PYTHON);
    await expect(made.judge('0123456789012345678901234567890123456789', [suite])).rejects.toThrow();
  });
  test('a setup that fails is a problem, not a verdict', async () => {
    const made = await started(PYTHON);
    await expect(
      made.judge(await made.commit(SOLVED), [suite], { setup: { run: 'echo broken; exit 3', timeoutSeconds: 60 } }),
    ).rejects.toThrow(/setup ended with 3 on the base: broken/);
  });
  test('a glob that matches nothing', async () =>
    expect(await judged({ a: '1' }, { a: '2' }, [{ id: 'd', kind: 'diff', mustChange: ['none/**'] }])).toMatchObject({
      criteria: { d: 'failed: Nothing changed that matches none/**.' },
    }));
});

describe('how far it is kept apart', () => {
  test('setup has the network of the machine, and nothing of the patch does', async () => {
    const server = cleanup.add(createServer((socket) => socket.end()).listen(0, '127.0.0.1'), async (one) => void one.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    const connect = `python3 -c "import socket; socket.create_connection(('127.0.0.1', ${port}), 2)"`;
    const made = await started({ a: '1', '.gitignore': 'made\n' });
    const verdict = await made.judge(
      await made.commit({ a: '2' }),
      [{ id: 'offline', kind: 'command', run: `! ${connect} && cat made`, guard: true }],
      { setup: { run: `${connect} && echo yes > made`, timeoutSeconds: 60 } },
    );
    expect(brief(verdict)).toEqual({ passed: true, criteria: { offline: 'passed' }, findings: [] });
    expect(verdict.findings).toMatchObject([{ kind: 'isolation', subject: 'setup' }]);
  });
  test('without isolation it judges the same, and says so', async () => {
    target = await cleanup.localTarget({ isolation: 'none' });
    const made = await started(PYTHON);
    const later = {
      id: 'later',
      kind: 'command',
      run: `(setsid sh -c 'sleep 1; echo > late' > /dev/null 2>&1 &)`,
      guard: true,
    } as const;
    const gone = { id: 'gone', kind: 'command', run: 'sleep 1.5; test ! -e late', guard: true } as const;
    const verdict = await made.judge(await made.commit({ ...SOLVED, 'conftest.py': 'x' }), [suite, later, gone]);
    expect(brief(verdict)).toEqual({
      passed: true,
      criteria: { tests: 'passed', later: 'passed', gone: 'passed' },
      findings: ['steering conftest.py dropped'],
    });
    expect(verdict.findings).toContainEqual(expect.objectContaining({ kind: 'isolation', subject: 'test' }));
  });
});

test('the same patch and spec give the same verdict, and one that was cut off goes on where it was', async () => {
  const made = await started(PYTHON);
  const patch = await made.commit({ ...SOLVED, 'conftest.py': 'x' });
  const marks = { id: 'marks', kind: 'command', run: 'cat calc.py', fewerTests: 'allow' } as const;
  const whole = await made.judge(patch, [marks, suite]);
  const again = await made.judge(patch, [marks, suite]);
  expect(brief(again)).toEqual(brief(whole));
  expect(again.tree).toBe(whole.tree);

  const seen: string[] = [];
  const prefix = 'sevt_again';
  const cut = new AbortController();
  const onCheck = async ({ id }: { id: string }): Promise<void> => {
    seen.push(id);
    cut.abort(new Error('cut off'));
  };
  await expect(made.judge(patch, [marks, suite], { prefix, onCheck, signal: cut.signal })).rejects.toThrow('cut off');
  expect(seen).toEqual(['marks']);
  expect(brief(await made.judge(patch, [marks, suite], { prefix }))).toEqual(brief(whole));
});

test('a gate that was killed leaves its sandboxes, and the next one collects from them what was run', async () => {
  const made = await started({ a: '1', '.gitignore': 'made\n' });
  const patch = await made.commit({ a: '2' });
  const criteria: CriterionInput[] = [
    { id: 'once', kind: 'command', run: 'od -An -N8 -tx8 /dev/urandom | tee made/$$', repeats: 1 },
    { id: 'own', kind: 'command', run: 'od -An -N8 -tx8 /dev/urandom', repeats: 1, workspace: 'own' },
    { id: 'never', kind: 'command', run: 'cat a', repeats: 1 },
  ];
  const more = { prefix: 'sevt_killed', setup: { run: 'mkdir made', timeoutSeconds: 60 } };
  const printed = new Map<string, string>();
  const onCheck = async ({ id, evidence }: CriterionResult): Promise<void> => {
    if (printed.size < 2) printed.set(id, evidence.stdout.head);
    if (printed.size === 2) killed();
    // From here on it does nothing more, as after a kill.
    if (printed.size === 2) await new Promise(() => {});
  };
  let killed = (): void => {};
  const two = new Promise<void>((resolve) => (killed = resolve));
  void made.judge(patch, criteria, { ...more, onCheck });
  await two;
  const verdict = await made.judge(patch, criteria, more);
  expect(verdict.passed).toBe(true);
  for (const [id, text] of printed) expect(verdict.criteria.find((one) => one.id === id)?.evidence.stdout.head).toBe(text);
  expect(printed.size).toBe(2);
});
