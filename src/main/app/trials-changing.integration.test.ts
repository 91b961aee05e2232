/** Trials while other programs write the file, the probe and the repository. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { coachingLogId } from '../coaching/trial-log.ts';
import { stage } from './loop.test-support.ts';
import { CAPITAL, PROBE, RULE, STOP, trialStage, TRIALS_LIMIT_MS } from './trials.test-support.ts';

const at = stage();
const on = trialStage(at);

const git = async (...args: string[]): Promise<string> => {
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@x.invalid'];
  return (await promisify(execFile)('git', [...identity, ...args], { cwd: await on.project() })).stdout.trim();
};
const begins = async (): Promise<void> => {
  await at.event(coachingLogId(await on.project()), ({ type }) => type === 'trial.started');
};
const withBase = (commit: string): string => PROBE.replace('\ntitle:', `\nbase: ${commit}\ntitle:`);

describe('trials', { timeout: TRIALS_LIMIT_MS + 20_000 }, () => {
  it('go on with the new words where another editor changes them, and leave every byte of the file', async () => {
    on.rule({ ...RULE, maxPairs: 2 });
    on.places(2);
    await on.coach(CAPITAL + STOP, 'capital');
    const run = await on.begin('knows-already', ['capital']);
    await begins();
    const edited = `\uFEFF# Ours\r\n\r\n- Begin each sentence with a capital letter. <!-- id: capital -->\r\n*  odd   bullet\r\n${STOP}`;
    await on.put('.drover/coaching.md', edited);
    const view = await on.ended(run);
    expect(view).toMatchObject({ items: [{ reason: 'max_pairs_reached' }], progress: [{ ended: 3 }] });
    const trials = await at.drover.trialsOf(await on.project(), 'capital');
    const versions = trials.map(({ version }) => version);
    expect(versions[0]).toBe(versions[1]);
    expect(versions[2]).not.toBe(versions[0]);
    expect(await on.record('capital', 'knows-already')).toMatchObject({ version: versions[0], pairs: 2 });
    expect(await on.read('.drover/coaching.md')).toBe(edited);
  });

  it('end for an entry that is deleted meanwhile, and keep its last pair', async () => {
    on.rule(RULE);
    on.places(2);
    await on.coach(CAPITAL + STOP, 'capital');
    const run = await on.begin('knows-already', ['capital']);
    await begins();
    await on.put('.drover/coaching.md', STOP);
    const view = await on.ended(run);
    const explanation = '.drover/coaching.md has no entry "capital" any more.';
    expect(view).toMatchObject({ ended: { reason: 'done' }, items: [{ reason: 'gone', explanation }], progress: [{ ended: 1 }] });
    expect(await on.record('capital', 'knows-already')).toMatchObject({ judgement: { counts: { same: 1 } } });
  });

  it('begin from a commit that stays, whatever becomes of it in the user’s repository', async () => {
    on.rule({ ...RULE, maxPairs: 2 });
    on.places(2);
    await on.coach(CAPITAL);
    await git('commit', '--quiet', '--allow-empty', '--message', 'The fault is here');
    const commit = await git('rev-parse', 'HEAD');
    await git('reset', '--quiet', '--hard', 'HEAD~1');
    await on.put('.drover/probes/capital.md', withBase(commit));
    const run = await on.begin('knows-already', ['capital']);
    await begins();
    await git('reflog', 'expire', '--expire=now', '--all');
    await git('gc', '--quiet', '--prune=now');
    await expect(git('cat-file', '-e', commit)).rejects.toThrow();
    const view = await on.ended(run);
    expect(view).toMatchObject({ items: [{ reason: 'max_pairs_reached' }], progress: [{ ended: 2 }] });
    expect((await on.record('capital', 'knows-already'))?.judgement).toMatchObject({ counts: { same: 2 }, broken: 0 });
    // Another run finds it in Drover's own store as well.
    expect(await on.test('knows-already', ['capital'])).toMatchObject({ items: [{ reason: 'max_pairs_reached' }] });
  });

  it('say what cannot be tested, and why', async () => {
    on.rule(RULE);
    const scoped = '- For others alone. <!-- id: scoped; models: claude-* -->\n';
    const twice = '- One <!-- id: twice -->\n- Two <!-- id: twice -->\n';
    const others = ['short', 'missing', 'broken', 'linked', 'without'].map((id) => `- Say ${id}. <!-- id: ${id} -->\n`).join('');
    await on.coach(scoped + twice + others, 'scoped', 'twice', 'linked');
    await on.put('.drover/probes/short.md', withBase('abc1234'));
    await on.put('.drover/probes/missing.md', withBase('a'.repeat(40)));
    await on.put('.drover/probes/broken.md', PROBE.replace('kind: command', 'kind: wish'));
    const linked = join(await on.project(), '.drover/probes/linked');
    await promisify(execFile)('ln', ['-s', '/etc/passwd', join(linked, 'link')]);
    const ids = ['scoped', 'twice', 'short', 'missing', 'broken', 'linked', 'without', 'nowhere'];
    const view = await on.test('knows-already', ids);
    expect(view.ended?.reason).toBe('done');
    const why = Object.fromEntries(view.items.map(({ item, reason, explanation }) => [item.entry, `${reason}: ${explanation}`]));
    expect(Object.keys(why)).toEqual(ids);
    expect(why).toMatchObject({
      scoped: 'not_testable: It is not told to knows-already: it is for claude-*.',
      twice: 'not_testable: 2 entries of .drover/coaching.md have the id "twice".',
      short: expect.stringMatching(/^not_testable: The probe begins from "abc1234", which is not the whole id of a commit/),
      missing: expect.stringMatching(/^not_testable: The commit aaaaaaaaaa that this work started from is no longer in the repository/),
      broken: expect.stringMatching(/^not_testable: .*wish.*\(\.drover\/probes\/broken\.md, line \d+\)/),
      linked: expect.stringMatching(/^not_testable: A probe’s files hold a symbolic link \(\.drover\/probes\/linked\/link\)/),
      without: 'not_testable: It has no probe.',
      nowhere: 'gone: .drover/coaching.md has no entry "nowhere" any more.',
    });
    await rm(linked, { recursive: true });
    const conflict = '<<<<<<< HEAD\n- a <!-- id: a -->\n=======\n- b <!-- id: a -->\n>>>>>>> other\n';
    await on.put('.drover/coaching.md', conflict);
    const [item] = (await on.test('knows-already', ['a'])).items;
    expect(item).toMatchObject({ reason: 'not_testable', explanation: expect.stringContaining('(.drover/coaching.md, line 1)') });
  });
});
