/** The coaching of a real folder: what is listed, and what an edit writes. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { editProjectCoaching } from '../../src/main/specs/edit-coaching.ts';
import { coachedRepository, type CoachedRepository, type Said } from './coaching-command.test-support.ts';

let root: string;
let put: CoachedRepository['put'];
let listed: (options: { json: boolean }) => Promise<Said>;

beforeEach(() => {
  const made = coachedRepository();
  ({ root, put } = made);
  listed = ({ json }) => made.coaching('list', ...(json ? ['--json'] : []));
});

const RULES = '# Ours\n\n- Be kind\n\n<!-- drover:coaching -->\n\n- Ask first. <!-- id: ask -->\n\n<!-- /drover:coaching -->\n';

test('the entries of the file, one a line, and its mistakes beside them', async () => {
  put(
    '.drover/coaching.md',
    '- Use the logger,\n  always. <!-- id: logger; paths: src/**; models: claude-* -->\n- No id\n\n## Archive\n\n- Old <!-- id: old -->\n',
  );
  put('AGENTS.md', RULES);
  expect(await listed({ json: false })).toEqual({
    code: 1,
    stdout: 'logger [paths: src/**; models: claude-*]  Use the logger, always.\n(no id)  No id\nold [archived]  Old\n',
    stderr: '.drover/coaching.md:3: The bullet has no id yet.\n',
  });
});

test('as JSON, of a section in a file that agents read anyway', async () => {
  put('AGENTS.md', RULES);
  const { code, stdout } = await listed({ json: true });
  const scope = { paths: [], kinds: [], models: [] };
  const unknown = { state: null, stands: null, due: null, untestable: null, told: null, effect: null, pairs: null, last_tested: null };
  const entry = { id: 'ask', text: 'Ask first.', scope, archived: false, evidence: null, line: 7, ...unknown, cost_usd: null, tokens: 3 };
  expect([code, JSON.parse(stdout)]).toEqual([0, { file: 'AGENTS.md', worker: null, entries: [entry], mistakes: [] }]);
});

test('a project without coaching, and one whose files are links to elsewhere', async () => {
  const none = {
    code: 0,
    stdout: '',
    stderr: 'This project has no coaching file: .drover/coaching.md, or a section of AGENTS.md or CLAUDE.md.\n',
  };
  expect(await listed({ json: false })).toEqual(none);
  put('elsewhere/coaching.md', '- Secret <!-- id: secret -->\n');
  put('elsewhere/rules.md', RULES);
  symlinkSync(join(root, 'elsewhere'), join(root, '.drover'));
  symlinkSync(join(root, 'elsewhere', 'rules.md'), join(root, 'CLAUDE.md'));
  put('AGENTS.md', '# Ours\n\n- Be kind\n');
  expect(await listed({ json: false })).toEqual(none);
});

test('what is in conflict is told by line and has no entries', async () => {
  put('.drover/coaching.md', '<<<<<<< HEAD\n- a <!-- id: a -->\n=======\n- b <!-- id: a -->\n>>>>>>> other\n');
  const { code, stdout } = await listed({ json: true });
  const message = 'A merge conflict is not resolved: this line was left by git.';
  expect([code, JSON.parse(stdout)]).toEqual([
    1,
    { file: '.drover/coaching.md', worker: null, entries: [], mistakes: [1, 3, 5].map((line) => ({ line, message })) },
  ]);
});

test('the first entry makes the file; it is pruned, restored and listed as the file says', async () => {
  const added = await editProjectCoaching(root, { do: 'add', text: 'Ask first.' });
  expect(added).toMatchObject({ path: '.drover/coaching.md', changed: [{ id: 'ask-first', text: 'Ask first.', archived: false }] });
  const file = join(root, '.drover', 'coaching.md');
  const first = readFileSync(file, 'utf8');
  expect(first).toBe('# Coaching\n\n- Ask first. <!-- id: ask-first -->\n');
  const pruned = await editProjectCoaching(root, { do: 'prune', id: 'ask-first', evidence: 'The model asks anyway.' });
  expect(pruned.changed).toMatchObject([{ id: 'ask-first', archived: true, evidence: 'The model asks anyway.' }]);
  expect((await listed({ json: false })).stdout).toBe('ask-first [archived]  Ask first.\n');
  await editProjectCoaching(root, { do: 'restore', id: 'ask-first' });
  expect((await listed({ json: false })).stdout).toBe('ask-first  Ask first.\n');
  // Nothing is left of the writing but the file.
  expect(readdirSync(join(root, '.drover'))).toEqual(['coaching.md']);
});

test('an edit goes to the section where that is the coaching, and only there', async () => {
  put('AGENTS.md', RULES);
  await editProjectCoaching(root, { do: 'add', text: 'Then do.' });
  expect(readFileSync(join(root, 'AGENTS.md'), 'utf8')).toBe(
    RULES.replace('<!-- id: ask -->\n', '<!-- id: ask -->\n- Then do. <!-- id: then-do -->\n'),
  );
  expect(existsSync(join(root, '.drover'))).toBe(false);
  expect((await editProjectCoaching(root, { do: 'ids' })).changed).toEqual([]);
});

test('an edit that cannot be made leaves the file as it is', async () => {
  const conflict = '- a <!-- id: a -->\n<<<<<<< HEAD\n';
  put('.drover/coaching.md', conflict);
  await expect(editProjectCoaching(root, { do: 'remove', id: 'a' })).rejects.toThrow('.drover/coaching.md, line 2');
  expect(readFileSync(join(root, '.drover', 'coaching.md'), 'utf8')).toBe(conflict);
  rmSync(join(root, '.drover'), { recursive: true });
  await expect(editProjectCoaching(root, { do: 'prune', id: 'a', evidence: 'x' })).rejects.toThrow('No entry has the id "a"');
  expect(existsSync(join(root, '.drover'))).toBe(false);
  mkdirSync(join(root, 'elsewhere'));
  symlinkSync(join(root, 'elsewhere'), join(root, '.drover'));
  await expect(editProjectCoaching(root, { do: 'add', text: 'x' })).rejects.toThrow('Coaching is kept in a real folder');
  expect(readdirSync(join(root, 'elsewhere'))).toEqual([]);
});
