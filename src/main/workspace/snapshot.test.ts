import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlainSandbox } from './plain-sandbox.test-support.ts';
import { createFixture, type Fixture } from './workspace.test-support.ts';

const session = 'sesn_snapshot0001';
let fixture: Fixture;
let worker: PlainSandbox;
let base: string;
let calls: number;

beforeEach(async () => {
  fixture = createFixture({ limits: { maxFileBytes: 100_000, maxPackBytes: 5_000_000 } });
  fixture.write('.gitignore', 'ignored/\n*.log\n');
  fixture.write('kept.txt', 'kept\n');
  fixture.write('moved.txt', 'line\n'.repeat(40));
  fixture.write('gone.txt', 'gone\n');
  fixture.write('run.sh', 'true\n');
  fixture.write('big-but-mine.bin', new Uint8Array(150_000));
  base = fixture.commit();
  worker = await fixture.sandbox();
  await fixture.workspaces.seed(worker, { session, root: fixture.root, base, snapshot: null, prefix: 'seed' });
  calls = 0;
});
afterEach(() => fixture.remove());

const take = () => fixture.workspaces.snapshot(worker, { session, root: fixture.root, base, prefix: `snap${calls++}` });
const diff = async (commit: string) => (await fixture.workspaces.diff({ root: fixture.root, base, commit })).files;
const summary = async (commit: string) =>
  (await diff(commit)).map((file) => `${file.status} ${file.oldPath === null ? '' : `${file.oldPath} -> `}${file.path}`);

/** Checks a snapshot out in a new sandbox, the way a gate does, and answers what a command says there. */
async function inGate(commit: string, command: string): Promise<string> {
  const gate = await fixture.sandbox();
  await fixture.workspaces.checkout(gate, { session, root: fixture.root, commit: base, prefix: 'gate' });
  const patched = await fixture.workspaces.applyPatch(gate, { root: fixture.root, base, tree: commit, prefix: 'gate' });
  expect(patched).toEqual({ ok: true, tree: await fixture.workspaces.treeOf({ root: fixture.root, commit }) });
  return gate.sh(command);
}

test('a workspace that nobody changed is the base itself', async () => {
  expect(await take()).toMatchObject({ commit: base, collected: true, files_changed: 0, insertions: 0, deletions: 0, left_out: [] });
});

test('every kind of change arrives, and the patch turns it into the same tree elsewhere', async () => {
  await worker.sh(`
    mv moved.txt "moved there.txt"; rm gone.txt; chmod +x run.sh; : > empty
    printf 'a\\0b\\377' > binary; ln -s kept.txt link; ln -s /etc/passwd outside; mkdir -p a/b; echo deep > a/b/c
    printf x > "$(printf 'new\\nline')"; printf y > "$(printf 'latin\\351')"; printf z > '-dash'; printf q > '"quoted" \\name'
    printf r > ':(exclude)kept.txt'; printf s > '*'
    mkdir ignored; echo no > ignored/x; echo no > debug.log; rm kept.txt; mkdir kept.txt; echo dir > kept.txt/inside; mkfifo pipe`);
  const { commit, left_out } = await take();
  expect(left_out).toEqual([]);
  expect((await summary(commit)).toSorted()).toEqual(
    [
      'added "quoted" \\name',
      'added *',
      'added -dash',
      'added :(exclude)kept.txt',
      'added a/b/c',
      'added binary',
      'added empty',
      'added kept.txt/inside',
      'added latin\uFFFD',
      'added link',
      'added new\nline',
      'added outside',
      'deleted gone.txt',
      'deleted kept.txt',
      'modified run.sh',
      'renamed moved.txt -> moved there.txt',
    ].toSorted(),
  );
  expect((await diff(commit)).find((file) => file.path === 'binary')).toMatchObject({ binary: true, insertions: 0 });
  const seen = await inGate(
    commit,
    `ls | grep -c . ; cat kept.txt/inside; readlink link; test -x run.sh && echo executable; ls ignored 2>&1; od -An -tx1 binary; cat "$(printf 'latin\\351')"`,
  );
  expect(seen).toMatch(/dir\nkept\.txt\nexecutable\n/);
  expect(seen).toMatch(/No such file[^]*61 00 62 ff\ny$/);
});

