/** A project's whole trip through real sandboxes: what the workspace's scripts need of a place, each kind of place has. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Cleanup, run } from '../box/sandboxes.ts';
import type { Sandbox, Target } from '../../src/shared/sandbox.ts';
import { createFixture, type Fixture } from '../../src/main/workspace/workspace.test-support.ts';

const session = 'sesn_trip00000001';

describe.each(['bubblewrap', 'none'] as const)('on the local target with isolation %s', (isolation) => {
  let fixture: Fixture;
  let cleanup: Cleanup;
  let target: Target;
  let base: string;
  beforeEach(async () => {
    fixture = createFixture();
    cleanup = new Cleanup();
    target = await cleanup.localTarget({ isolation });
    fixture.write('.gitignore', 'ignored/\n');
    fixture.write('.drover/specs/x.md', 'CANARY-old\n');
    for (const name of ['kept.txt', 'gone.txt', 'run.sh']) fixture.write(name, `${name}\n`);
    fixture.commit('first');
    fixture.write('.drover/specs/x.md', 'CANARY-new\n');
    base = fixture.commit('second');
  });
  afterEach(async () => {
    await cleanup.end();
    await fixture.remove();
  });

  const sh = async (sandbox: Sandbox, command: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await run(sandbox, command);
    expect({ exitCode, stderr: stderr.head }).toMatchObject({ exitCode: 0 });
    return stdout.head + stdout.tail;
  };
  const place = () => ({ session, root: fixture.root });
  const listing = `find . -path ./.git -prune -o ! -type d -printf '%P|%l|%m\\0' | sort -z | od -An -c`;
  const hidden = (sandbox: Sandbox) =>
    sh(
      sandbox,
      `for at in .git .git/drover; do git --git-dir=$at cat-file --batch-all-objects --batch; done | tr -d '\\0' | grep -c CANARY; find . -name .drover; true`,
    );

  test('seed, snapshot of odd files, restore, gate and accept', async () => {
    const { workspaces } = fixture;
    await workspaces.hold({ ...place(), commit: base });
    const worker = await target.provision('sb_worker', { role: 'worker' });
    await workspaces.seed(worker, { ...place(), base, snapshot: null, prefix: 'seed' });
    expect(await sh(worker, 'git log --format=%s; git status --porcelain --branch; ls -A')).toBe(
      'second\nfirst\n## drover\n.git\n.gitignore\ngone.txt\nkept.txt\nrun.sh\n',
    );
    expect(await hidden(worker)).toBe('0\n');
    await sh(
      worker,
      `rm gone.txt; chmod +x run.sh; : > empty; printf 'a\\0b\\377' > binary; ln -s kept.txt link; ln -s /etc/passwd outside
       mkdir -p a/b ignored .drover; echo deep > a/b/c; echo no > ignored/x; echo mine > .drover/x; mkfifo pipe
       printf x > "$(printf 'new\\nline')"; printf y > "$(printf 'latin\\351')"; printf z > '-dash'; printf q > '"quoted" \\name'; printf s > '*'`,
    );
    const { commit, ...taken } = await workspaces.snapshot(worker, { ...place(), base, prefix: 'snap' });
    expect(taken).toMatchObject({ collected: true, files_changed: 12, left_out: [] });
    expect((await workspaces.snapshot(worker, { ...place(), base, prefix: 'again' })).commit).toBe(commit);
    await sh(worker, 'rm -rf .drover ignored pipe');
    const files = await sh(worker, listing);
    await worker.destroy();

    const second = await target.provision('sb_second', { role: 'worker' });
    await workspaces.seed(second, { ...place(), base, snapshot: commit, prefix: 'seed2' });
    expect(await sh(second, listing)).toBe(files);
    expect(await hidden(second)).toBe('0\n');
    expect((await workspaces.snapshot(second, { ...place(), base, prefix: 'snap2' })).commit).toBe(commit);

    const gate = await target.provision('sb_gate', { role: 'gate' });
    await workspaces.checkout(gate, { ...place(), commit: base, prefix: 'checkout' });
    const tree = await workspaces.treeOf({ root: fixture.root, commit });
    expect(await workspaces.applyPatch(gate, { root: fixture.root, base, tree: commit, prefix: 'patch' })).toEqual({ ok: true, tree });
    expect(await sh(gate, listing)).toBe(files);
    expect(await hidden(gate)).toBe('0\n');

    await workspaces.accept({ ...place(), base, tree, branch: 'done', message: 'Done' });
    expect(fixture.git('rev-parse', 'done^{tree}', 'done^')).toBe(`${tree}\n${base}`);
    expect(fixture.git('diff', '--name-only', base, 'done', '--', '.drover')).toBe('');
  });

  test('a worker without .git, or one that became a link, is still snapshot', async () => {
    const worker = await target.provision('sb_worker', { role: 'worker' });
    await fixture.workspaces.seed(worker, { ...place(), base, snapshot: null, prefix: 'seed' });
    await sh(worker, 'rm -rf .git; echo 1 > new');
    const { commit } = await fixture.workspaces.snapshot(worker, { ...place(), base, prefix: 'one' });
    expect((await fixture.workspaces.diff({ root: fixture.root, base, commit })).files.map((file) => file.path)).toEqual(['new']);
    await sh(worker, 'ln -s /nonexistent .git');
    expect((await fixture.workspaces.snapshot(worker, { ...place(), base, prefix: 'two' })).commit).toBe(commit);
    await sh(worker, 'rm .git; git init -q .');
    expect((await fixture.workspaces.snapshot(worker, { ...place(), base, prefix: 'three' })).commit).toBe(commit);
  });
});
