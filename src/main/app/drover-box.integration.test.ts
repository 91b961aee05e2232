/** The main job on a real SSH box, and everything that a box, a line or a person can do to it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { canStartBox, startBox, type Box } from '../../../test/box/box.ts';
import { startBoxWithout } from '../../../test/box/lacking-box.ts';
import { Cleanup, until as soon } from '../../../test/box/sandboxes.ts';
import type { SessionEvent } from '../../shared/events.ts';
import type { Problem } from '../../shared/problem.ts';
import type { TargetSettings } from '../../shared/settings.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { openDrover, type Drover } from './drover.ts';
import { REHEARSAL } from './providers.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const retry = { attempts: 4, baseMs: 1, maxMs: 10 };
const TIME_LIMIT_MS = 120_000;

type SshSettings = Extract<TargetSettings, { kind: 'ssh' }>;

const cleanup = new Cleanup();
const ofAll = new Cleanup();
let box: Box;
let dataDir: string;
let drover: Drover;

const open = () => openDrover({ dataDir, resources, cipher: null, retry, hurry: true });

/** Puts a target into the settings: the box, unless told otherwise. */
function aim(change: Partial<SshSettings> = {}, at: Box = box): void {
  const { host, port, user, identity, knownHosts } = at;
  const common = { kind: 'ssh', id: 'box', name: 'The box', isolation: 'bubblewrap', toolPaths: [] as string[] } as const;
  const target: TargetSettings = { ...common, host, port, user, identityFile: identity, knownHostsFile: knownHosts, ...change };
  drover.settings.update((settings) => ({ ...settings, targets: [...settings.targets.filter(({ id }) => id !== target.id), target] }));
}

async function aimAnew(change: Partial<SshSettings> = {}, at: Box = box): Promise<void> {
  aim(change, at);
  await drover.targets.forget('box');
}

/** Waits for an event; fails loudly, with what there was, when it does not come in time. */
async function until(session: string, wanted: (event: SessionEvent) => boolean): Promise<SessionEvent> {
  const seen: string[] = [];
  for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(TIME_LIMIT_MS))) {
    seen.push(event.type === 'session.error' ? `${event.type} (${event.error.message})` : event.type);
    if (wanted(event)) return event;
  }
  throw new Error(`it never came; there was: ${seen.join(', ')}`);
}

const rested = (event: SessionEvent): boolean => event.type === 'session.status_idle';
const judged = (event: SessionEvent): boolean => event.type === 'verdict.ended';

/** Resolves when a session rests with its verdict: what it had on the box is gone by then. */
async function finished(session: string): Promise<void> {
  let verdict = false;
  await until(session, (event) => (verdict ||= judged(event)) && rested(event));
}

const demoProject = () => makeDemoProject(join(resources, 'demo', 'project'), join(dataDir, 'demo-project'));

async function dispatch(model: string): Promise<string> {
  const project = await demoProject();
  return drover.dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model, target: 'box' });
}

/** What a session's commands print, as a person sees it come. */
function output(): { text(): string; shows(text: string): Promise<void> } {
  let text = '';
  drover.onDelta((_session, delta) => {
    if (delta.kind === 'stdout' && !text.endsWith('time(s)\n')) text += delta.text; // then other calls print
  });
  return { text: () => text, shows: (wanted) => soon(`the output shows ${wanted}`, () => text.includes(wanted), 60_000) };
}

/** What the rehearsal `slow-command` prints, whole. */
const slowOutput = `${Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('')}started 1 time(s)\n`;

/** What the command has printed so far, read on the box itself. */
function printedOnBox(at: Box = box): number {
  const root = join(at.home, '.drover', 'sandboxes');
  if (!existsSync(root)) return 0;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\/jobs\/sevt_[^/]+\/out$/.test(path));
  return files
    .map(
      (path) =>
        readFileSync(join(root, path), 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('line ')).length,
    )
    .reduce((a, b) => Math.max(a, b), 0);
}

/** No sandbox folder, no socket, no process: only the hand's own file may stay. */
async function expectNothingLeft(at: Box = box): Promise<void> {
  const target = await drover.targets.get('box');
  expect(await target.list()).toEqual([]);
  const left = (folder: string) => readdirSync(join(at.home, '.drover', folder), { recursive: true, encoding: 'utf8' });
  const { installation } = drover.settings.get();
  expect(left('sandboxes').filter((path) => path.startsWith(`${installation}/`))).toEqual([]);
  expect(left('run')).toEqual([]);
  await soon('no process of the user is left', async () => (await at.processesOfUser()).length === 0);
}