test('a worker who commits, switches branches, stashes or stages is neither disturbed nor believed', async () => {
  await worker.sh(
    'echo 1 > committed; git add -A; git commit -qm one; git checkout -qb other; echo 2 > staged; git add staged; echo 3 > loose',
  );
  const before = await worker.sh('git status --porcelain; git log --format=%H --all; git for-each-ref; sha256sum .git/index .git/HEAD');
  const { commit } = await take();
  expect(await summary(commit)).toEqual(['added committed', 'added loose', 'added staged']);
  expect(await worker.sh('git status --porcelain; git log --format=%H --all; git for-each-ref; sha256sum .git/index .git/HEAD')).toBe(
    before,
  );
});

describe('hostile or broken repositories of the worker', () => {
  test('.git removed', async () => {
    await worker.sh('rm -rf .git; echo new > new');
    expect(await summary((await take()).commit)).toEqual(['added new']);
  });

  test('.git replaced by a file that points elsewhere', async () => {
    await worker.sh('rm -rf .git; echo "gitdir: /nonexistent" > .git; echo new > new');
    expect(await summary((await take()).commit)).toEqual(['added new']);
  });

  test('planted hooks, fsmonitor, filters and configuration run nothing and change nothing', async () => {
    await worker.sh(`
      planted="$PWD/../planted"; printf '#!/bin/sh\\necho "$0 $*" >> %s\\ncat\\n' "$planted" > ../evil; chmod +x ../evil
      evil="$(cd ..; pwd)/evil"
      for where in "--file .git/config" "--file ../.gitconfig"; do
        git config $where core.fsmonitor "$evil"; git config $where core.hooksPath "$(cd ..; pwd)"; git config $where filter.x.clean "$evil"
        git config $where filter.x.smudge "$evil"; git config $where core.excludesFile "$(cd ..; pwd)/everything"; git config $where core.worktree /
        git config $where diff.external "$evil"; git config $where core.pager "$evil"
      done
      echo '*' > ../everything; mkdir -p .git/hooks .git/info; cp ../evil .git/hooks/post-index-change; echo '*' > .git/info/exclude
      echo '* filter=x diff=x' > .gitattributes; echo new > new`);
    const { commit } = await take();
    expect(await summary(commit)).toEqual(['added .gitattributes', 'added new']);
    expect(await worker.sh('cat ../planted 2>/dev/null || echo nothing ran')).toBe('nothing ran\n');
  });

  test("Drover's own repository in the sandbox removed: it is made again", async () => {
    await worker.sh('echo 1 > first');
    await take();
    await worker.sh(`rm -rf .git/drover /tmp/drover-${worker.id}.*; echo 2 > second`);
    expect(await summary((await take()).commit)).toEqual(['added first', 'added second']);
  });

  test("a killed snapshot's leftovers stop nothing", async () => {
    await worker.sh(`echo x > /tmp/drover-${worker.id}.work.index.lock; echo x > .git/drover/index.lock; echo 1 > new`);
    expect(await summary((await take()).commit)).toEqual(['added new']);
  });

  test('a tree that git would not make is refused', async () => {
    // The sandbox's answer is replaced by one that names a tree with an entry `.git`.
    await worker.sh(`
      export GIT_DIR=.git/drover; blob=$(echo evil | git hash-object -w --stdin)
      printf '100644 blob %s\\t.git\\n' "$blob" | git mktree > ../tree; git pack-objects --revs --stdout -q < ../tree > ../pack`);
    const tree = (await worker.sh('cat ../tree')).trim();
    const lying: typeof worker = {
      ...worker,
      execute: async (id, operation, options) => {
        const result = await worker.execute(id, operation, options);
        const packed = /^pack (\d+)$/m.exec(result.stdout.head);
        if (packed) await worker.sh('cp ../pack "$(ls -t /tmp/drover-' + worker.id + '.out-*.pack | head -n 1)"');
        return packed ? { ...result, stdout: { ...result.stdout, head: `tree ${tree}\npack 500\nleft 0\n` } } : result;
      },
    };
    await worker.sh('echo x > x');
    await expect(fixture.workspaces.snapshot(lying, { session, root: fixture.root, base, prefix: 'lie' })).rejects.toThrow(
      /refused: git found its objects malformed/,
    );
  });

  test('an answer that is no report is refused', async () => {
    for (const head of [
      '',
      'tree ../../x\npack 1\nleft 0',
      'tree --upload-pack=x\npack 1\nleft 0',
      `tree ${'f'.repeat(40)}\npack 0\nleft 0`,
    ]) {
      const lying = {
        ...worker,
        execute: async (id: string, operation: Parameters<PlainSandbox['execute']>[1]) => ({
          ...(await worker.execute(`${id}${calls++}`, operation)),
          stdout: { head, tail: '', bytes: 0 },
        }),
      };
      await expect(fixture.workspaces.snapshot(lying, { session, root: fixture.root, base, prefix: 'lie' })).rejects.toThrow(/refused/);
    }
  });
});

