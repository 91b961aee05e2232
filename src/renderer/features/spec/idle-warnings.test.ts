import { expect, test } from 'vitest';
import { idleGlobs } from '../../../shared/idle-globs.ts';
import { draftOf } from '../../../shared/spec-draft.ts';
import { idleAt, ofProject } from './idle-warnings.ts';

const text = `---
title: T
colour: blue
protect: ['fixtures/**']
criteria:
  - { id: a, kind: diff, mustChange: ['src/**', 'srcs/**'] }
  - { id: b, kind: diff, mustNotChange: ['tests/**'] }
---

Do it.
`;
const spec = draftOf(text);
const checked = [...spec.warnings, ...idleGlobs(text, ['src/a.js', 'test/a.js'])];

test('what the text alone says is not said twice', () => {
  expect(spec.warnings).toHaveLength(1);
  expect(ofProject(checked, spec).map(({ path }) => path)).toEqual(['criteria.0.mustChange.1', 'criteria.1.mustNotChange.0', 'protect.0']);
});

test('each card says which of its globs match no file', () => {
  const at = (index: number): string => idleAt(checked, `criteria.${index}.`, spec.criteria[index]?.values ?? {});
  expect(idleAt(checked, '', { protect: spec.protect })).toContain('"fixtures/**"');
  expect(at(0)).toContain('"srcs/**"');
  expect(at(1)).toContain('"tests/**"');
  expect(idleAt(checked, 'criteria.1.', { mustNotChange: ['test/**'] }), 'it was changed since').toBe('');
  expect(idleAt(checked, 'criteria.0.', spec.criteria[1]?.values ?? {}), 'the cards changed places').toBe('');
});
