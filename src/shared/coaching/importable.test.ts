import { expect, test } from 'vitest';
import { importableEntries } from './importable.ts';

test('outermost bullets of a file of rules are entries, with what belongs to them', () => {
  const text =
    '# Rules\n\n- Use tabs.\n  - also in YAML\n- Run `npm test`.\n\n```\n- no rule\n```\n\n1. not a bullet\n\n## Style\n\n* Be brief.\n';
  expect(importableEntries(text)).toEqual([
    { text: 'Use tabs.\n- also in YAML', paths: [], line: 3 },
    { text: 'Run `npm test`.', paths: [], line: 5 },
    { text: 'Be brief.', paths: [], line: 15 },
  ]);
});

test('what is coaching already is left out, told or archived', () => {
  const text =
    '- Ours\n\n<!-- drover:coaching -->\n\n- Told <!-- id: told -->\n\n## Archive\n\n- Pruned <!-- id: pruned -->\n\n<!-- /drover:coaching -->\n';
  expect(importableEntries(text).map(({ text: words }) => words)).toEqual(['Ours']);
});

test('front matter says for which files', () => {
  const rule = (front: string): string[] => importableEntries(`---\n${front}\n---\n\n- Use hooks.\n`).flatMap(({ paths }) => paths);
  expect(rule('description: x\nglobs: src/**/*.tsx, test/**')).toEqual(['src/**/*.tsx', 'test/**']);
  expect(rule('globs: *.ts')).toEqual(['*.ts']);
  expect(rule('globs: ["a/**", "b"]')).toEqual(['a/**', 'b']);
  expect(rule('applyTo: "**"')).toEqual([]);
  expect(rule('applyTo: "a -->; id: b"')).toEqual([]);
  expect(importableEntries('---\nglobs: "x/**"\n---\n- Use hooks.\r\n')).toEqual([{ text: 'Use hooks.', paths: ['x/**'], line: 4 }]);
});
