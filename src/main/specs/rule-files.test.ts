import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { coachingPlaces, findCoaching } from './coaching-file.ts';
import { beginCoaching } from './edit-coaching.ts';
import { findRuleFiles, readRules } from './rule-files.ts';

let root = '';
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'drover-rules-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

test('rules of other tools are found where these keep them, and links are not followed', async () => {
  await put('AGENTS.md', '# Ours\n\n- Be brief.\n');
  await put('.cursor/rules/react.mdc', '---\nglobs: src/**/*.tsx\n---\n\n- Use hooks.\n');
  await put('.cursor/rules/notes.txt', '- no rule file\n');
  await put('.github/instructions/tests.instructions.md', '---\napplyTo: "test/**"\n---\n- Name the promise.\n');
  await put('.clinerules', '- one file of rules\n');
  await put('GEMINI.md', 'No bullet.\n');
  await put('elsewhere.md', '- from elsewhere\n');
  await symlink('elsewhere.md', join(root, 'CLAUDE.md'));
  expect(await findRuleFiles(root)).toEqual([
    { path: 'AGENTS.md', entries: [{ text: 'Be brief.', paths: [], line: 3 }] },
    { path: '.clinerules', entries: [{ text: 'one file of rules', paths: [], line: 1 }] },
    { path: '.cursor/rules/react.mdc', entries: [{ text: 'Use hooks.', paths: ['src/**/*.tsx'], line: 5 }] },
    { path: '.github/instructions/tests.instructions.md', entries: [{ text: 'Name the promise.', paths: ['test/**'], line: 4 }] },
  ]);
});

test('a file is read by its path in the project, and none outside of it', async () => {
  await put('in/rules.md', '- Inside.\n');
  expect(await readRules(root, 'in/rules.md')).toHaveLength(1);
  expect(await readRules(join(root, 'in'), '../in/rules.md')).toEqual([]);
});

test('where coaching is kept is chosen once: a file of its own, or a section of one that is there', async () => {
  expect(await coachingPlaces(root)).toEqual(['.drover/coaching.md']);
  await put('AGENTS.md', '# Ours\n\n- Be brief.');
  expect(await coachingPlaces(root)).toEqual(['.drover/coaching.md', 'AGENTS.md']);
  await beginCoaching(root, 'AGENTS.md');
  expect(await readFile(join(root, 'AGENTS.md'), 'utf8')).toBe(
    '# Ours\n\n- Be brief.\n\n## Coaching\n\n<!-- drover:coaching -->\n\n<!-- /drover:coaching -->\n',
  );
  expect(await findCoaching(root)).toMatchObject({ path: 'AGENTS.md', section: true });
  await expect(beginCoaching(root, '.drover/coaching.md')).rejects.toThrow('This project has coaching already');
});

test('a place that is none is refused, and nothing is written', async () => {
  await expect(beginCoaching(root, '../outside.md')).rejects.toThrow('Coaching cannot be kept there');
  await beginCoaching(root, '.drover/coaching.md');
  expect(await findCoaching(root)).toEqual({ path: '.drover/coaching.md', section: false, text: '# Coaching\n' });
});
