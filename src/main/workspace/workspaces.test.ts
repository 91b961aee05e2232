import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFixture, type Fixture } from './workspace.test-support.ts';

let fixture: Fixture;
beforeEach(() => {
  fixture = createFixture();
});
afterEach(() => fixture.remove());

test("a worker's work goes from the user's commit through two sandboxes into a branch, and nothing else of theirs changes", async () => {
  const { workspaces, root } = fixture;
  fixture.write('a.txt', 'one\ntwo\n');
  fixture.write('b.txt', 'b\n');
  const base = fixture.commit();
  const session = 'sesn_1234567890';

  const worker = await fixture.sandbox();
  await workspaces.seed(worker, { session, root, base, snapshot: null, prefix: 'w' });
  expect(await worker.sh('git log --format=%s; git branch --show-current; git status --porcelain; git remote')).toBe('a commit\ndrover\n');
  await worker.sh('echo three >> a.txt; rm b.txt; mkdir -p new; printf x > new/c; git add -A; git commit -qm wip');

  const snapshot = await workspaces.snapshot(worker, { session, root, base, prefix: 's1' });
  expect(snapshot).toMatchObject({ collected: true, files_changed: 3, insertions: 2, deletions: 1, left_out: [] });
  const diff = await workspaces.diff({ root, base, commit: snapshot.commit });
  expect(diff.files.map((file) => `${file.status} ${file.path}`)).toEqual(['modified a.txt', 'deleted b.txt', 'added new/c']);
  expect(diff.patch).toContain('+three');

  const gate = await fixture.sandbox();
  await workspaces.checkout(gate, { session, root, commit: base, prefix: 'g' });
  expect(await gate.sh('git log --format=%P; git status --porcelain')).toBe('\n');
  const patched = await workspaces.applyPatch(gate, { root, base, tree: snapshot.commit, prefix: 'g' });
  const tree = await workspaces.treeOf({ root, commit: snapshot.commit });
  expect(patched).toEqual({ ok: true, tree });
  expect(await gate.sh('cat a.txt new/c; ls')).toBe('one\ntwo\nthree\nxa.txt\nnew\n');

  const accepted = await workspaces.accept({ session, root, base, tree, branch: 'drover/done', message: 'Done' });
  expect(fixture.git('rev-parse', 'drover/done^{tree}', 'drover/done^')).toBe(`${tree}\n${base}`);
  expect(fixture.git('log', '-1', '--format=%an <%ae> %s', accepted.commit)).toBe('Ada User <ada@example.com> Done');
  expect(fixture.git('status', '--porcelain')).toBe('');
});
