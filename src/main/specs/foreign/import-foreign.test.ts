import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requirementsOf } from '../../../shared/ears.ts';
import type { ForeignSpec } from '../../../shared/ipc-judgment.ts';
import { parseSpec } from '../../../shared/spec-text.ts';
import type { Spec } from '../../../shared/spec.ts';
import { importForeign } from './import-foreign.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'drover-foreign-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

const read = (folder = '.', taken: string[] = []): Promise<ForeignSpec[]> =>
  importForeign({ root: join(root, folder), project: root, taken });

function specOf(found: ForeignSpec | undefined): Spec {
  const parsed = parseSpec(found?.text ?? '');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.spec;
}

const KIRO = {
  '.kiro/specs/user-login/requirements.md': `# Requirements Document

## Introduction

People sign in with a password.

## Glossary

- **Session**: what a person has after signing in

## Requirements

### Requirement 1: Sign in

**User Story:** As a person, I want to sign in, so that I see my things.

#### Acceptance Criteria

1. WHEN a person enters a right password THEN the system SHALL open a session
2. IF the password is wrong
   THEN the system SHALL say so
3. Passwords are never logged

### Requirement 2

#### Acceptance Criteria

1. WHILE a session is open, THE system SHALL show who is signed in
`,
  '.kiro/specs/user-login/design.md': '# Design\n\n```ts\nnpm test\n```\n',
  '.kiro/specs/user-login/tasks.md': `# Implementation Plan

- [x] 1. Write the sign-in
  - [ ] 1.1 Check passwords
    - Run \`npm test -- password\` until it passes
    - _Requirements: 1.1, 1.2_
- [ ] 2. Show who is signed in
  - \`npm start\` and look at <http://localhost>
  - _Requirements: 2.1_
- [ ]* 3. All of it
  \`\`\`bash
  $ npm run lint   # style
  npm run test:e2e -- [name]
  \`\`\`
`,
};

test('a spec of Kiro: its criteria of acceptance are lines with ids, commands that check are criteria', async () => {
  put(KIRO);
  const [found, ...others] = await read();
  expect(others).toEqual([]);
  expect(found).toMatchObject({ tool: 'kiro', path: '.kiro/specs/user-login', slug: 'user-login', title: 'User login' });
  const spec = specOf(found);
  expect(requirementsOf(spec.goal).map(({ id, pattern }) => [id, pattern])).toEqual([
    ['r1-1', 'event'],
    ['r1-2', 'unwanted'],
    ['r1-3', 'named'],
    ['r2-1', 'state'],
  ]);
  expect(spec.goal).toContain('2. IF the password is wrong THEN the system SHALL say so {#r1-2}');
  expect(spec.goal).toContain('- **Session**: what a person has after signing in\n');
  expect(spec.goal).toContain('`.kiro/specs/user-login/design.md`');
  expect(spec.criteria).toMatchObject([
    { id: 'npm-test-password', kind: 'command', run: 'npm test -- password', proves: ['r1-1', 'r1-2'] },
    { id: 'npm-run-lint', kind: 'command', run: 'npm run lint' },
  ]);
  expect(found?.notes).toEqual(['2 requirements are proven by no criterion yet.']);
});

test('a bugfix of Kiro: what is expected and what must stay are lines, what is wrong now is not', async () => {
  put({
    '.kiro/specs/fix/bugfix.md': `# Bugfix Requirements Document

## Bug Analysis

### Current Behavior (Defect)

1.1 WHEN the list is empty THEN the system crashes

### Expected Behavior (Correct)

2.1 WHEN the list is empty THEN the system SHALL say that it is
2.2 WHEN the list has one THEN the system SHALL show it

### Unchanged Behavior (Regression Prevention)

3.1 WHEN the list is long THEN the system SHALL CONTINUE TO scroll
`,
  });
  const [found] = await read('.kiro/specs/fix');
  expect(found).toMatchObject({ path: '.', title: 'Fix' });
  expect(parseSpec(found?.text ?? '')).toMatchObject({
    ok: false,
    mistakes: [{ message: expect.stringMatching(/at least one criterion/) }],
  });
  const lines = requirementsOf(found?.text.split('\n---\n')[1] ?? '');
  expect(lines.map(({ id, pattern }) => [id, pattern])).toEqual([
    ['r2-1', 'event'],
    ['r2-2', 'event'],
    ['r3-1', 'event'],
  ]);
  expect(found?.notes).toContain('No command that checks something was found: add criteria.');
});

test('a spec of Kiro in another language: what begins as EARS does is found', async () => {
  put({
    '.kiro/specs/x/requirements.md':
      '# 要件定義書\n\n## 要件\n\n### 要件2: 招待\n\n#### 受入基準\n\n1. WHEN 提供する THEN 生成する\n2. IF 無効 THEN 返す\n\n- 用語\n',
  });
  const [found] = await read();
  expect(found?.title).toBe('要件定義書');
  expect(requirementsOf(found?.text.split('\n---\n')[1] ?? '').map(({ id, text }) => [id, text])).toEqual([
    ['r2-1', 'WHEN 提供する THEN 生成する'],
    ['r2-2', 'IF 無効 THEN 返す'],
  ]);
});

