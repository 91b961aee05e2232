/** Sessions that were judged, in a profile of their own: a repository with a change, a log that says what the gate found. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLog } from '../../src/main/log/log.ts';
import { createWorkspaces } from '../../src/main/workspace/workspaces.ts';
import type { CriterionResult } from '../../src/shared/criteria.ts';
import { writeJudgedSession, type JudgedSession } from '../../test/sessions/judged-session.ts';
import { git, makeRepository, write } from './repository.ts';

export interface Change {
  root: string;
  base: string;
  commit: string;
  tree: string;
}

/** A repository at its base, and a commit beside it that no branch has. */
export function makeChange(root: string, before: Record<string, string>, change: () => void): Change {
  makeRepository(root, before);
  const base = git(root, 'rev-parse', 'HEAD');
  change();
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--no-verify', '--message=The worker was here');
  const commit = git(root, 'rev-parse', 'HEAD');
  const tree = git(root, 'rev-parse', 'HEAD^{tree}');
  return { root, base, commit, tree };
}

/** Writes the sessions, brings their commits into the project's store, and takes the change out of the user's branch. */
export async function writeJudged(dataDir: string, change: Change, sessions: readonly JudgedSession[]): Promise<string[]> {
  mkdirSync(dataDir, { recursive: true });
  const workspaces = createWorkspaces({ dataDir });
  const log = openLog(join(dataDir, 'log.db'));
  try {
    const ids: string[] = [];
    for (const session of sessions) {
      const id = await writeJudgedSession(log, session);
      for (const commit of [change.base, change.commit]) await workspaces.hold({ session: id, root: change.root, commit });
      ids.push(id);
    }
    git(change.root, 'reset', '--quiet', '--hard', change.base);
    return ids;
  } finally {
    workspaces.close();
    await log.close();
  }
}

/** A result of a command, with what is of interest in its place. */
export function resultOf(id: string, over: Partial<CriterionResult> & { stdout?: string } = {}): CriterionResult {
  const { stdout = '', ...rest } = over;
  return {
    id,
    title: id,
    kind: 'command',
    visibility: 'shown',
    weight: 'must',
    passed: true,
    reason: 'It exited 0.',
    evidence: {
      subject: 'npm test',
      exitCode: 0,
      stdout: { head: stdout, tail: '', bytes: stdout.length },
      stderr: { head: '', tail: '', bytes: 0 },
      durationMs: 1840,
    },
    ...rest,
  };
}

export { write };
