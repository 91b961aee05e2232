/** The workspace at an instant: a real log, a real sandbox that writes itself down, the store that its objects arrive in. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Cleanup, run } from '../../../test/box/sandboxes.ts';
import type { NewEvent } from '../../shared/events.ts';
import type { Sandbox, WorkspaceSnapshot } from '../../shared/sandbox.ts';
import { newSessionId } from '../log/ids.ts';
import type { Log } from '../log/log.ts';
import { temporaryLog } from '../log/testing.ts';
import { createFixture, type Fixture } from '../workspace/workspace.test-support.ts';
import { createInstants, type Instants } from './instants.ts';

let fixture: Fixture;
let cleanup: Cleanup;
let log: Log;
let instants: Instants;
let session: string;
let base: string;
let worker: Sandbox;
let calls = 0;

const facts = { os: 'Linux', arch: 'x86_64', git: null, python: null, bubblewrap: null, freeDiskBytes: null, user: null };
const append = async (...events: NewEvent[]): Promise<number> => {
  await log.append(session, log.head(session), events);
  return log.head(session);
};
const place = () => ({ session, root: fixture.root, base, prefix: `p${calls++}` });

beforeEach(async () => {
  fixture = createFixture();
  cleanup = new Cleanup();
  log = temporaryLog();
  session = newSessionId();
  instants = createInstants({ log, workspaces: fixture.workspaces });
  fixture.write('.drover/specs/x.md', 'spec\n');
  for (const name of ['a.txt', 'b.txt', 'deep/c.txt']) fixture.write(name, `${name}\n`);
  base = fixture.commit();
  await fixture.workspaces.hold({ session, root: fixture.root, commit: base });
  worker = await (await cleanup.localTarget()).provision('sb', { role: 'worker' });
  await fixture.workspaces.seed(worker, { ...place(), snapshot: null });
  const project = { path: fixture.root, name: 'project' };
  await append(
    {
      type: 'session.created',
      dispatch: {
        title: 'A session',
        project,
        base: { commit: base, branch: 'main', uncommittedChanges: false },
        specPath: null,
        provider: 'p',
        model: 'm',
        target: 'local',
      },
    },
    { type: 'sandbox.provisioned', sandbox_id: 'sb', target: 'local', isolation: 'bubblewrap', facts, commit: base },
  );
});
afterEach(async () => {
  fixture.workspaces.close();
  await cleanup.end();
  await fixture.remove();
});

/** A worker's call and the event of what it left. @returns its position */
async function call(command: string): Promise<{ seq: number; snapshot: WorkspaceSnapshot }> {
  const { snapshot } = await run(worker, command);
  if (snapshot === null) throw new Error('nothing changed');
  const { tree, extras, paths, changedFiles, leftOut } = snapshot;
  const counts = { files_changed: changedFiles, insertions: 0, deletions: 0, left_out: leftOut };
  const event: NewEvent = {
    type: 'workspace.snapshot',
    commit: null,
    collected: false,
    ...counts,
    tool_use_id: 'sevt_x',
    tree,
    extras,
    paths,
  };
  return { seq: await append(event), snapshot };
}
const collect = (...snapshots: WorkspaceSnapshot[]) => fixture.workspaces.collect(worker, { ...place(), snapshots });
const listed = async (seq: number) =>
  (await instants.filesAt(session, seq)).entries.map(({ path, bytes, sinceBase, sinceBefore }) => [path, bytes, sinceBase, sinceBefore]);

