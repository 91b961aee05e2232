/** What the window asks about the specs of a project: settings, files and git together. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProjects } from '../../src/main/app/projects.ts';
import { checkSpec } from '../../src/main/cli/check-spec.ts';
import { openOutput } from '../../src/main/cli/output.ts';
import { projectHandlers } from '../../src/main/handlers/projects.ts';
import { openSettings } from '../../src/main/settings/settings.ts';
import { createSpecFiles } from '../../src/main/specs/spec-files.ts';
import { createWorkspaces, type Workspaces } from '../../src/main/workspace/workspaces.ts';

let folder: string;
let project: string;
let workspaces: Workspaces;
/** What the dialog answers. */
let picked: string | null;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'drover-project-specs-')));
  project = join(folder, 'project');
  put('src/a.ts', 'a');
  put('test/a.test.ts', 'a');
  execFileSync('git', ['init', '-q', project]);
  execFileSync('git', ['-C', project, 'add', '.']);
  workspaces = createWorkspaces({ dataDir: join(folder, 'data') });
  picked = null;
});
afterEach(() => {
  workspaces.close();
  rmSync(folder, { recursive: true, force: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

function handlers() {
  const projects = createProjects({
    settings: openSettings(join(folder, 'settings.json')),
    specs: createSpecFiles(),
    workspaces,
    onProblem: (problem) => {
      throw new Error(problem.what);
    },
  });
  return projectHandlers({ projects }, { pickFolder: () => Promise.resolve(picked) });
}

const SPEC = `---
title: T
owner: me
criteria:
  - id: small
    kind: diff
    mustChange: [src/**]
    mustNotChange: [tset/**]
---
When asked, it shall answer.
`;

test('a spec is checked against the files of its project', async () => {
  const { 'spec.check': check } = handlers();
  expect(await check({ text: SPEC })).toMatchObject({ spec: { title: 'T' }, mistakes: [], warnings: [{ line: 3, path: 'owner' }] });
  expect(await check({ text: SPEC, project })).toMatchObject({
    warnings: [{ line: 3 }, { line: 8, path: 'criteria.0.mustNotChange.0', message: expect.stringContaining('"tset/**"') }],
  });
  expect(await check({ text: SPEC.replace('diff', 'dif'), project })).toMatchObject({ spec: null, mistakes: [{ line: 6 }] });
});

test('a terminal says the same, and what nothing proves', async () => {
  const lines: string[] = [];
  const output = { ...openOutput(process.stdout, process.stderr), line: async (text: string) => void lines.push(text), note: () => {} };
  const idle = [{ line: 8, message: 'No file.' }];
  expect(await checkSpec({ path: 's.md', text: SPEC, idle }, { json: false }, output)).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(/^s\.md:3: note: Drover has no field "owner"/),
    's.md:8: note: No file.',
    's.md:10: note: No criterion proves: When asked, it shall answer.',
  ]);
  lines.length = 0;
  expect(await checkSpec({ path: 's.md', text: SPEC.replace('diff', 'dif'), idle: [] }, { json: false }, output)).toBe(1);
  expect(lines[0]).toMatch(/^s\.md:6: Unknown kind "dif"/);
});

test("another tool's specs are read from the project, or from a folder that is picked", async () => {
  const { 'spec.importForeign': importForeign, 'spec.save': save } = handlers();
  put(
    '.kiro/specs/log-in/requirements.md',
    '# Log in\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n1. WHEN asked THE system SHALL answer\n',
  );
  const found = await importForeign({ project, pick: false });
  expect(found).toMatchObject([{ tool: 'kiro', slug: 'log-in', path: '.kiro/specs/log-in' }]);
  await save({ project, slug: 'log-in', text: found?.[0]?.text ?? '', expected: null });
  expect(await importForeign({ project, pick: false })).toMatchObject([{ slug: 'log-in-2' }]);
  expect(await importForeign({ project, pick: true })).toBeNull();
  picked = join(project, '.kiro', 'specs');
  expect(await importForeign({ project, pick: true })).toMatchObject([{ path: 'log-in' }]);
  picked = join(project, 'src');
  await expect(importForeign({ project, pick: true })).rejects.toThrow(/No spec of spec-kit, Kiro or OpenSpec/);
});
