import { expect, it } from 'vitest';
import { tampering } from './tampering.ts';

it.each([
  ['unittest.TestCase.assertEqual = lambda *a: None', 'it replaces a part of the test framework'],
  ['assert.strictEqual = () => {}', 'it replaces an assertion'],
  ['setattr(unittest.TestCase, "assertEqual", f)', 'it replaces a part of a module that tests rely on'],
  ['builtins.open = mine', 'it replaces a built-in function'],
  ['sys.modules["calc"] = Fake()', 'it changes how Python ends or imports'],
  ['import os\nos._exit(0)', 'it ends the process past its runner'],
  ['process.reallyExit = () => {}', 'it ends the process past its runner'],
  ['Module._load = f', 'it changes how modules are loaded'],
  ['if (process.env.NODE_TEST_CONTEXT) return 3', 'it asks whether it is being tested'],
  ["if 'pytest' in sys.modules:", 'it looks at who calls it'],
])('%s', (text, what) => {
  expect(tampering(text, null)).toContain(what);
  expect(tampering(text, text)).toEqual([]);
});
it.each([
  'def add(a, b):\n    return a + b\n',
  'assert.equal(a, b)',
  'if (a === b) process.exit(1)',
  'const expected = assert.ok',
  'sys.exit(main())',
])('ordinary code has nothing of it: %s', (text) => expect(tampering(text, null)).toEqual([]));