test('before the first snapshot it is the base; then it is what each call left, with what changed', async () => {
  const first = await call('echo more >> a.txt; echo new > new.txt; chmod +x b.txt; ln -s a.txt link');
  const second = await call('rm new.txt; echo other > other.txt; echo more >> deep/c.txt');
  await collect(first.snapshot, second.snapshot);
  expect(await instants.filesAt(session, first.seq - 1)).toMatchObject({ state: 'here', snapshotSeq: 0, truncated: false, leftOut: [] });
  expect(await listed(first.seq - 1)).toEqual([
    ['.drover/specs/x.md', 5, null, null],
    ['a.txt', 6, null, null],
    ['b.txt', 6, null, null],
    ['deep/c.txt', 11, null, null],
  ]);
  expect(await listed(first.seq)).toEqual([
    ['.drover/specs/x.md', 5, null, null],
    ['a.txt', 11, 'modified', 'modified'],
    ['b.txt', 6, 'modified', 'modified'],
    ['deep/c.txt', 11, null, null],
    ['link', 5, 'added', 'added'],
    ['new.txt', 4, 'added', 'added'],
  ]);
  const later = await append({ type: 'user.interrupt' });
  expect(await instants.filesAt(session, later)).toMatchObject({ state: 'here', snapshotSeq: second.seq });
  expect(await listed(later)).toEqual([
    ['.drover/specs/x.md', 5, null, null],
    ['a.txt', 11, 'modified', null],
    ['b.txt', 6, 'modified', null],
    ['deep/c.txt', 16, 'modified', 'modified'],
    ['link', 5, 'added', null],
    ['other.txt', 6, 'added', 'added'],
  ]);
  const kinds = (await instants.filesAt(session, later)).entries.map(({ path, kind }) => `${path} ${kind}`);
  expect(kinds).toContain('b.txt executable');
  expect(kinds).toContain('link symlink');
  const since = async (what: 'base' | 'before') =>
    (await instants.changesAt(session, later, what))?.files.map(({ status, path }) => `${status} ${path}`);
  expect(await since('before')).toEqual(['modified deep/c.txt', 'deleted new.txt', 'added other.txt']);
  expect(await since('base')).toEqual(['modified a.txt', 'modified b.txt', 'modified deep/c.txt', 'added link', 'added other.txt']);
});

test('a file is shown as it was, whatever is in it and whatever its name', async () => {
  const { seq, snapshot } = await call(
    `printf 'a\\0b' > binary; seq 1 300000 > long; printf 'caf\\303\\251' > word; printf '\\303\\251' > "$(printf 'latin\\351')"; ln -s ../up link; echo '<script>' > '<b>.html'`,
  );
  await collect(snapshot);
  const file = (path: string, at = seq) => instants.fileAt(session, at, path);
  expect(await file('word')).toEqual({ kind: 'text', path: 'word', text: 'café', bytes: 5, truncated: false });
  expect(await file('binary')).toEqual({ kind: 'binary', path: 'binary', bytes: 3 });
  expect(await file('long')).toMatchObject({ kind: 'text', truncated: true, bytes: 1_988_895 });
  expect(await file('latin\ufffd')).toMatchObject({ kind: 'text', text: 'é' });
  expect(await file('link')).toMatchObject({ text: '../up' });
  expect(await file('<b>.html')).toMatchObject({ text: '<script>\n' });
  expect(await file('word', seq - 1)).toEqual({ kind: 'missing', path: 'word' });
  for (const path of ['nothing', 'deep', 'deep/', '/etc/passwd', '../a.txt', 'a.txt/b', '--help', 'a\0b'])
    expect(await file(path)).toEqual({ kind: 'missing', path });
});

test('files that have not arrived are waited for, come, or are lost with their sandbox', async () => {
  const first = await call('echo one > one');
  const second = await call('echo two > two');
  expect(await instants.filesAt(session, first.seq)).toMatchObject({ state: 'waiting', snapshotSeq: first.seq, entries: [] });
  expect(await instants.fileAt(session, first.seq, 'one')).toEqual({ kind: 'missing', path: 'one' });
  expect(await instants.changesAt(session, first.seq, 'base')).toBeNull();
  await collect(first.snapshot);
  expect(await instants.filesAt(session, first.seq)).toMatchObject({ state: 'here' });
  expect(await instants.filesAt(session, second.seq)).toMatchObject({ state: 'waiting' });
  const lost = await append({ type: 'sandbox.lost', sandbox_id: 'sb', reason: 'gone' });
  expect(await instants.filesAt(session, second.seq)).toMatchObject({ state: 'lost', entries: [] });
  expect(await instants.filesAt(session, lost)).toMatchObject({ state: 'lost' });
  expect(await instants.filesAt(session, first.seq)).toMatchObject({ state: 'here' });
  expect(await instants.filesAt(newSessionId(), 1)).toMatchObject({ state: 'lost', entries: [] });
});
