/** What a real SSH box lacks is said plainly and loses nothing. */
import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canStartBox, startBox } from '../../../test/box/box.ts';
import { startBoxWithout } from '../../../test/box/lacking-box.ts';
import {
  TIME_LIMIT_MS,
  aim,
  aimAnew,
  cleanup,
  dispatch,
  expectGoesOn,
  expectNothingLeft,
  expectSound,
  expectWaits,
  finished,
  output,
  stage,
  useBox,
} from './box.test-support.ts';

describe.skipIf(!canStartBox)('on an SSH box that lacks something', { timeout: TIME_LIMIT_MS + 30_000 }, () => {
  useBox();

  const lacking: [program: string, naming: RegExp][] = [
    ['git', /git is not installed[^]*install git/],
    ['bwrap', /bubblewrap is not installed[^]*install bubblewrap/],
    ['python3', /Python 3 is not installed[^]*install python3/],
  ];
  it.each(lacking)('a box without %s', async (program, naming) => {
    const bare = cleanup.add(await startBoxWithout(program), (made) => made.remove());
    aim({}, bare);
    const test = await stage.drover.targets.test('box');
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
    await stage.drover.continue(second);
    await finished(second);
    expectSound(second);
  });
});