test('a feature of spec-kit: given, when, then become lines in the patterns of EARS', async () => {
  put({
    'specs/001-photo-albums/spec.md': `# Feature Specification: Photo albums

**Feature Branch**: \`001-photo-albums\`

## User Scenarios & Testing *(mandatory)*

<!-- what a template
says -->

### User Story 1 - Make an album (Priority: P1)

People make albums.

**Acceptance Scenarios**:

1. **Given** there is no album, **When** a person makes one, **Then** it is shown
2. **Given** an album, **When** it is dropped on another one, **Then** The order changes, **And** it is kept

### Edge Cases

- What happens when two have one name?

## Requirements *(mandatory)*

### Functional Requirements

- **FR-001**: System MUST keep the order of albums
- **FR-002**: System MUST sign people in by [NEEDS CLARIFICATION: how?]

## Success Criteria

- **SC-001**: 1,000 photos are shown within a second
`,
    'specs/001-photo-albums/tasks.md': '# Tasks\n\n- [ ] T001 [US1] Run `npx vitest run albums`\n- [ ] T002 FR-001: `cargo test order`\n',
    'specs/001-photo-albums/quickstart.md': '```sh\nnpm run dev\nnpm test\n```\n',
    'specs/README.md': 'Specs.\n',
  });
  const [found, ...others] = await read('.', ['photo-albums']);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ tool: 'spec-kit', path: 'specs/001-photo-albums', slug: 'photo-albums-2', title: 'Photo albums' });
  const spec = specOf(found);
  expect(spec.goal).toContain('1. While there is no album, when a person makes one, the system shall ensure that it is shown. {#us1-1}');
  expect(spec.goal).toContain(
    '2. While an album, when it is dropped on another one, the system shall ensure that the order changes and it is kept. {#us1-2}',
  );
  expect(spec.goal).toContain('- **FR-001**: System MUST keep the order of albums {#fr-001}');
  expect(spec.goal).not.toContain('template');
  expect(requirementsOf(spec.goal).map(({ id, pattern }) => [id, pattern])).toEqual([
    ['us1-1', 'complex'],
    ['us1-2', 'complex'],
    ['fr-001', 'ubiquitous'],
    ['fr-002', 'ubiquitous'],
    ['sc-001', 'named'],
  ]);
  expect(spec.criteria.map((criterion) => [criterion.kind === 'command' ? criterion.run : '', criterion.proves])).toEqual([
    ['npx vitest run albums', ['us1-1', 'us1-2']],
    ['cargo test order', ['fr-001']],
    ['npm test', undefined],
  ]);
  expect(found?.notes).toEqual([
    expect.stringMatching(/patterns of EARS/),
    '1 edge case is kept as text: say what the system shall do in it.',
    'To be clarified still: how?.',
    '2 requirements are proven by no criterion yet.',
  ]);
});

const OPENSPEC = {
  'openspec/project.md': '# Project\n',
  'openspec/specs/cli/spec.md': `# cli Specification

## Purpose
What the program does.

## Requirements
### Requirement: Version
The program SHALL print its version.

#### Scenario: Asked
- **WHEN** \`--version\` is given
- **THEN** the version is printed
- **AND** the exit code is 0
`,
  'openspec/changes/add-json/proposal.md': '# Change: Print JSON\n\n## Why\nScripts read it.\n\n## What Changes\n- A flag\n',
  'openspec/changes/add-json/tasks.md':
    '## 1. Implementation\n- [ ] 1.1 Write it\n- [ ] 1.2 Run `go test ./...`\n- [ ] 1.3 Run `go vet .`\n',
  'openspec/changes/add-json/specs/cli/spec.md': `## ADDED Requirements

### Requirement: JSON
The program SHALL print JSON
when it is asked to.

#### Scenario: Flag
- **GIVEN** a result
- **WHEN** \`--json\` is given
- **THEN** the program SHALL print one object of \`src/**/__x.ts\`

#### Scenario: Orders
- **WHEN** it fails
- **THEN** print why:
  - the file
  - the line
- **AND** do not print JSON

#### Scenario: Free words
- It is fast

## REMOVED Requirements

### Requirement: XML
**Reason**: nobody reads it
`,
  'openspec/changes/archive/2026-01-01-old/proposal.md': '# Old\n',
};

test('OpenSpec: a change is work to do, a specification is what is there, the archive is left alone', async () => {
  put(OPENSPEC);
  const [change, capability, ...others] = await read();
  expect(others).toEqual([]);
  expect(change).toMatchObject({ tool: 'openspec', path: 'openspec/changes/add-json', slug: 'print-json', title: 'Print JSON' });
  const { goal, criteria } = specOf(change);
  expect(goal).toContain('The program SHALL print JSON\nwhen it is asked to. {#json}');
  expect(goal).toContain('- While a result, when `--json` is given, the program SHALL print one object of `src/**/__x.ts`. {#json-2}');
  expect(goal).toContain('- The system shall no longer do what the requirement “XML” asked. {#removed-xml}');
  expect(goal).toContain('- When it fails, the system shall print why: the file; the line and do not print JSON. {#json-3}');
  expect(goal).toContain('#### Scenario: Free words\n- It is fast\n');
  expect(goal.startsWith('## Why\nScripts read it.')).toBe(true);
  expect(criteria).toMatchObject([{ run: 'go vet .' }]);
  expect(requirementsOf(goal).map(({ id }) => id)).toEqual(['json', 'json-2', 'json-3', 'removed-xml']);
  expect(capability).toMatchObject({ title: 'cli', path: 'openspec/specs/cli' });
  expect(capability?.text).toContain(
    '- When `--version` is given, the system shall ensure that the version is printed and the exit code is 0. {#version-2}',
  );
  expect(capability?.notes.join('\n')).toMatch(/what is there already/);
});

