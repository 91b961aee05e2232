/** From an accepted verdict to a pull request: a stand-in for gh on the PATH, and a bare repository as the remote. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summarize } from '../../shared/summary.ts';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const GH = `#!/bin/sh
dir=$(dirname "$0")
for arg do printf '%s\\n' "$arg" >> "$dir/asked"; done
echo -- >> "$dir/asked"
env > "$dir/env"
case "$1 $2" in
  'auth status') [ ! -f "$dir/signed-out" ] || { echo 'You are not logged into any GitHub hosts.' >&2; exit 1; } ;;
  'repo view') cat "$dir/view.json" ;;
  'pr create')
    cat > "$dir/body"
    if [ -f "$dir/exists" ]; then
      echo 'a pull request for branch "x" into branch "main" already exists:' >&2
      echo 'https://github.test/acme/widgets/pull/7' >&2
      exit 1
    fi
    [ ! -f "$dir/refuses" ] || { printf 'GraphQL: \\033[31mNo commits\\n' >&2; exit 1; }
    echo 'https://github.test/acme/widgets/pull/7' ;;
esac
`;

const at = stage();
const path = process.env['PATH'] ?? '';
let bin: string;
let remote: string;
let project: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8', stdio: 'pipe' }).trim();
const asked = () =>
  readFileSync(join(bin, 'asked'), 'utf8')
    .split('--\n')
    .filter((call) => call !== '')
    .map((call) => call.trimEnd().split('\n'));
const mark = (name: string) => writeFileSync(join(bin, name), '');
const view = (nameWithOwner: string, viewerPermission = 'WRITE') =>
  writeFileSync(
    join(bin, 'view.json'),
    JSON.stringify({ nameWithOwner, url: `https://github.test/${nameWithOwner}`, defaultBranchRef: { name: 'main' }, viewerPermission }),
  );

beforeEach(async () => {
  bin = join(at.dataDir, 'bin');
  remote = join(at.dataDir, 'remotes', 'acme', 'widgets.git');
  for (const folder of [bin, remote]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(bin, 'gh'), GH);
  chmodSync(join(bin, 'gh'), 0o755);
  process.env['PATH'] = `${bin}:${path}`;
  view('acme/widgets');
  project = await at.project();
  execFileSync('git', ['init', '--quiet', '--bare', remote]);
});
afterEach(() => void (process.env['PATH'] = path));

describe('a pull request', { timeout: TIME_LIMIT_MS }, () => {
  it('is opened for the branch that was accepted, once, and the log says where', async () => {
    const session = await at.run('sent-back');
    const wanted = { title: 'Read several\nunits', body: 'It reads `1h30m`.\n--draft', base: 'main', draft: true };
    await expect(at.drover.openPullRequest(session, wanted)).rejects.toThrow('no branch to open a pull request for');
    const { branch, commit } = await at.drover.accept(session, 'drover/units', 'Read several units');
    git('remote', 'add', 'elsewhere', join(at.dataDir, 'remotes', 'other.git'));
    git('remote', 'add', 'upstream', remote);
    expect(await at.drover.pullRequestReady(session)).toEqual({ ready: true, repository: 'acme/widgets', base: 'main' });

    expect(await at.drover.openPullRequest(session, wanted)).toBe('https://github.test/acme/widgets/pull/7');
    expect(execFileSync('git', ['--git-dir', remote, 'rev-parse', branch], { encoding: 'utf8' }).trim()).toBe(commit);
    expect(asked().at(-1)).toEqual([
      ...[
        'pr',
        'create',
        '--repo=acme/widgets',
        `--head=${branch}`,
        '--base=main',
        '--title=Read several ⏎ units',
        '--body-file=-',
        '--draft',
      ],
    ]);
    expect(readFileSync(join(bin, 'body'), 'utf8')).toBe(wanted.body);
    expect(readFileSync(join(bin, 'env'), 'utf8')).toMatch(/^GH_PROMPT_DISABLED=1$/m);
    expect(summarize(session, at.drover.board.state(session))?.pullRequest).toBe('https://github.test/acme/widgets/pull/7');
    await expect(at.drover.openPullRequest(session, wanted)).rejects.toThrow('There is a pull request already');
    expect(at.drover.log.verify(session)).toMatchObject({ ok: true });
  });

  it('that is there already is the answer; what gh refuses is said in visible characters; nothing is overwritten', async () => {
    const session = await at.run('sent-back');
    await at.drover.accept(session, 'drover/units', 'Read several units');
    git('remote', 'add', 'origin', remote);
    const wanted = { title: 'T', body: '', base: 'main', draft: false };
    mark('refuses');
    await expect(at.drover.openPullRequest(session, wanted)).rejects.toThrow('GraphQL: ␛[31mNo commits');
    expect(at.types(session)).not.toContain('verdict.pull_request');
    mark('exists');
    expect(await at.drover.openPullRequest(session, wanted)).toContain('/pull/7');

    const other = await at.run('sent-back');
    git('push', '--quiet', 'origin', 'HEAD:refs/heads/drover/again');
    git('commit', '--quiet', '--allow-empty', '--message=Somebody else was faster');
    git('push', '--quiet', 'origin', 'HEAD:refs/heads/drover/again');
    await at.drover.accept(other, 'drover/again', 'Again');
    await expect(at.drover.openPullRequest(other, wanted)).rejects.toThrow('origin has other commits on this branch');
  });

  it('is not ready, and says why, where something is missing', async () => {
    const session = await at.run('refuses');
    const reason = async () => {
      const ready = await at.drover.pullRequestReady(session);
      return ready.ready ? 'ready' : ready.reason;
    };
    expect(await reason()).toContain('has no remote');
    git('remote', 'add', 'origin', `${remote}/`);
    expect(await reason()).toBe('ready');
    view('acme/gadgets');
    expect(await reason()).toContain('no remote of this repository is that one');
    view('acme/widgets', 'READ');
    expect(await reason()).toContain('You may not push to acme/widgets');
    writeFileSync(join(bin, 'view.json'), 'no repositories found\n');
    expect(await reason()).toContain('not understood');
    mark('signed-out');
    expect(await reason()).toContain('gh auth login');
    rmSync(join(bin, 'gh'));
    symlinkSync(execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(), join(bin, 'git'));
    process.env['PATH'] = bin;
    expect(await reason()).toContain('is not installed');
  });
});
