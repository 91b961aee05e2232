/** The way to a real SSH box: what is wrong with it is said plainly and loses nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canStartBox, startBox } from '../../../test/box/box.ts';
import {
  TIME_LIMIT_MS,
  aim,
  aimAnew,
  cleanup,
  dispatch,
  exactly,
  expectGoesOn,
  expectPlain,
  expectWaits,
  stage,
  useBox,
} from './box.test-support.ts';

describe.skipIf(!canStartBox)('on the way to an SSH box', { timeout: TIME_LIMIT_MS + 30_000 }, () => {
  useBox();

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
    const shown = fingerprint(join(stage.box.folder, 'host.pub'));
    expect(await stage.drover.targets.test('box')).toEqual({
      state: 'unknown_host',
      host: stage.box.host,
      port: stage.box.port,
      keyType: 'ssh-ed25519',
      fingerprint: shown,
    });
    const session = await dispatch('slow-stream');
    await expectWaits(session, exactly(shown));
    await expect(stage.drover.targets.trust('box', 'SHA256:another')).rejects.toThrow('not the key that the host showed');
    await stage.drover.targets.trust('box', shown);
    expect(await stage.drover.targets.test('box')).toMatchObject({ state: 'ok', report: { missing: [], facts: { user: stage.box.user } } });
    await expectGoesOn(session);
  });

  it('a changed host key is refused with both fingerprints and the line to look at', async () => {
    const key = await newKey();
    const other = readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    const knownHostsFile = `${key}.known_hosts`;
    writeFileSync(knownHostsFile, `[${stage.box.host}]:${stage.box.port} ${other}\n`);
    aim({ knownHostsFile });
    const test = await stage.drover.targets.test('box');
    expect(test.state).toBe('failed');
    const problem = test.state === 'failed' ? test.problem : null;
    for (const named of [
      fingerprint(`${key}.pub`),
      fingerprint(join(stage.box.folder, 'host.pub')),
      `line 1 of ${knownHostsFile}`,
      `${stage.box.host}:${stage.box.port}`,
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
    const test = await stage.drover.targets.test('box');
    expect(test.state).toBe('failed');
    const naming = new RegExp(`refused every key for user ${stage.box.user}[^]*${identityFile} \\(SHA256:`);
    expectPlain(test.state === 'failed' ? test.problem : null, naming);
    const session = await dispatch('slow-stream');
    await expectWaits(session, naming);
    await aimAnew();
    await expectGoesOn(session);
  });

  it('a key that is not there is named', async () => {
    aim({ identityFile: '/nowhere/id_ed25519' });
    const test = await stage.drover.targets.test('box');
    expectPlain(test.state === 'failed' ? test.problem : null, /key file cannot be read[^]*\/nowhere\/id_ed25519/);
  });

  it('an encrypted key asks for its passphrase, says when it is wrong, and keeps it for the session', async () => {
    const identityFile = join(await cleanup.folder(), 'locked');
    await copyFile(stage.box.identity, identityFile);
    await chmod(identityFile, 0o600);
    keygen('-p', '-q', '-P', '', '-N', 'open sesame', '-f', identityFile);
    aim({ identityFile });
    expect(await stage.drover.targets.test('box')).toEqual({ state: 'passphrase_needed', identityFile, problem: null });
    const session = await dispatch('slow-stream');
    await expectWaits(session, new RegExp(`needs its passphrase[^]*${identityFile}`));
    await stage.drover.targets.passphrase('box', 'wrong');
    const wrong = await stage.drover.targets.test('box');
    expect(wrong).toMatchObject({ state: 'passphrase_needed', identityFile });
    expectPlain(wrong.state === 'passphrase_needed' ? wrong.problem : null, new RegExp(`does not fit[^]*${identityFile}`));
    await stage.drover.targets.passphrase('box', 'open sesame');
    expect(await stage.drover.targets.test('box')).toMatchObject({ state: 'ok' });
    await expectGoesOn(session);
    expect(spawnSync('grep', ['-rlF', 'open sesame', stage.dataDir], { encoding: 'utf8' }).stdout).toBe('');
  });

  it('a box that is down at dispatch is named; when it is back, Continue goes on', async () => {
    const away = cleanup.add(await startBox(), (made) => made.remove());
    aim({}, away);
    await away.stop();
    const naming = new RegExp(`Nothing listens there[^]*${away.host}:${away.port}`);
    const test = await stage.drover.targets.test('box');
    expectPlain(test.state === 'failed' ? test.problem : null, naming);
    const session = await dispatch('slow-stream');
    await expectWaits(session, naming);
    await away.start();
    await expectGoesOn(session);
  });
});
