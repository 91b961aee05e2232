/** Rewind, over SSH: after each call of a worker the workspace can be had again in another sandbox, exactly. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canStartBox, startBox, type Box } from '../box/box.ts';
import { Cleanup, newCallId, perform } from '../box/sandboxes.ts';
import type { CallResult, Operation, Sandbox, Target, WorkspaceSnapshot } from '../../src/shared/sandbox.ts';
import { createFixture, type Fixture } from '../../src/main/workspace/workspace.test-support.ts';

const session = 'sesn_rewind000001';

let fixture: Fixture;
let cleanup: Cleanup;
let base: string;
let prefixes = 0;
beforeEach(() => {
  fixture = createFixture();
  cleanup = new Cleanup();
});
afterEach(async () => {
  fixture.workspaces.close();
  await cleanup.end();
  await fixture.remove();
});

const place = () => ({ session, root: fixture.root, base, prefix: `p${prefixes++}` });
const command = (text: string): Operation => ({ op: 'command', command: text, timeoutMs: 60_000 });

/** Runs a command that is not the worker's. */
async function look(sandbox: Sandbox, text: string): Promise<string> {
  const result = await sandbox.execute(newCallId(), { op: 'command', command: text, timeoutMs: 60_000, snapshot: false });
  expect({ exitCode: result.exitCode, error: result.error, stderr: result.stderr.head }).toMatchObject({ exitCode: 0, error: null });
  return result.stdout.head + result.stdout.tail;
}

