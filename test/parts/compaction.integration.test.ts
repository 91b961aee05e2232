/** A conversation that outgrows its window, through every real part: SQLite, the rehearsal model over HTTP, a bubblewrap sandbox. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_SLUG, makeDemoProject } from '../../src/main/demo/project.ts';
import { openDrover, type Drover } from '../../src/main/app/drover.ts';
import { REHEARSAL } from '../../src/main/app/providers.ts';
import { windowHandlers } from '../../src/main/handlers/model-window.ts';

const resources = resolve(import.meta.dirname, '../../resources');
const TIME_LIMIT_MS = 90_000;

let dataDir: string;
let drover: Drover;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'drover-compaction-'));
  drover = await openDrover({ dataDir, resources, cipher: null, hurry: true });
});
afterEach(async () => {
  await drover.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function run(model: string): Promise<string> {
  const project = await makeDemoProject(join(resources, 'demo', 'project'), join(dataDir, 'demo-project'));
  const session = await drover.dispatch({ project, slug: DEMO_SLUG, provider: REHEARSAL, model, target: 'local' });
  for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(TIME_LIMIT_MS))) {
    if (event.type === 'session.status_idle') return session;
  }
  throw new Error('it never rested');
}

describe('a session whose window is small', { timeout: TIME_LIMIT_MS + 10_000 }, () => {
  it('is compacted, reads again what was taken out, and ends its work', async () => {
    const session = await run('compacts');
    const state = drover.board.state(session);
    expect(state.problem).toBeNull();
    expect(state.verdict?.passed).toBe(true);
    const compactions = drover.log.getEvents(session, { types: ['context.compacted'] });
    expect(compactions.length).toBeGreaterThan(0);
    const answers = drover.log.getEvents(session, { types: ['agent.tool_result'] });
    expect(answers.some((event) => event.type === 'agent.tool_result' && event.content[0]?.text.includes('heliotrope'))).toBe(true);
    const asked = drover.log.getEvents(session, { types: ['span.model_request_end'] });
    const summaries = asked.filter((event) => event.type === 'span.model_request_end' && event.purpose === 'compaction');
    expect(summaries).toHaveLength(compactions.length);
    expect(drover.log.verify(session)).toMatchObject({ ok: true });

    const [first] = compactions;
    if (first?.type !== 'context.compacted') throw new Error('there is none');
    const handlers = windowHandlers(drover);
    const before = await handlers['session.saw']({ session, seq: first.seq - 1 });
    const after = await handlers['session.saw']({ session, seq: first.seq });
    expect(before.outside).toEqual([]);
    expect(JSON.stringify(before.entries)).toContain('heliotrope');
    expect(after.outside).toMatchObject([{ from: first.from_seq, to: first.to_seq, compaction: first.id }]);
    expect(JSON.stringify(after.entries)).not.toContain('heliotrope');
    expect(after.tokens).toBeLessThan(before.tokens ?? 0);

    await handlers['session.restore']({ session, compaction: drover.board.state(session).compactions.at(-1)?.id ?? '' });
    await expect(async () => handlers['session.restore']({ session, compaction: 'sevt_nope' })).rejects.toThrow('does not hold any more');
    const fork = await drover.fork(session, first.seq - 1, { model: 'never-passes' });
    expect(drover.log.stateAt(fork).compactions).toEqual([]);
  });
});