test('a repository inside the workspace comes with its files', async () => {
  await worker.sh(`
    git init -q sub; echo 1 > sub/one; git -C sub add -A; git -C sub -c user.name=x -c user.email=x commit -qm x; echo 2 > sub/two
    git init -q sub/inner; echo 3 > sub/inner/three; echo no > sub/inner/x.log; git init -q 'with space'; echo 4 > 'with space/four'
    mkdir -p ignored; git init -q ignored/repo; echo 5 > ignored/repo/five; mkdir file; echo 'gitdir: /nowhere' > file/.git; echo 6 > file/six`);
  const { commit } = await take();
  expect(await summary(commit)).toEqual([
    'added file/six',
    'added sub/inner/three',
    'added sub/one',
    'added sub/two',
    'added with space/four',
  ]);
  await worker.sh('rm sub/one; rm -rf sub/inner/.git');
  expect(await summary((await take()).commit)).toEqual([
    'added file/six',
    'added sub/inner/three',
    'added sub/two',
    'added with space/four',
  ]);
});

test("the project's own submodules stay what they are", async () => {
  const library = `${fixture.folder}/library`;
  fixture.gitIn(fixture.folder, 'init', '--quiet', library);
  fixture.gitIn(library, 'commit', '--allow-empty', '-qm', 'x');
  fixture.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'library');
  base = fixture.commit();
  expect((await fixture.workspaces.describeRepository(`${fixture.root}/library`)).name).toBe('library');
  worker = await fixture.sandbox();
  await fixture.workspaces.seed(worker, { session, root: fixture.root, base, snapshot: null, prefix: 'again' });
  await worker.sh('echo 1 > new');
  expect(await summary((await take()).commit)).toEqual(['added new']);
});

describe('what is too large', () => {
  test('is left out and named, unless nobody changed it or it is ignored', async () => {
    await worker.sh(`head -c 200000 /dev/zero > huge; mkdir d; head -c 200000 /dev/zero > "d/$(printf 'hu\\nge')"; head -c 200000 /dev/zero > big.log
      head -c 200000 /dev/zero > kept.txt; echo small > small; git init -q sub; head -c 200000 /dev/zero > sub/huge`);
    const { commit, left_out } = await take();
    expect(left_out.toSorted()).toEqual(['d/hu\nge', 'huge', 'kept.txt', 'sub/huge']);
    expect(await summary(commit)).toEqual(['added small']);
  });

  test('all of it together is refused with what to do', async () => {
    await worker.sh('for i in $(seq 80); do head -c 90000 /dev/urandom > r$i; done');
    await expect(take()).rejects.toThrow(/7 MB of new files, and a snapshot may have 5 MB/);
  });
});