/** Every path with its kind, mode, link and content, made by other means than a snapshot. Ignored files, and `.git` folders, aside. */
const MANIFEST = String.raw`
import hashlib, os, stat, sys
ignored = set(sys.argv[1].split(':'))
def walk(folder):
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name == b'.git' or os.fsdecode(path[2:]) in ignored or path == b'./.drover': continue
        facts = os.lstat(path)
        mode = facts.st_mode
        if stat.S_ISLNK(mode): print('link', ascii(path), ascii(os.readlink(path)))
        elif stat.S_ISDIR(mode):
            print('folder', ascii(path), oct(mode & 0o7777))
            if os.access(path, os.R_OK | os.X_OK): walk(path)
        elif stat.S_ISREG(mode):
            try: digest = hashlib.sha256(open(path, 'rb').read()).hexdigest()[:16]
            except OSError: digest = 'unreadable'
            print('file', ascii(path), oct(mode & 0o7777), facts.st_size, digest)
walk(b'.')
`;
const manifest = (sandbox: Sandbox, ignored: string[] = []): Promise<string> =>
  look(sandbox, `python3 -I -c '${MANIFEST.replaceAll("'", `'\\''`)}' '${ignored.join(':')}'`);

/** A new sandbox with the files of a snapshot. */
async function rewound(target: Target, snapshot: WorkspaceSnapshot, commit: string): Promise<Sandbox> {
  const sandbox = await target.provision(`sb_again${prefixes}`, { role: 'worker' });
  const { tree, extras } = snapshot;
  await fixture.workspaces.seed(sandbox, { ...place(), snapshot: { tree, commit, extras } });
  return sandbox;
}

async function seeded(target: Target, id = 'sb_worker'): Promise<Sandbox> {
  const sandbox = await target.provision(id, { role: 'worker' });
  await fixture.workspaces.seed(sandbox, { ...place(), snapshot: null });
  return sandbox;
}

const snapshotOf = ({ snapshot, error, stderr }: CallResult): WorkspaceSnapshot => {
  if (snapshot === null) throw new Error(`no snapshot: ${error?.message ?? stderr.head}`);
  return snapshot;
};

const COMMANDS = [
  'echo new > "with space.txt"; mkdir -p deep/er/est; echo deep > deep/er/est/file',
  'echo changed >> kept.txt',
  'rm gone.txt',
  'mv moved.txt "moved there.txt"',
  'mv folder renamed',
  'chmod +x run.sh',
  'chmod 600 kept.txt; chmod 4755 run.sh; chmod 664 "with space.txt"',
  'ln -s kept.txt link; ln -s /etc/passwd outside; ln -s nowhere dangling; ln -s deep folder-link',
  'mkdir -p empty/in/empty other-empty; chmod 700 other-empty; chmod 2750 deep/er',
  `printf 'a\\0b\\377\\n\\r' > binary; head -c 3000000 /dev/urandom > noise.bin`,
  'head -c 52428800 /dev/urandom > fifty.bin',
  ': > fifty.bin; rm noise.bin',
  `printf x > "$(printf 'new\\nline')"; printf y > "$(printf 'latin\\351')"; mkdir "$(printf 'dir\\377 \\n')"; printf z > "$(printf 'dir\\377 \\n/-dash')"`,
  `printf q > '"quoted" \\name'; printf r > ':(exclude)kept.txt'; printf s > '*'; printf t > ' lead'; printf u > 'trail '`,
  'mkdir -p ignored sub/ignored; echo no > ignored/x; echo no > sub/ignored/y; echo no > debug.log; echo yes > sub/yes',
  'rm kept.txt; mkdir kept.txt; echo inside > kept.txt/inside',
  'rm -r empty/in; rmdir other-empty',
  'rm -rf sub; echo file > sub',
  'git init -q nested; (cd nested; echo n > n.txt; git add -A; git -c user.name=n -c user.email=n@n commit -qm n); mkdir nested/hollow',
  'git add -A; git commit -qm "the work so far"; git checkout -q -b other; echo staged > staged; git add staged',
  "echo '*.tmp' >> .gitignore; echo no > a.tmp; echo yes > a.txt",
  'rm fifty.bin link; mkfifo pipe',
  'rm -rf -- * .gitignore',
  'echo last > last; rm -rf .git',
];

async function prepare(): Promise<void> {
  fixture.write('.gitignore', 'ignored/\n*.log\n');
  fixture.write('.drover/specs/x.md', 'spec\n');
  for (const name of ['kept.txt', 'gone.txt', 'run.sh', 'moved.txt', 'folder/one', 'folder/two']) fixture.write(name, `${name}\n`);
  fixture.write('forced.log', 'ignored, and tracked all the same\n');
  fixture.git('add', '--force', 'forced.log');
  base = fixture.commit();
  await fixture.workspaces.hold({ session, root: fixture.root, commit: base });
}

/** What the rules of `.gitignore` leave out at the end of each of the commands. */
const IGNORED = ['ignored', 'sub/ignored', 'debug.log', 'a.tmp'];

async function rewindEverywhere(target: Target, collectEvery: number): Promise<void> {
  await prepare();
  const worker = await seeded(target);
  const steps: { text: string; snapshot: WorkspaceSnapshot; files: string }[] = [];
  const commits = new Map<string, string>();
  const operations: [string, Operation][] = [
    ...COMMANDS.map((text): [string, Operation] => [text, command(text)]),
    ['write', { op: 'write', path: 'written/by hand.txt', content: 'one\ntwo\n' }],
    ['edit', { op: 'edit', path: 'written/by hand.txt', oldText: 'two', newText: 'three' }],
  ];
  for (const [text, operation] of operations) {
    const snapshot = snapshotOf(await perform(worker, operation));
    expect({ text, leftOut: snapshot.leftOut }).toEqual({ text, leftOut: [] });
    steps.push({ text, snapshot, files: await manifest(worker, IGNORED) });
    if (steps.length % collectEvery === 0 || steps.length === operations.length) {
      const wanted = steps.map((step) => step.snapshot).filter(({ tree }) => !commits.has(tree));
      for (const { tree, commit } of await fixture.workspaces.collect(worker, { ...place(), snapshots: wanted })) commits.set(tree, commit);
    }
  }
  await worker.destroy();

  for (const { text, snapshot, files } of steps) {
    const commit = commits.get(snapshot.tree);
    expect({ text, commit }).toEqual({
      text,
      commit: await fixture.workspaces.commitOf({ root: fixture.root, base, tree: snapshot.tree }),
    });
    const again = await rewound(target, snapshot, commit ?? '');
    expect({ text, files: await manifest(again, IGNORED) }).toEqual({ text, files });
    // The sandbox that was made from it knows that nothing changed since, and goes on from there.
    expect((await perform(again, command('true'))).snapshot).toBeNull();
    expect(snapshotOf(await perform(again, { op: 'snapshot' }))).toMatchObject({ tree: snapshot.tree, extras: snapshot.extras });
    await again.destroy();
  }
}

const TIME_LIMIT_MS = 400_000;

test('without isolation, rewind to the instant after each call gives the files of that instant', { timeout: TIME_LIMIT_MS }, async () => {
  await rewindEverywhere(await cleanup.localTarget({ isolation: 'none' }), 7);
});

describe.runIf(canStartBox)('over SSH', () => {
  let box: Box;
  beforeAll(async () => {
    box = await startBox();
  });
  afterAll(() => box.remove());

  test('rewind to the instant after each call gives the files of that instant', { timeout: TIME_LIMIT_MS }, async () => {
    await rewindEverywhere(cleanup.sshTarget(box), 1);
  });
});

test('what a session rests with is what it goes on with: empty folders, modes and line ends included', async () => {
  fixture.write('.gitattributes', '* text=auto\n*.bat text eol=crlf\n*.lf text eol=lf\n');
  for (const name of ['kept.bat', 'changed.bat', 'kept.txt', 'a.lf']) fixture.write(name, 'one\ntwo\n');
  base = fixture.commit();
  const target = await cleanup.localTarget();
  const worker = await seeded(target);
  expect(await look(worker, 'cat kept.bat | od -An -c | head -1')).toContain('\\r');
  expect((await perform(worker, command('true'))).snapshot).toBeNull();
  const { snapshot } = await perform(
    worker,
    command(
      `printf 'lf\\n' > changed.bat; printf 'crlf\\r\\n' > new.bat; printf 'crlf\\r\\n' > a.lf; printf 'a\\r\\nb\\n' > mixed.txt; mkdir empty; chmod 700 kept.txt`,
    ),
  );
  expect(snapshot?.paths.map(({ path }) => path)).toEqual(['a.lf', 'changed.bat', 'empty/', 'kept.txt', 'mixed.txt', 'new.bat']);
  const files = await manifest(worker);
  const taken = await fixture.workspaces.snapshot(worker, place());
  expect(taken).toMatchObject({ tree: snapshot?.tree, extras: snapshot?.extras });
  await worker.destroy();

  const again = await target.provision('sb_again', { role: 'worker' });
  await fixture.workspaces.seed(again, { ...place(), snapshot: taken });
  expect(await manifest(again)).toBe(files);
  expect((await perform(again, command('true'))).snapshot).toBeNull();
});
