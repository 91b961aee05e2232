import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listHosts } from './hosts.ts';

test('hosts are read with what they include and inherit; nothing is run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-hosts-'));
  mkdirSync(join(folder, 'config.d'));
  writeFileSync(
    join(folder, 'config'),
    [
      'Include config.d/*.conf',
      `Match exec "touch ${folder}/ran"`,
      '  User evil',
      'Host box arm-box',
      '  HostName 10.0.0.7',
      '  Port 2222',
      'Host *.lan !x',
      '  User lan',
      'Host *',
      '  User everyone',
      '  IdentityFile ~/.ssh/id_all',
      '',
    ].join('\n'),
  );
  writeFileSync(join(folder, 'config.d', 'a.conf'), 'host included\n  hostname %h.example\n  user "me"\nInclude ../config\n');
  writeFileSync(join(folder, 'config.d', 'b.txt'), 'Host not-included\n');
  const hosts = await listHosts(join(folder, 'config'));
  const identityFile = join(homedir(), '.ssh/id_all');
  expect(hosts).toEqual([
    { alias: 'included', host: 'included.example', port: 22, user: 'me', identityFile },
    { alias: 'box', host: '10.0.0.7', port: 2222, user: 'everyone', identityFile },
    { alias: 'arm-box', host: '10.0.0.7', port: 2222, user: 'everyone', identityFile },
  ]);
  expect(existsSync(join(folder, 'ran'))).toBe(false);
  expect(await listHosts(join(folder, 'none'))).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('a host without settings is itself, for this user, on port 22', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-hosts-'));
  writeFileSync(join(folder, 'config'), 'Host plain\n');
  expect(await listHosts(join(folder, 'config'))).toEqual([
    { alias: 'plain', host: 'plain', port: 22, user: userInfo().username, identityFile: undefined },
  ]);
  rmSync(folder, { recursive: true });
});