test('a snapshot that is asked for again after the first was kept shows the workspace as it is now', async () => {
  await worker.sh('echo 1 > new');
  const first = await fixture.workspaces.snapshot(worker, { session, root: fixture.root, base, prefix: 'same' });
  expect(first.files_changed).toBe(1);
  await worker.sh('echo 2 > later');
  const next = fixture.reopen();
  expect(await next.snapshot(worker, { session, root: fixture.root, base, prefix: 'same' })).toMatchObject({ files_changed: 2 });
});

test('a repeated snapshot whose pack never arrived and is gone is taken again', async () => {
  await worker.sh('echo 1 > new');
  const mute = {
    ...worker,
    download: () => {
      throw new Error('cut');
    },
  };
  const job = { session, root: fixture.root, base, prefix: 'cut' };
  await expect(fixture.workspaces.snapshot(mute, job)).rejects.toThrow(/did not arrive whole/);
  const last = await fixture.workspaces.snapshot(worker, job);
  expect(await summary(last.commit)).toEqual(['added new']);
});

test('only what is new travels, and the same files give the same commit', async () => {
  await worker.sh('head -c 90000 /dev/urandom > one');
  const first = await take();
  let bytes = 0;
  const counting = {
    ...worker,
    async *download(path: string, max: number) {
      for await (const chunk of worker.download(path, max)) {
        bytes += chunk.length;
        yield chunk;
      }
    },
  };
  await worker.sh('echo two > two');
  const second = await fixture.workspaces.snapshot(counting, { session, root: fixture.root, base, prefix: 'count' });
  expect(bytes).toBeLessThan(2000);
  expect(await summary(second.commit)).toEqual(['added one', 'added two']);
  await worker.sh('rm two');
  expect((await take()).commit).toBe(first.commit);
});

test('a change of the same size within the same second is not missed', async () => {
  await worker.sh('printf 0000 > kept.txt');
  for (const text of ['1111', '2222', '3333']) {
    await worker.sh(`printf ${text} > kept.txt`);
    const { commit } = await take();
    expect((await fixture.workspaces.diff({ root: fixture.root, base, commit })).patch).toContain(`+${text}`);
  }
});

test('a line-end rule of the project changes nothing that the worker did not change', async () => {
  fixture.write('.gitattributes', '*.txt text eol=crlf\n');
  fixture.write('windows.txt', 'a\r\nb\r\n');
  fixture.git(
    'update-index',
    '--add',
    '--cacheinfo',
    `100644,${execFileSync('git', ['-C', fixture.root, 'hash-object', '-w', '--no-filters', 'windows.txt'], { encoding: 'utf8' }).trim()},windows.txt`,
  );
  fixture.git('add', '.gitattributes');
  fixture.git('commit', '-qm', 'line ends');
  base = fixture.git('rev-parse', 'HEAD');
  worker = await fixture.sandbox();
  await fixture.workspaces.seed(worker, { session, root: fixture.root, base, snapshot: null, prefix: 'crlf' });
  expect((await take()).files_changed).toBe(0);
  await worker.sh(`printf 'c\\r\\n' >> kept.txt`);
  const { commit } = await take();
  expect(await summary(commit)).toEqual(['modified kept.txt']);
  await inGate(commit, 'true');
});

test('a snapshot is put over the base in a new sandbox, and the branch stays at the base', async () => {
  await worker.sh('echo 1 > new; rm gone.txt; echo more >> kept.txt');
  const { commit } = await take();
  const next = await fixture.sandbox();
  await fixture.workspaces.seed(next, { session, root: fixture.root, base, snapshot: commit, prefix: 'next' });
  expect(await next.sh('git rev-parse HEAD; git status --porcelain')).toBe(`${base}\n D gone.txt\n M kept.txt\n?? new\n`);
  worker = next;
  expect((await take()).commit).toBe(commit);
});

test('an aborted snapshot rejects with the reason it was given', async () => {
  const reason = new Error('the user pressed Stop');
  await expect(
    fixture.workspaces.snapshot(worker, { session, root: fixture.root, base, prefix: 'stop', signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason);
});