test('the folder of one spec, or of several, can be chosen too', async () => {
  put({ ...KIRO, ...OPENSPEC });
  expect((await read('openspec')).map(({ path }) => path)).toEqual(['changes/add-json', 'specs/cli']);
  expect((await read('openspec/changes')).map(({ path }) => path)).toEqual(['add-json']);
  expect((await read('openspec/changes/add-json')).map(({ path }) => path)).toEqual(['.']);
  expect((await read('.kiro')).map(({ path }) => path)).toEqual(['specs/user-login']);
});

test('from outside of the project, what stands beside a spec is told of and not pointed to', async () => {
  put(KIRO);
  const project = mkdtempSync(join(tmpdir(), 'drover-project-'));
  const [found] = await importForeign({ root, project, taken: [] });
  rmSync(project, { recursive: true });
  expect(found?.text).not.toContain('design.md`');
  expect(found?.notes.join('\n')).toMatch(/Not carried over, and not in the project: .*design\.md, .*tasks\.md/);
});

test('nothing is read through a symbolic link, and a loop is not walked', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'drover-outside-'));
  mkdirSync(join(outside, 'spec'));
  writeFileSync(join(outside, 'spec', 'requirements.md'), 'secret');
  put(KIRO);
  symlinkSync(join(outside, 'spec'), join(root, '.kiro/specs/linked'));
  symlinkSync('..', join(root, '.kiro/specs/loop'));
  rmSync(join(root, '.kiro/specs/user-login/design.md'));
  symlinkSync(join(outside, 'spec', 'requirements.md'), join(root, '.kiro/specs/user-login/design.md'));
  const found = await read();
  rmSync(outside, { recursive: true });
  expect(found.map(({ path }) => path)).toEqual(['.kiro/specs/user-login']);
  expect(found[0]?.text).not.toContain('secret');
  expect(found[0]?.notes.filter((note) => note.includes('symbolic link'))).toHaveLength(3);
});

test('a file that cannot be read is told of, and the others come all the same', async () => {
  put({
    ...KIRO,
    '.kiro/specs/huge/requirements.md': 'x'.repeat(1_000_001),
    '.kiro/specs/latin/requirements.md': Buffer.from('# Gr\xf6\xdfe', 'latin1'),
    '.kiro/specs/wide/requirements.md': Buffer.from('\ufeff# Title', 'utf16le'),
    '.kiro/specs/folder/requirements.md/x': '',
  });
  const found = await read();
  expect(found.map(({ path }) => path)).toEqual(['.kiro/specs/user-login']);
  expect(found[0]?.notes).toEqual([
    expect.any(String),
    '.kiro/specs/huge/requirements.md was left out: the file is larger than 1 MB.',
    '.kiro/specs/latin/requirements.md was left out: the file is not UTF-8 text.',
    '.kiro/specs/wide/requirements.md was left out: the file is not UTF-8 text.',
  ]);
  rmSync(join(root, '.kiro/specs/user-login'), { recursive: true });
  await expect(read()).rejects.toThrow(/No spec could be read: .*larger than 1 MB/);
});

test('where there is nothing, it is said what is looked for', async () => {
  put({ 'requirements.md': '# pip\n', 'specs/note.md': 'x' });
  await expect(read()).rejects.toThrow(/No spec of spec-kit, Kiro or OpenSpec was found \(.*\)\. Choose a project that has/);
  await expect(read('none')).rejects.toThrow(/There is no such folder/);
});

test('texts that are made to take long do not', async () => {
  const long = ' '.repeat(60_000);
  const text = [
    `# Title${long}x`,
    '### Requirement 1',
    `#### Acceptance Criteria${'#'.repeat(50_000)}x`,
    `1. WHEN${long}x${',;.'.repeat(20_000)}x`,
    `2. **Given** a${long}b, **Then**${',;.'.repeat(20_000)}x`,
    '<!--'.repeat(20_000),
    '[NEEDS CLARIFICATION'.repeat(5_000),
  ].join('\n');
  put({ '.kiro/specs/a/requirements.md': text, 'specs/001-b/spec.md': text, 'openspec/changes/c/proposal.md': '# C' });
  put({ 'openspec/changes/c/specs/d/spec.md': text, '.kiro/specs/a/tasks.md': `${text}\n- [ ] ${'`a '.repeat(100_000)}` });
  expect((await read()).length).toBe(3);
});
