import { describe, expect, it } from 'vitest';
import { protections } from './protected-paths.ts';
import { shadowedModule } from './shadowing.ts';

describe('by default', () => {
  it.each([
    ['tests/test_calc.py', 'test'],
    ['src/calc.test.ts', 'test'],
    ['packages/a/__tests__/x.js', 'test'],
    ['pkg/calc_test.go', 'test'],
    ['src/test/java/CalcTest.java', 'test'],
    ['spec/calc_spec.rb', 'test'],
    ['test.js', 'test'],
    ['fixtures/a.json', 'test'],
    ['conftest.py', 'config'],
    ['tests/conftest.py', 'config'],
    ['vitest.config.ts', 'config'],
    ['.mocharc.cjs', 'config'],
    ['Makefile', 'config'],
    ['.env.local', 'config'],
    ['.husky/pre-commit', 'config'],
    ['packages/a/tsconfig.build.json', 'config'],
    ['node_modules/mocha/index.js', 'config'],
    ['lib/site-packages/pytest.py', 'config'],
    ['.github/workflows/ci.yml', 'ci'],
    ['package-lock.json', 'lockfile'],
    ['crates/a/Cargo.lock', 'lockfile'],
    ['package.json', 'fields'],
    ['pyproject.toml', 'fields'],
    ['src/calc.ts', null],
    ['src/features/spec/Editor.tsx', null],
    ['src/contest.py', null],
    ['docs/testing.md', null],
    ['.github/ISSUE_TEMPLATE.md', null],
    ['README.md', null],
  ])('%s is %s', (path, kind) => expect(protections().of(path)).toBe(kind));
});

it('a spec adds to it and takes out of it, the last that matches wins', () => {
  const { of } = protections(['data/**', '!tests/**', 'tests/golden/**']);
  expect(['data/a.csv', 'tests/test_a.py', 'tests/golden/a.txt', 'Makefile'].map(of)).toEqual(['spec', null, 'test', 'config']);
});

it.each([
  ['unittest.py', 'unittest'],
  ['json/__init__.py', 'json'],
  ['tests/random.py', 'random'],
  ['src/pytest.py', 'pytest'],
  ['math.cpython-311-x86_64-linux-gnu.so', 'math'],
  ['src/app/types.py', null],
  ['calc.py', null],
  ['json/encoder.py', null],
  ['random.js', null],
])('%s stands before %s', (path, module) => expect(shadowedModule(path)).toBe(module));
