/** Files of which a part steers how the project is built and tested: that part is taken from the base, the rest from the patch. Pure. */
import { isMap, parseDocument } from 'yaml';

/** `text`: what is to stand there; `changed`: what was put back of the base, in words. */
export type MergedFields = { text: string; changed: string[] };

/** Keys of package.json that runners and installers read. Dependencies and what describes the package are not among them. */
const PACKAGE_KEYS = [
  ...['scripts', 'config', 'workspaces', 'overrides', 'resolutions', 'pnpm', 'packageManager', 'volta'],
  ...['jest', 'vitest', 'mocha', 'ava', 'tap', 'nyc', 'c8', 'karma', 'cypress', 'babel', 'browserslist', 'swc'],
  ...['eslintConfig', 'prettier', 'xo', 'husky', 'lint-staged', 'pre-commit', 'gitHooks', 'simple-git-hooks'],
];

/** Null: it cannot be told apart, so all of it is the base's. */
export function mergeFields(path: string, base: string, patched: string): MergedFields | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'package.json') return mergePackage(base, patched);
  return name === 'pyproject.toml' ? mergeSections(base, patched, TOML) : mergeSections(base, patched, CFG);
}

function mergePackage(base: string, patched: string): MergedFields | null {
  const [old, now] = [readObject(base), readObject(patched)];
  if (old === null || now === null) return null;
  const steers = new Set(PACKAGE_KEYS);
  const changed = PACKAGE_KEYS.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]));
  if (changed.length === 0) return { text: patched, changed };
  const kept = Object.entries(now).filter(([key]) => !steers.has(key) || Object.hasOwn(old, key));
  const merged = Object.fromEntries([
    ...kept.map(([key, value]) => [key, steers.has(key) ? old[key] : value]),
    ...Object.entries(old).filter(([key]) => steers.has(key) && !Object.hasOwn(now, key)),
  ]);
  const indent = /^\{\r?\n([ \t]+)/.exec(patched)?.[1] ?? '  ';
  return { text: `${JSON.stringify(merged, null, indent)}\n`, changed };
}

/** A plain JSON object; a key that occurs twice, which readers take differently, makes it none. */
function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const document = parseDocument(text, { uniqueKeys: true, logLevel: 'silent' });
    if (!isMap(document.contents) || document.errors.length > 0) return null;
    // A map's plain value is an object.
    return value as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Which sections steer; a section's name comes without quotes and white space. */
type Dialect = (section: string) => boolean;
const TOOLS = 'pytest|coverage|tox|nox|mypy|ruff|black|isort|flake8|pylint|hatch|pdm|poe|taskipy|setuptools|uv|pyright';
const TOML: Dialect = (section) =>
  section === 'tool' || section === 'build-system' || new RegExp(String.raw`^tool\.(?:${TOOLS})(?:\.|$)`).test(section);
const CFG: Dialect = (section) => new RegExp(`^(?:tool:)?(?:${TOOLS}|options)(?:[:._]|$)`).test(section);

interface Section {
  name: string;
  text: string;
}

function mergeSections(base: string, patched: string, steers: Dialect): MergedFields | null {
  const [old, now] = [sections(base), sections(patched)];
  if (old === null || now === null) return null;
  const before = new Map(old.filter(({ name }) => steers(name)).map((section) => [section.name, section]));
  const same = (name: string, text: string): boolean => before.get(name)?.text.trim() === text.trim();
  const present = new Set(now.map(({ name }) => name));
  const gone = [...before.keys()].filter((name) => !present.has(name));
  const changed = [...now.filter(({ name, text }) => steers(name) && !same(name, text)).map(({ name }) => name), ...gone];
  if (changed.length === 0) return { text: patched, changed };
  const kept = now.flatMap(({ name, text }) => (steers(name) ? (before.get(name)?.text ?? []) : text));
  const back = gone.map((name) => `\n${before.get(name)?.text ?? ''}`);
  return { text: [...kept, ...back].join(''), changed };
}

/** Null where the file could mean something else than its lines say: strings over several lines, a section twice, dotted keys on top. */
function sections(text: string): Section[] | null {
  if (/"""|'''/.test(text)) return null;
  const found: Section[] = [{ name: '', text: '' }];
  for (const line of text.split(/(?<=\n)/)) {
    const header = /^\s*\[\[?([^\]]+)\]\]?\s*(?:[#;].*)?$/.exec(line.trimEnd());
    if (header !== null) found.push({ name: (header[1] ?? '').replaceAll(/["'\s]/g, ''), text: '' });
    const last = found.at(-1);
    if (last !== undefined) last.text += line;
  }
  const names = found.map(({ name }) => name).filter((name) => name !== '');
  if (new Set(names).size < names.length) return null;
  return /^\s*["']?(?:tool|build-system)["']?\s*[.=]/m.test(found[0]?.text ?? '') ? null : found;
}
