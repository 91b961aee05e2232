/** Where Claude Code's session files are. */
import { opendir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

export interface SessionFile {
  path: string;
  size: number;
  /** Milliseconds since 1970. */
  changedAt: number;
}

/** A session's own file, where there is one, and those of its subagents. */
export interface SessionFiles {
  session: string;
  own: SessionFile | null;
  agents: { agent: string; file: SessionFile }[];
}

/** Folders in folders, no deeper than Claude Code's own: a picked folder may be anything. */
const DEEPEST = 6;

/** Claude Code's own places: `CLAUDE_CONFIG_DIR` (several, with commas), else the two that its versions use. */
export function defaultRoots(env: Record<string, string | undefined> = process.env, home: string = homedir()): string[] {
  const named = (env['CLAUDE_CONFIG_DIR'] ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const folders = named.length > 0 ? named : [join(home, '.claude'), join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'claude')];
  return folders.map((folder) => join(folder, 'projects'));
}

/** Oldest first: what a later session repeats was said, and paid for, in the earlier one. A root that is not there is empty. */
export async function findFiles(roots: readonly string[], signal: AbortSignal): Promise<SessionFiles[]> {
  const found = new Map<string, SessionFiles>();
  for (const root of roots) {
    for await (const path of jsonlFiles(resolve(root), 0, signal)) {
      const file = await fileAt(path);
      if (file === null) continue;
      const { folder, session, agent } = placeOf(path);
      const key = `${folder}\n${session}`;
      const files = found.get(key) ?? { session, own: null, agents: [] };
      found.set(key, files);
      if (agent === null) files.own = file;
      else files.agents.push({ agent, file });
    }
  }
  for (const { agents } of found.values()) agents.sort((a, b) => a.file.changedAt - b.file.changedAt);
  return [...found.values()].toSorted((a, b) => ageOf(a) - ageOf(b));
}

/** `<folder>/<session>.jsonl`, `<folder>/<session>/subagents/agent-<agent>.jsonl`, and of older versions `<folder>/agent-<agent>.jsonl`. */
function placeOf(path: string): { folder: string; session: string; agent: string | null } {
  const name = basename(path, '.jsonl');
  const folder = dirname(path);
  const agent = /^agent-(.+)$/.exec(name)?.[1];
  if (agent === undefined) return { folder, session: name, agent: null };
  if (basename(folder) !== 'subagents') return { folder, session: name, agent };
  const of = dirname(folder);
  return { folder: dirname(of), session: basename(of), agent };
}

const ageOf = ({ own, agents }: SessionFiles): number => own?.changedAt ?? agents[0]?.file.changedAt ?? 0;

/** Symbolic links are not followed: they may lead in a circle. */
async function* jsonlFiles(folder: string, depth: number, signal: AbortSignal): AsyncGenerator<string> {
  if (depth > DEEPEST || signal.aborted) return;
  const entries = await opendir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || depth > 0) return null;
    throw error;
  });
  if (entries === null) return;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* jsonlFiles(path, depth + 1, signal);
    else if (entry.isFile() && entry.name.endsWith('.jsonl')) yield path;
  }
}

/** Null where it went meanwhile. */
async function fileAt(path: string): Promise<SessionFile | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : { path, size: found.size, changedAt: found.mtimeMs };
}