/** One call, one result: nothing was run twice, nothing is without an end. */
function expectSound(session: string): void {
  const events = drover.log.getEvents(session);
  const results = events.flatMap((event) => (event.type === 'agent.tool_result' ? [event.tool_use_id] : []));
  const uses = events.flatMap((event) => (event.type === 'agent.tool_use' ? [event.id] : []));
  expect(results.toSorted()).toEqual(uses.toSorted());
  expect(drover.log.verify(session)).toMatchObject({ ok: true });
}

/** What the model was told of the command that counts its own starts. */
function commandResult(session: string): string {
  const events = drover.log.getEvents(session);
  const use = events.find((event) => event.type === 'agent.tool_use' && event.name === 'bash');
  const result = events.find((event) => event.type === 'agent.tool_result' && event.tool_use_id === use?.id);
  return result?.type === 'agent.tool_result' ? result.content.map((block) => block.text).join('') : '';
}

const exactly = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));

function expectPlain(problem: Problem | null, naming: RegExp): void {
  expect(problem).toMatchObject({
    what: expect.stringMatching(/\S/),
    where: expect.stringMatching(/\S/),
    todo: expect.stringMatching(/\S/),
  });
  expect(`${problem?.what}\n${problem?.where}\n${problem?.todo}`).toMatch(naming);
}

/** The session waits, says why, has lost nothing. */
async function expectWaits(session: string, naming: RegExp): Promise<void> {
  await until(session, rested);
  const { stopReason, problem, status } = drover.board.state(session);
  expect({ status, stopReason }).toEqual({ status: 'idle', stopReason: { type: 'retries_exhausted' } });
  expectPlain(problem, naming);
  expectPlain(drover.board.list().find(({ id }) => id === session)?.problem ?? null, naming);
  expect(drover.log.verify(session)).toMatchObject({ ok: true });
}

async function expectGoesOn(session: string): Promise<void> {
  await drover.continue(session);
  await finished(session);
  expect(drover.board.state(session)).toMatchObject({ verdict: { passed: true }, problem: null, stopReason: { type: 'end_turn' } });
  expectSound(session);
}

