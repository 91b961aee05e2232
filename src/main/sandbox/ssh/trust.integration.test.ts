import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canStartBox, freePort, startBox, type Box } from '../../../../test/box/box.ts';
import { Cleanup } from '../../../../test/box/sandboxes.ts';
import { HostKeyChangedError, HostKeyRevokedError, UnknownHostError } from './host-key-errors.ts';
import { trustHostKey } from './host-keys.ts';
import type { SshTargetOptions } from './target.ts';

const cleanup = new Cleanup();
const ofAll = new Cleanup();
afterEach(() => cleanup.end());
afterAll(() => ofAll.end());

describe.skipIf(!canStartBox)('signing in', () => {
  let box: Box;
  beforeAll(async () => void (box = ofAll.add(await startBox(), (made) => made.remove())));

  /** Resolves where the box can be reached, and gives what stands in the way. */
  const reach = (options: Partial<SshTargetOptions>): Promise<unknown> =>
    cleanup
      .sshTarget(box, options)
      .probe()
      .then(
        () => 'reached',
        (error: unknown) => error,
      );
  const hostLine = (): string => readFileSync(box.knownHosts, 'utf8').trim();
  const keygen = (...args: string[]): string => execFileSync('ssh-keygen', args, { stdio: 'pipe' }).toString();
  const fingerprint = (file: string): string => keygen('-lf', file).split(' ')[1] ?? '';

  test('an unknown host is told with its fingerprint, and known once it is trusted', async () => {
    const folder = await cleanup.folder();
    const own = join(folder, 'data', 'known_hosts');
    const problem = await reach({ knownHosts: [join(folder, 'not-there'), own] });
    expect(problem).toBeInstanceOf(UnknownHostError);
    const { host, port, key } = problem as UnknownHostError; // proven by the line above
    expect({ host, port, type: key.type, fingerprint: key.fingerprint }).toEqual({
      host: '127.0.0.1',
      port: box.port,
      type: 'ssh-ed25519',
      fingerprint: fingerprint(`${box.folder}/host.pub`),
    });
    await trustHostKey(own, host, port, key);
    expect(await reach({ knownHosts: [join(folder, 'not-there'), own] })).toBe('reached');
  });

  test('a changed key is refused with both fingerprints and the line where the known one stands', async () => {
    const folder = await cleanup.folder();
    keygen('-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'other'));
    const file = join(folder, 'known_hosts');
    const other = readFileSync(join(folder, 'other.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(file, `# a comment\n[127.0.0.1]:${box.port} ${other}\n`);
    const problem = await reach({ knownHosts: [file] });
    expect(problem).toBeInstanceOf(HostKeyChangedError);
    expect(problem).toMatchObject({
      line: 2,
      file,
      known: { fingerprint: fingerprint(join(folder, 'other.pub')) },
      offered: { fingerprint: fingerprint(`${box.folder}/host.pub`) },
    });
  });

  test('hashed entries, patterns and several keys of a host are understood; a revoked key is refused', async () => {
    const folder = await cleanup.folder();
    const file = join(folder, 'known_hosts');
    writeFileSync(file, `${hostLine()}\n`);
    keygen('-H', '-f', file);
    expect(readFileSync(file, 'utf8')).toMatch(/^\|1\|/);
    expect(await reach({ knownHosts: [file] })).toBe('reached');
    const key = hostLine().split(' ').slice(1).join(' ');
    keygen('-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', join(folder, 'rsa'));
    const rsa = readFileSync(join(folder, 'rsa.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(file, `[127.0.0.1]:${box.port} ${rsa}\n[127.0.0.*]:${box.port} ${key}\n`);
    expect(await reach({ knownHosts: [file] })).toBe('reached');
    appendFileSync(file, `@revoked * ${key}\n`);
    expect(await reach({ knownHosts: [file] })).toBeInstanceOf(HostKeyRevokedError);
  });

  test('a host with two keys is asked for the one that is known', async () => {
    const folder = await cleanup.folder();
    keygen('-q', '-t', 'ecdsa', '-N', '', '-f', join(folder, 'second'));
    const two = cleanup.add(await startBox({ config: [`HostKey ${join(folder, 'second')}`] }), (made) => made.remove());
    const file = join(folder, 'known_hosts');
    const key = readFileSync(join(folder, 'second.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(file, `[127.0.0.1]:${two.port} ${key}\n`);
    const target = cleanup.sshTarget(two, { knownHosts: [file] });
    expect((await target.probe()).missing).toEqual([]);
  });

  test('a refused key is named, with the user', async () => {
    const folder = await cleanup.folder();
    const stranger = join(folder, 'stranger');
    keygen('-q', '-t', 'ed25519', '-N', '', '-f', stranger);
    expect(await reach({ auth: { identityFile: stranger } })).toMatchObject({
      problem: {
        what: `The server refused every key for user ${box.user}. Tried: ${stranger} (${fingerprint(`${stranger}.pub`)})`,
        where: `${box.user}@127.0.0.1`,
      },
    });
    expect(await reach({ user: 'nobody', auth: { identityFile: box.identity } })).toMatchObject({
      problem: { what: expect.stringContaining('refused every key for user nobody') },
    });
    expect(await reach({ auth: { identityFile: join(folder, 'not-there') } })).toMatchObject({
      problem: { what: 'The key file cannot be read', where: join(folder, 'not-there') },
    });
  });

  test('an encrypted key asks for its passphrase, once for all connections', async () => {
    const folder = await cleanup.folder();
    const key = join(folder, 'locked');
    execFileSync('cp', [box.identity, key]);
    keygen('-p', '-q', '-P', '', '-N', 'open sesame', '-f', key);
    const asked: [string, boolean][] = [];
    const answers = ['wrong', 'open sesame'];
    const passphrase = (file: string, wasWrong: boolean): Promise<string | undefined> => {
      asked.push([file, wasWrong]);
      return Promise.resolve(answers.shift());
    };
    const target = cleanup.sshTarget(box, { auth: { identityFile: key, passphrase } });
    expect((await target.probe()).missing).toEqual([]);
    await box.drop();
    expect((await target.probe()).missing).toEqual([]);
    expect(asked).toEqual([
      [key, false],
      [key, true],
    ]);
    expect(await reach({ auth: { identityFile: key, passphrase: () => Promise.resolve('wrong') } })).toMatchObject({
      problem: { what: 'The passphrase does not fit the key', where: key },
    });
    expect(await reach({ auth: { identityFile: key } })).toMatchObject({ problem: { what: 'The key needs its passphrase', where: key } });
  });

  test('the agent’s keys are offered', async () => {
    const folder = await cleanup.folder();
    const agentSocket = join(folder, 'agent');
    const agent = cleanup.add(spawn('ssh-agent', ['-D', '-a', agentSocket], { stdio: ['ignore', 'pipe', 'ignore'] }), async (child) =>
      child.kill(),
    );
    await once(agent.stdout, 'data');
    const none = join(folder, 'stranger');
    keygen('-q', '-t', 'ed25519', '-N', '', '-C', 'of a stranger', '-f', none);
    execFileSync('ssh-add', ['-q', none], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket }, stdio: 'pipe' });
    expect(await reach({ auth: { agentSocket, identityFile: none } })).toMatchObject({
      problem: { what: expect.stringContaining('agent: of a stranger (SHA256:') },
    });
    execFileSync('ssh-add', ['-q', box.identity], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket }, stdio: 'pipe' });
    expect(await reach({ auth: { agentSocket, identityFile: none } })).toBe('reached');
  });

  test('a key that cannot be read says which and what to do', async () => {
    const folder = await cleanup.folder();
    const pkcs8 = join(folder, 'pkcs8');
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', pkcs8], { stdio: 'pipe' });
    expect(await reach({ auth: { identityFile: pkcs8 } })).toMatchObject({
      problem: {
        what: 'The key is in the PKCS#8 format, which Drover cannot read',
        todo: expect.stringContaining(`ssh-keygen -p -f ${pkcs8}`),
      },
    });
    expect(await reach({ auth: { identityFile: `${box.identity}.pub` } })).toMatchObject({ problem: { what: 'This is a public key' } });
    writeFileSync(join(folder, 'noise'), 'not a key');
    expect(await reach({ auth: { identityFile: join(folder, 'noise') } })).toMatchObject({
      problem: { what: expect.stringContaining('The key cannot be read') },
    });
  });

  test('what is wrong with the way there is said plainly', async () => {
    const nothing = await freePort();
    expect(await reach({ port: nothing })).toMatchObject({ problem: { what: 'Nothing listens there', where: `127.0.0.1:${nothing}` } });
    expect(await reach({ host: 'no-such-host.invalid' })).toMatchObject({ name: 'UnreachableError' });
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(web, 'listening');
    cleanup.add(web, async () => web.close());
    const address = web.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await reach({ port })).toMatchObject({ problem: { what: expect.stringContaining('ended before it was ready') } });
    const stop = new AbortController();
    stop.abort();
    await expect(cleanup.sshTarget(box).provision('sb', { role: 'worker', signal: stop.signal })).rejects.toMatchObject({
      name: 'ProblemError',
    });
    expect(existsSync(join(box.home, '.drover', 'sandboxes', 'this', 'sb'))).toBe(false);
  });
});
