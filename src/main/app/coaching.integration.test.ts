/** What a project's workers are told beside their task: through its file, SQLite, the rehearsal model, git, a real sandbox. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { windowAt } from '../harness/saw.ts';
import { stage, TIME_LIMIT_MS } from './loop.test-support.ts';

const at = stage();

async function put(path: string, text: string): Promise<void> {
  const file = join(await at.project(), path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const applied = (session: string) => at.drover.log.getEvents(session, { types: ['coaching.applied'] });

describe('the coaching of a project', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  it('is told to the worker before its task, by scope, and the log names what was told', async () => {
    await put(
      '.drover/coaching.md',
      '- Write down why.\n  - in one line <!-- id: why -->\n- For another model <!-- id: other; models: claude-* -->\n' +
        '- Keep it plain. <!-- id: plain; paths: src/**; models: co* -->\n\n## Archive\n\n- Long ago <!-- id: old -->\n',
    );
    // The script holds what it is sent to what the file says.
    const session = await at.run('coached');
    const state = at.drover.board.state(session);
    expect(state).toMatchObject({ verdict: { passed: true }, problem: null });
    expect(at.types(session).slice(0, 3)).toEqual(['session.created', 'coaching.applied', 'user.define_outcome']);
    expect(applied(session)).toMatchObject([
      {
        path: '.drover/coaching.md',
        entries: [
          { id: 'why', version: expect.stringMatching(/^[0-9a-f]{12}$/), text: 'Write down why.\n- in one line', scope: { paths: [] } },
          { id: 'plain', text: 'Keep it plain.', scope: { paths: ['src/**'], models: ['co*'] } },
        ],
      },
    ]);
    const [told, task] = windowAt(at.drover.log, session, state).entries;
    expect(told?.text).toBe(
      '# What this project has learned\n\nKeep to this, unless the task asks for something else.\n\n' +
        '- Write down why.\n  - in one line\n- In src/**:\n  Keep it plain.',
    );
    expect(task?.text).toContain('## Acceptance criteria');
    expect(at.drover.log.verify(session)).toMatchObject({ ok: true });
    // The next dispatch is told what the file says then; the same words have the same version.
    await put('.drover/coaching.md', '- Write down why.\n  - in one line <!-- id: why -->\n');
    const next = await at.start('demo');
    const [before, after] = [applied(session)[0], applied(next)[0]].map((event) =>
      event?.type === 'coaching.applied' ? event.entries : [],
    );
    expect(after).toEqual(before?.slice(0, 1));
    await at.rested(next);
  });

  it('stays in the window when it is compacted, and in a fork with another task', async () => {
    await put(
      'AGENTS.md',
      '# Ours\n\n- Not this\n\n<!-- drover:coaching -->\n\n- Write down why. <!-- id: why -->\n\n<!-- /drover:coaching -->\n',
    );
    const session = await at.run('compacts');
    const state = at.drover.board.state(session);
    expect(state.compactions.length).toBeGreaterThan(0);
    const [told, ...rest] = windowAt(at.drover.log, session, state).entries;
    expect(told?.text).toContain('- Write down why.');
    expect(told?.text).not.toContain('Not this');
    expect(rest.map(({ kind }) => kind)).toContain('summary');

    const task = await at.event(session, (event) => event.type === 'user.define_outcome');
    const fork = await at.drover.fork(session, task.seq, {}, { wake: false });
    expect(windowAt(at.drover.log, fork, at.drover.board.state(fork)).entries[0]?.text).toBe(told?.text);

    // A rewind may choose another coaching, which stands where the old one stood, and alone.
    await put('AGENTS.md', '<!-- drover:coaching -->\n\n- Keep it plain. <!-- id: plain -->\n\n<!-- /drover:coaching -->\n');
    const head = at.drover.log.head(session);
    const windowOf = async (coaching: 'now' | 'none') => {
      const made = await at.drover.fork(session, head, { coaching }, { wake: false });
      const { told: said } = at.drover.board.state(made);
      return { said: said?.entries.map(({ id }) => id), entries: windowAt(at.drover.log, made, at.drover.board.state(made)).entries };
    };
    const now = await windowOf('now');
    expect(now.said).toEqual(['plain']);
    expect(now.entries[0]?.text).toContain('- Keep it plain.');
    expect(JSON.stringify(now.entries)).not.toContain('Write down why');
    const none = await windowOf('none');
    expect(none.said).toEqual([]);
    expect(JSON.stringify(none.entries)).not.toContain('What this project has learned');
    expect(none.entries.length).toBe(now.entries.length - 1);
  });

  it('leaves no trace where there is none, and stops a dispatch where it is in conflict', async () => {
    await put('.drover/coaching.md', '# Coaching\n\n## Archive\n\n- Long ago <!-- id: old -->\n');
    const session = await at.run('coached');
    expect(at.types(session)).not.toContain('coaching.applied');
    expect(at.drover.board.state(session).verdict).toBeNull();
    const sessions = at.drover.log.sessions().length;
    await put('.drover/coaching.md', '<<<<<<< HEAD\n- a <!-- id: a -->\n=======\n- b <!-- id: a -->\n>>>>>>> other\n');
    await expect(at.start('demo')).rejects.toThrow(
      'A merge conflict is not resolved: this line was left by git (.drover/coaching.md, line 1). Correct the file and dispatch again.',
    );
    expect(at.drover.log.sessions()).toHaveLength(sessions);
  });
});