beforeEach(async () => {
  vi.stubEnv('SSH_AUTH_SOCK', ''); // the tester's own agent has no say
  dataDir = await mkdtemp(join(tmpdir(), 'drover-test-'));
  drover = await open();
});
afterEach(async () => {
  await drover.close();
  await cleanup.end();
  await rm(dataDir, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

describe.skipIf(!canStartBox)('on an SSH box', { timeout: TIME_LIMIT_MS + 30_000 }, () => {
  beforeAll(async () => void (box = ofAll.add(await startBox(), (made) => made.remove())));
  afterAll(() => ofAll.end());

  describe('the main job', () => {
    it('passes the gate there, becomes a branch here, and leaves nothing there', async () => {
      aim();
      const session = await drover.runDemo('box');
      await until(session, rested);
      const state = drover.board.state(session);
      expect(state).toMatchObject({
        verdict: { passed: true, sandbox: { isolation: 'bubblewrap', facts: { user: box.user } } },
        sandbox: { state: 'destroyed' },
        stopReason: { type: 'end_turn' },
      });
      expectSound(session);

      const git = (...args: string[]) => execFileSync('git', args, { cwd: state.dispatch?.project.path, encoding: 'utf8' }).trim();
      const { branch, commit } = await drover.accept(session, 'drover/from-the-box', 'Read several units');
      expect(git('rev-parse', branch)).toBe(commit);
      expect(git('rev-parse', `${branch}^{tree}`)).toBe(state.verdict?.tree);
      expect(git('status', '--porcelain')).toBe('');
      await expectNothingLeft();
    });

    it('goes on through cuts of the line, and through a server that is away for a while: all output once and in order', async () => {
      aim();
      const printed = output();
      const session = await dispatch('slow-command');
      for (const line of [3, 8, 13]) {
        await printed.shows(`line ${line}\n`);
        await box.drop();
      }
      await printed.shows('line 18\n');
      await box.stop();
      const before = printedOnBox();
      await soon('the command goes on without us', () => printedOnBox() >= before + 10);
      expect(printed.text()).not.toContain(`line ${before + 9}\n`);
      await box.start();
      await finished(session);
      expect(printed.text()).toBe(slowOutput);
      expect(commandResult(session)).toBe(slowOutput);
      expect(drover.board.state(session)).toMatchObject({ verdict: { passed: true }, problem: null });
      expect(drover.log.getEvents(session, { types: ['session.error', 'sandbox.lost'] })).toEqual([]);
      expectSound(session);
      await expectNothingLeft();
    });

    it('stops while a command runs: no process stays there, and Continue goes on to the verdict', async () => {
      aim();
      const printed = output();
      const session = await dispatch('slow-command');
      await printed.shows('line 2\n');
      expect(await box.processesOfUser()).not.toEqual([]);
      await drover.stop(session);
      await until(session, rested);
      expect(drover.board.state(session)).toMatchObject({
        stopReason: { type: 'interrupted' },
        sandbox: { state: 'destroyed' },
        problem: null,
      });
      expect(commandResult(session)).toContain('stopped');
      await expectNothingLeft();
      await expectGoesOn(session);
    });

    it('is taken up where a closed application left it: the command went on meanwhile, and ran once', async () => {
      aim();
      const printed = output();
      const session = await dispatch('slow-command');
      await printed.shows('line 2\n');
      await drover.close();
      const before = printedOnBox();
      await soon('the command goes on without us', () => printedOnBox() > before + 1);
      drover = await open();
      const again = output();
      await drover.resume();
      await finished(session);
      expect(again.text()).toBe(slowOutput);
      expect(commandResult(session)).toBe(slowOutput);
      expect(drover.board.state(session).verdict?.passed).toBe(true);
      expect(drover.log.getEvents(session, { types: ['sandbox.lost'] })).toEqual([]);
      expectSound(session);
      await expectNothingLeft();
    });

    it('collects a command that ended while the application was closed', async () => {
      aim();
      const printed = output();
      const session = await dispatch('slow-command');
      await printed.shows('line 2\n');
      await drover.close();
      await soon('the command ends without us', () => printedOnBox() === 40, 60_000);
      drover = await open();
      await drover.resume();
      await finished(session);
      expect(commandResult(session)).toBe(slowOutput);
      expectSound(session);
    });
  });

  describe('what is wrong with the way to the box is said plainly and loses nothing', () => {
    const keygen = (...args: string[]): string => execFileSync('ssh-keygen', args, { encoding: 'utf8', stdio: 'pipe' });
    const fingerprint = (file: string): string => keygen('-lf', file).split(' ')[1] ?? '';
    /** A key of its own for a test. */
    const newKey = async (): Promise<string> => {
      const file = join(await cleanup.folder(), 'key');
      keygen('-q', '-t', 'ed25519', '-N', '', '-C', 'a stranger', '-f', file);
      return file;
    };

    it('an unknown host is shown with its fingerprint, waits, and is known once it is trusted', async () => {
      aim({ knownHostsFile: '' });
      const shown = fingerprint(join(box.folder, 'host.pub'));
      expect(await drover.targets.test('box')).toEqual({
        state: 'unknown_host',
        host: box.host,
        port: box.port,
        keyType: 'ssh-ed25519',
        fingerprint: shown,
      });
      const session = await dispatch('slow-stream');
      await expectWaits(session, exactly(shown));
      await expect(drover.targets.trust('box', 'SHA256:another')).rejects.toThrow('not the key that the host showed');
      await drover.targets.trust('box', shown);
      expect(await drover.targets.test('box')).toMatchObject({ state: 'ok', report: { missing: [], facts: { user: box.user } } });
      await expectGoesOn(session);
    });

    it('a changed host key is refused with both fingerprints and the line to look at', async () => {
      const key = await newKey();
      const other = readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
      const knownHostsFile = `${key}.known_hosts`;
      writeFileSync(knownHostsFile, `[${box.host}]:${box.port} ${other}\n`);
      aim({ knownHostsFile });
      const test = await drover.targets.test('box');
      expect(test.state).toBe('failed');
      const problem = test.state === 'failed' ? test.problem : null;
      for (const named of [
        fingerprint(`${key}.pub`),
        fingerprint(join(box.folder, 'host.pub')),
        `line 1 of ${knownHostsFile}`,
        `${box.host}:${box.port}`,
      ])
        expect(JSON.stringify(problem)).toContain(named);
      const session = await dispatch('slow-stream');
      await expectWaits(session, /has changed/);
      await aimAnew();
      await expectGoesOn(session);
    });

    it('a refused key is named, with the user', async () => {
      const identityFile = await newKey();
      aim({ identityFile });
      const test = await drover.targets.test('box');
      expect(test.state).toBe('failed');
      const naming = new RegExp(`refused every key for user ${box.user}[^]*${identityFile} \\(SHA256:`);
      expectPlain(test.state === 'failed' ? test.problem : null, naming);
      const session = await dispatch('slow-stream');
      await expectWaits(session, naming);
      await aimAnew();
      await expectGoesOn(session);
    });

    it('a key that is not there is named', async () => {
      aim({ identityFile: '/nowhere/id_ed25519' });
      const test = await drover.targets.test('box');
      expectPlain(test.state === 'failed' ? test.problem : null, /key file cannot be read[^]*\/nowhere\/id_ed25519/);
    });

    it('an encrypted key asks for its passphrase, says when it is wrong, and keeps it for the session', async () => {
      const identityFile = join(await cleanup.folder(), 'locked');
      await copyFile(box.identity, identityFile);
      await chmod(identityFile, 0o600);
      keygen('-p', '-q', '-P', '', '-N', 'open sesame', '-f', identityFile);
      aim({ identityFile });
      expect(await drover.targets.test('box')).toEqual({ state: 'passphrase_needed', identityFile, problem: null });
      const session = await dispatch('slow-stream');
      await expectWaits(session, new RegExp(`needs its passphrase[^]*${identityFile}`));
      await drover.targets.passphrase('box', 'wrong');
      const wrong = await drover.targets.test('box');
      expect(wrong).toMatchObject({ state: 'passphrase_needed', identityFile });
      expectPlain(wrong.state === 'passphrase_needed' ? wrong.problem : null, new RegExp(`does not fit[^]*${identityFile}`));
      await drover.targets.passphrase('box', 'open sesame');
      expect(await drover.targets.test('box')).toMatchObject({ state: 'ok' });
      await expectGoesOn(session);
      expect(spawnSync('grep', ['-rlF', 'open sesame', dataDir], { encoding: 'utf8' }).stdout).toBe('');
    });

    it('a box that is down at dispatch is named; when it is back, Continue goes on', async () => {
      const away = cleanup.add(await startBox(), (made) => made.remove());
      aim({}, away);
      await away.stop();
      const naming = new RegExp(`Nothing listens there[^]*${away.host}:${away.port}`);
      const test = await drover.targets.test('box');
      expectPlain(test.state === 'failed' ? test.problem : null, naming);
      const session = await dispatch('slow-stream');
      await expectWaits(session, naming);
      await away.start();
      await expectGoesOn(session);
    });
  });

  describe('what the box lacks is said plainly and loses nothing', () => {
    const lacking: [program: string, naming: RegExp][] = [
      ['git', /git is not installed[^]*install git/],
      ['bwrap', /bubblewrap is not installed[^]*install bubblewrap/],
      ['python3', /Python 3 is not installed[^]*install python3/],
    ];
    it.each(lacking)('a box without %s', async (program, naming) => {
      const bare = cleanup.add(await startBoxWithout(program), (made) => made.remove());
      aim({}, bare);
      const test = await drover.targets.test('box');
      expect(test.state).toBe('ok');
      const missing = test.state === 'ok' ? test.report.missing : [];
      expect(missing.map(({ what, install }) => `${what}\n${install}`)).toEqual([expect.stringMatching(naming)]);
      const session = await dispatch('slow-stream');
      await expectWaits(session, naming);
      if (program !== 'python3') await expectNothingLeft(bare); // the probe itself needs Python
      await aimAnew();
      await expectGoesOn(session);
      await expectNothingLeft();
    });

    it('a full disk, from the start and in the middle of the work', async () => {
      const small = cleanup.add(await startBox(), (made) => made.remove());
      const disk = join(small.home, '.drover');
      await mkdir(disk);
      const owner = execFileSync('id', ['-u', small.user], { encoding: 'utf8' }).trim();
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=16k,mode=700,uid=${owner}`, 'tmpfs', disk]);
      cleanup.add(disk, async () => execFileSync('umount', ['-l', disk]));
      aim({}, small);
      const session = await dispatch('slow-stream');
      await expectWaits(session, /disk is full[^]*Free some/);
      execFileSync('mount', ['-o', 'remount,size=64m', disk]);
      await expectGoesOn(session);

      const printed = output();
      const second = await dispatch('slow-command');
      await printed.shows('line 2\n');
      execFileSync('sh', ['-c', `cat /dev/zero > ${disk}/fill || true`], { stdio: 'ignore' });
      await expectWaits(second, /No space left|disk is full|disk space/i);
      await rm(join(disk, 'fill'));
      await drover.continue(second);
      await finished(second);
      expectSound(second);
    });
  });

  it('a project that was moved away after the dispatch is named at accept, and can be accepted once it is back', async () => {
    aim();
    const session = await dispatch('slow-stream');
    await until(session, rested);
    const project = await demoProject();
    renameSync(project, `${project}-moved`);
    const refusal = await drover.accept(session, 'drover/moved', 'x').then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ name: 'ProblemError' });
    expectPlain((refusal as { problem: Problem }).problem, exactly(project)); // proven by the line above
    expect(drover.board.state(session).decision).toBeNull();
    renameSync(`${project}-moved`, project);
    expect(await drover.accept(session, 'drover/moved', 'x')).toMatchObject({ branch: 'drover/moved' });
  });
});
