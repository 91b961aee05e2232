/** kill -9 of the application where a session waits for a place, where its verdict is accepted, and where a pull request is opened. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDrover } from '../../src/main/app/drover.ts';
import { bundle } from '../../src/main/log/testing-bundle.ts';
import { expectKept, expectSound } from './audit.ts';
import { makeGround, MODEL, SLUG } from './ground.ts';
import { live, type Life } from './life.ts';
import type { ChildJob } from './testing-child.ts';

const LIMIT_MS = 5 * 60_000;
const DEATHS = ['sandbox.awaited', 'verdict.accepted', 'verdict.pull_request'].flatMap((type) => [`before ${type}`, `after ${type}`]);

/** Stands in for GitHub's own: it opens a pull request for a branch once. */
const GH = `#!/bin/sh
dir=$(dirname "$0")
case "$1 $2" in
  'repo view') echo '{"nameWithOwner":"acme/widgets","url":"https://github.test/acme/widgets","defaultBranchRef":{"name":"main"},"viewerPermission":"WRITE"}' ;;
  'pr create')
    cat > /dev/null
    if [ -f "$dir/opened" ]; then
      echo 'a pull request for branch "x" into branch "main" already exists: https://github.test/acme/widgets/pull/7' >&2
      exit 1
    fi
    echo opened >> "$dir/opened"
    echo 'https://github.test/acme/widgets/pull/7' ;;
esac
`;

describe('two sessions in one place, and what is decided of the first', { timeout: LIMIT_MS }, () => {
  const path = process.env['PATH'] ?? '';
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drover-decisions-crash-'));
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'gh'), GH);
    chmodSync(join(bin, 'gh'), 0o755);
    process.env['PATH'] = `${bin}:${path}`;
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true, force: true });
  });

  it('are each done once, wherever the application is killed', async () => {
    const worker = (await bundle('store-worker.ts', folder)).href;
    const child = fileURLToPath(await bundle(new URL('testing-deciding-child.ts', import.meta.url), folder));
    const dataDir = join(folder, 'data');
    const { project, resources } = makeGround(folder, 4);
    const remote = join(folder, 'acme', 'widgets.git');
    execFileSync('git', ['init', '--quiet', '--bare', remote]);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8' }).trim();
    git('remote', 'add', 'origin', remote);
    const job: Omit<ChildJob, 'death'> = {
      ...{ dataDir, resources, worker, project, slug: SLUG, model: MODEL, fork: null },
      target: { kind: 'local', id: 'local', name: 'This computer', isolation: 'bubblewrap', toolPaths: [], places: 1 },
    };
    const lives: Life[] = [];
    for (const at of [...DEATHS, null]) {
      const life = await live(child, job, at === null ? null : { kind: 'at', at }, AbortSignal.timeout(LIMIT_MS));
      lives.push(life);
      const end = at === null ? { t: 'rested', stopReason: 'end_turn', passed: true, problem: null } : { t: 'dies', at };
      expect({ at, end: life.told.at(-1), errors: life.errors }).toEqual({ at, end, errors: '' });
    }

    const drover = await openDrover({ dataDir, resources, cipher: null });
    try {
      const told = lives.flatMap((life) => life.told).filter((line) => line.t === 'stored');
      const all = drover.log.sessions().map(({ id }) => expectSound(drover, id));
      expect(all).toHaveLength(2);
      const ids = all.map((events) => new Set(events.map(({ id }) => id)));
      expect(told.filter(({ id }) => !ids.some((known) => known.has(id)))).toEqual([]);
      all.forEach((events, i) =>
        expectKept(
          events,
          told.filter(({ id }) => ids[i]?.has(id)),
        ),
      );
      const count = (type: string): number => all.flat().filter((event) => event.type === type).length;
      expect([...new Set(DEATHS.map((at) => at.split(' ')[1] ?? ''))].map(count)).toEqual([1, 1, 1]);
      expect(count('verdict.ended')).toBe(2);
      expect(git('branch', '--list', 'drover/*', '--format=%(refname:short)')).toBe('drover/marks');
      const accepted = all.flat().find((event) => event.type === 'verdict.accepted');
      expect(accepted).toMatchObject({ commit: git('rev-parse', 'drover/marks') });
      expect(execFileSync('git', ['--git-dir', remote, 'rev-parse', 'drover/marks'], { encoding: 'utf8' }).trim()).toBe(
        git('rev-parse', 'drover/marks'),
      );
      expect(readFileSync(join(folder, 'bin', 'opened'), 'utf8')).toBe('opened\n');
      expect(await (await drover.targets.get('local')).list()).toEqual([]);
    } finally {
      await drover.close();
    }
  });
});
