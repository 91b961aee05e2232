/** The worker's own commits: carried home with a snapshot, read with limits, accepted as the user's. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlainSandbox } from './plain-sandbox.test-support.ts';
import { createFixture, type Fixture } from './workspace.test-support.ts';

const session = 'sesn_commits00001';
let fixture: Fixture;
let worker: PlainSandbox;
let base: string;

beforeEach(async () => {
  fixture = createFixture();
  fixture.write('a.txt', 'one\n');
  fixture.write('deep/down/b.txt', 'one\n');
  fixture.write('.drover/specs/s.md', 'held out\n');
  base = fixture.commit();
  worker = await fixture.sandbox();
  await fixture.workspaces.seed(worker, { session, root: fixture.root, base, snapshot: null, prefix: 'seed' });
});
afterEach(() => fixture.remove());

let taken = 0;
const snapshot = (sandbox = worker) => {
  taken += 1;
  return fixture.workspaces.snapshot(sandbox, { session, root: fixture.root, base, prefix: `snap${taken}` });
};
const treeOf = (commit: string) => fixture.workspaces.treeOf({ root: fixture.root, commit });
const list = (head: string | undefined) => fixture.workspaces.ownCommits({ root: fixture.root, base, head: head ?? '' });
const logOf = (branch: string) => fixture.git('log', '--reverse', '--format=%an <%ae>|%cn|%s|%b', `${base}..${branch}`);

async function accept(own: { head: string; checked: string }, tree: string, branch = 'drover/own') {
  const { root } = fixture;
  return fixture.workspaces.accept({ session, root, base, tree, branch, message: 'What was left', own });
}

describe('commits that the worker made', () => {
  it('become the user’s, with their messages, and one more for the rest; the last tree is the judged one', async () => {
    await worker.sh(
      'echo two >> a.txt; git commit -qam "Change a" -m "For a reason."; echo c > c; git add c; git commit -qm "Add c"; echo rest > rest',
    );
    const { commit, head = '' } = await snapshot();
    expect(await list(head)).toMatchObject([
      { subject: 'Change a', files: 1 },
      { subject: 'Add c', files: 1 },
    ]);
    const tree = await treeOf(commit);
    const accepted = await accept({ head, checked: commit }, tree);
    expect(logOf(accepted.branch).split('\n')).toEqual([
      'Ada User <ada@example.com>|Ada User|Change a|For a reason.',
      '',
      'Ada User <ada@example.com>|Ada User|Add c|',
      'Ada User <ada@example.com>|Ada User|What was left|',
    ]);
    expect(fixture.git('rev-parse', `${accepted.branch}^{tree}`)).toBe(tree);
    expect(fixture.git('show', `${accepted.branch}~2:.drover/specs/s.md`)).toBe('held out');
    expect(await accept({ head, checked: commit }, tree)).toEqual(accepted);
    await expect(accept({ head, checked: commit }, await treeOf(base))).rejects.toThrow('that name is taken');
  });

  it('have what the gate restored or dropped as it was judged, and none that changes nothing then', async () => {
    await worker.sh('echo bad > deep/down/b.txt; git commit -qam "Change what is protected"');
    await worker.sh(
      'echo x > evil; echo two >> a.txt; git add -A; git commit -qm "Both"; mkdir -p n/e; echo y > n/e/w; git add n; git commit -qm "New folder"',
    );
    const { commit, head = '' } = await snapshot();
    await worker.sh('git checkout -q HEAD~3 -- deep; rm -rf evil n');
    const judged = await treeOf((await snapshot()).commit);
    const accepted = await accept({ head, checked: commit }, judged);
    expect(logOf(accepted.branch).split('\n')).toEqual(['Ada User <ada@example.com>|Ada User|Both|']);
    expect(fixture.git('rev-parse', `${accepted.branch}^{tree}`)).toBe(judged);
  });

  it('come back into the next sandbox, under the files of the snapshot', async () => {
    await worker.sh('echo two >> a.txt; git commit -qam "Change a"; echo three >> a.txt; echo new > new');
    const { commit, tree, extras, head = null } = await snapshot();
    const next = await fixture.sandbox();
    const job = { session, root: fixture.root, base, prefix: 'again' };
    await fixture.workspaces.seed(next, { ...job, snapshot: { commit, tree, extras }, head });
    expect(await next.sh('git log --format=%s | head -1; git status --short; cat a.txt')).toContain(
      'Change a\n M a.txt\n?? new\none\ntwo\nthree',
    );
    expect((await snapshot(next)).commit).toBe(commit);
  });

  it(
    'are none where there are none, and stay behind where they are too many, not on the base, or malformed',
    { timeout: 60_000 },
    async () => {
      expect(await snapshot()).not.toHaveProperty('head');
      const kept = async () => {
        const { head, left_out } = await snapshot();
        return { head, left_out };
      };
      await worker.sh('i=0; while [ $i -le 200 ]; do i=$((i+1)); git commit -q --allow-empty -m "$i"; done');
      expect(await kept()).toEqual({ head: undefined, left_out: [expect.stringContaining('more than 200')] });
      await worker.sh('git checkout -q --orphan elsewhere; git commit -qm "No past"');
      expect(await kept()).toEqual({ head: undefined, left_out: [expect.stringContaining('do not stand on the base')] });
      await worker.sh(
        'printf "tree %s\\nparent %s\\nauthor nobody\\n\\nx\\n" $(git write-tree) $(git rev-parse drover) | git hash-object -t commit -w --stdin --literally > id; git update-ref --no-deref HEAD $(cat id)',
      );
      expect((await kept()).head).toBeUndefined();
      await worker.sh('echo garbage > .git/HEAD');
      expect((await kept()).head).toBeUndefined();
      await worker.sh('mv .git elsewhere; ln -s elsewhere .git');
      expect((await kept()).head).toBeUndefined();
    },
  );

  it('may say what they like: nothing of it reaches a terminal, and it ends somewhere', async () => {
    await worker.sh(
      `printf '\\033]0;owned\\007 \\342\\200\\256 a\\n\\n' > m; head -c 100000 /dev/zero | tr '\\0' x >> m; echo two >> a.txt; git commit -qa -F m`,
    );
    const { commit, head = '' } = await snapshot();
    const [own] = await list(head);
    expect(own?.subject).toBe('␛]0;owned␇ ‹U+202E› a');
    const { branch } = await accept({ head, checked: commit }, await treeOf(commit));
    const message = fixture.git('log', '--format=%B', `${base}..${branch}`);
    expect(message).not.toContain('\u001b');
    expect(message.length).toBeLessThan(21_000);
  });
});
