/**
 * The settings file: small, written whole, and read again where another process has written it: the window and the terminal are
 * at work on one folder at once. Keys and passwords are never in it.
 */
import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import { Settings } from '../../shared/settings.ts';
import { writeWhole } from './write-whole.ts';

export interface SettingsStore {
  /** As they are on the disk now; as they were last read where the file cannot be read. */
  get(): Settings;
  /** Replaces the settings by what `change` makes of them, on disk first. Throws a `ProblemError` where that is not possible. */
  update(change: (settings: Settings) => Settings): Settings;
  /** @returns the function that ends it */
  onChange(listener: (settings: Settings) => void): () => void;
  /** Why the file was put aside when it was opened, and what became of it; null where it was fine. */
  readonly problem: Problem | null;
}

/**
 * Opens the settings, or begins with the defaults. A file that is broken or from a newer Drover is copied beside itself
 * first, and what could be read of it is kept: above all the installation's name, by which it finds its sandboxes.
 */
export function openSettings(file: string): SettingsStore {
  // Before it is read: what is written meanwhile is then read again.
  let version = versionOf(file);
  const { settings, problem } = load(file);
  const listeners = new Set<(settings: Settings) => void>();
  let current = settings;
  const become = (changed: Settings): Settings => {
    current = changed;
    for (const listener of listeners) listener(changed);
    return changed;
  };
  const get = (): Settings => {
    const now = versionOf(file);
    if (now === version) return current;
    version = now;
    const read = Settings.safeParse(parseJson(readAgain(file)));
    // What somebody is still writing by hand is left alone until it can be read.
    return read.success && JSON.stringify(read.data) !== JSON.stringify(current) ? become(read.data) : current;
  };
  return {
    problem,
    get,
    update(change) {
      return become(save(file, change(get())));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Nothing to sign in to, and one place to work: this computer, isolated. */
export function defaultSettings(): Settings {
  return {
    version: 1,
    installation: randomBytes(8).toString('hex'),
    theme: 'system',
    providers: [],
    targets: [{ kind: 'local', id: 'local', name: 'This computer', isolation: 'bubblewrap', toolPaths: [] }],
    projects: [],
  };
}

function load(file: string): { settings: Settings; problem: Problem | null } {
  const text = readText(file);
  if (text === undefined) return { settings: save(file, defaultSettings()), problem: null };
  const value = parseJson(text);
  const parsed = Settings.safeParse(value);
  if (parsed.success) return { settings: parsed.data, problem: null };
  const copy = `${file}.${new Date()
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 14)}.kept`;
  copyFileSync(file, copy);
  const what = isNewer(value) ? 'The settings were written by a newer version of Drover' : 'The settings file could not be read whole';
  const settings = save(file, salvage(value));
  return {
    settings,
    problem: { what, where: file, todo: `What could be read is in use; the file as it was is kept as ${copy}. Look through the settings.` },
  };
}

function save(file: string, settings: Settings): Settings {
  const checked = Settings.safeParse(settings);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw new ProblemError({
      what: `These settings cannot be saved: ${issue?.message ?? 'they are malformed'}`,
      where: issue?.path.join('.') ?? 'settings',
      todo: 'Correct the value and save again.',
    });
  }
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeWhole(file, `${JSON.stringify(checked.data, null, 2)}\n`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError(
      {
        what: `The settings could not be written: ${why}`,
        where: file,
        todo: 'Free some disk space or correct the rights of the folder, then save again.',
      },
      { cause },
    );
  }
  return checked.data;
}

/** Changes with each writing of the file, which is always another file under its name. */
function versionOf(file: string): string {
  const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? '' : `${facts.ino} ${facts.mtimeNs} ${facts.size}`;
}

function readAgain(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError(
      { what: `The settings could not be read: ${why}`, where: file, todo: 'Correct the rights of the file and start Drover again.' },
      { cause },
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNewer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'number' && value.version > 1;
}

/** The defaults, and over them each field that is sound; of a list, each sound entry. */
function salvage(value: unknown): Settings {
  const found = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  const sound = <T>(
    schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
    field: string,
    otherwise: T,
  ): T => {
    const parsed = schema.safeParse(found.get(field));
    return parsed.success ? parsed.data : otherwise;
  };
  const entries = <T>(schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } }, field: string): T[] => {
    const list: unknown = found.get(field);
    return (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
      const parsed = schema.safeParse(entry);
      return parsed.success ? [parsed.data] : [];
    });
  };
  const defaults = defaultSettings();
  const { shape } = Settings;
  const targets = entries(shape.targets.element, 'targets');
  return {
    ...defaults,
    installation: sound(shape.installation, 'installation', defaults.installation),
    theme: sound(shape.theme, 'theme', defaults.theme),
    dailyBudget: sound(shape.dailyBudget, 'dailyBudget', undefined),
    trials: sound(shape.trials, 'trials', undefined),
    providers: entries(shape.providers.element, 'providers'),
    targets: targets.some((target) => target.id === 'local') ? targets : [...defaults.targets, ...targets],
    projects: entries(shape.projects.element, 'projects'),
  };
}
