import { describe, expect, it } from 'vitest';
import { mergeFields } from './merge-fields.ts';

describe('package.json', () => {
  const merge = (base: unknown, patched: unknown) => {
    const merged = mergeFields('a/package.json', JSON.stringify(base), JSON.stringify(patched));
    return merged === null ? null : { ...merged, text: JSON.parse(merged.text) as unknown };
  };
  it('keeps what is not about running: the text to the byte', () => {
    const text = '{ "name": "a",\n\t"dependencies": {"b": "1"} }';
    expect(mergeFields('package.json', '{"name":"a"}', text)).toEqual({ text, changed: [] });
  });
  it('takes scripts and runners from the base, in place, added and removed ones too', () =>
    expect(merge({ scripts: { test: 'a' }, jest: { x: 1 } }, { name: 'n', scripts: { test: 'exit 0' }, mocha: {}, version: '2' })).toEqual({
      text: { name: 'n', scripts: { test: 'a' }, version: '2', jest: { x: 1 } },
      changed: ['scripts', 'jest', 'mocha'],
    }));
  it.each(['[]', 'no json', '{"scripts":{},"scripts":{"test":"exit 0"}}', 'null'])('is all the base’s where it is %s', (text) =>
    expect(mergeFields('package.json', '{}', text)).toBeNull(),
  );
});

describe('pyproject.toml', () => {
  const base = '[project]\nname = "a"\n\n[tool.pytest.ini_options]\naddopts = "-ra"\n';
  it('takes the sections of test tools from the base', () =>
    expect(mergeFields('pyproject.toml', base, '[project]\nname = "b"\n\n[tool.pytest.ini_options]\naddopts = "-k none"\n')).toEqual({
      text: '[project]\nname = "b"\n\n[tool.pytest.ini_options]\naddopts = "-ra"\n',
      changed: ['tool.pytest.ini_options'],
    }));
  it('puts back one that was taken out, and takes out one that is new, however its name is written', () => {
    expect(mergeFields('pyproject.toml', base, '[project]\nname = "b"\n')?.text).toContain('[tool.pytest.ini_options]\naddopts = "-ra"\n');
    expect(mergeFields('pyproject.toml', '[project]\n', '[project]\n[ "tool" . coverage.run ]\nomit = ["*"]\n')).toEqual({
      text: '[project]\n',
      changed: ['tool.coverage.run'],
    });
  });
  it.each(['[a]\nx = """\n[tool.pytest]\n"""\n', 'tool.pytest.ini_options.addopts = "-k none"\n[project]\n', '[project]\n[project]\n'])(
    'is all the base’s where lines may mean something else: %j',
    (text) => expect(mergeFields('pyproject.toml', base, text)).toBeNull(),
  );
});

it('setup.cfg: the sections of test tools, not the metadata', () =>
  expect(mergeFields('setup.cfg', '[metadata]\nname = a\n', '[metadata]\nname = b\n[tool:pytest]\naddopts = -k none\n')).toEqual({
    text: '[metadata]\nname = b\n',
    changed: ['tool:pytest'],
  }));
