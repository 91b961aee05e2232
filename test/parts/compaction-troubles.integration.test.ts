/** A summary that the model fails to give, and one that is taken back while the worker works. Every real part. */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openDrover, type Drover } from '../../src/main/app/drover.ts';
import { keyName } from '../../src/main/app/providers.ts';
import { makeDemoProject } from '../../src/main/demo/project.ts';
import { windowHandlers } from '../../src/main/handlers/model-window.ts';
import type { MessagesRequest } from '../../src/main/model/rehearsal/request.ts';
import type { RehearsalScriptInput } from '../../src/main/model/rehearsal/script.ts';
import { startRehearsal } from '../../src/main/model/rehearsal/server.ts';
import type { SessionEvent } from '../../src/shared/events.ts';
import { Cleanup } from '../box/sandboxes.ts';

const resources = resolve(import.meta.dirname, '../../resources');
const TIME_LIMIT_MS = 90_000;
const WINDOW = 12_000;
const SPEC = '---\ntitle: Mend it\ncriteria:\n  - id: mended\n    kind: file\n    path: mended.txt\n---\n\nWrite mended.txt.\n';

const cleanup = new Cleanup();
afterEach(() => cleanup.end());

const use = (name: string, input: Record<string, unknown>) => ({ type: 'tool_use' as const, name, input });
const say = (text: string) => ({ type: 'text' as const, text });
/** Four calls fill the window; then the work is done. */
const steps: RehearsalScriptInput['steps'] = [
  { content: [say('The word to remember is heliotrope.'), use('bash', { command: 'seq 10000 11230' })] },
  ...[2, 3, 4].map((n) => ({ content: [use('bash', { command: `seq ${n}0000 ${n}1230` })] })),
  { content: [use('write', { path: 'mended.txt', content: 'mended\n' })] },
  { content: [say('It is mended.')] },
];

interface Stage {
  drover: Drover;
  session: string;
  /** Every request that the model got, in order. */
  asked: MessagesRequest[];
}

/** A session that begins to work. */
async function begin(summaryFaults: RehearsalScriptInput['summaryFaults']): Promise<Stage> {
  const folder = cleanup.add(await mkdtemp(join(tmpdir(), 'drover-troubles-')), (path) => rm(path, { recursive: true, force: true }));
  const asked: MessagesRequest[] = [];
  const scripts = { small: { contextTokens: WINDOW, steps, summaryFaults } };
  const server = cleanup.add(await startRehearsal({ scripts, onRequest: ({ body }) => void asked.push(body) }), (made) => made.close());
  const retry = { attempts: 4, baseMs: 1, maxMs: 10 };
  const opened = await openDrover({ dataDir: join(folder, 'data'), resources, cipher: null, retry, hurry: true });
  const drover = cleanup.add(opened, (made) => made.close());
  const prices = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 };
  const models = [{ id: 'small', prices, maxOutputTokens: 1000, contextTokens: WINDOW }];
  drover.settings.update((settings) => ({
    ...settings,
    providers: [{ id: 'recorder', name: 'Recorder', baseURL: server.baseURL, models, versionHeader: '' }],
  }));
  await drover.vault.set(keyName('recorder'), server.key);
  const project = await makeDemoProject(join(resources, 'demo', 'project'), join(folder, 'project'));
  writeFileSync(join(project, '.drover', 'specs', 'small.md'), SPEC);
  const session = await drover.dispatch({ project, slug: 'small', provider: 'recorder', model: 'small', target: 'local' });
  return { drover, session, asked };
}

const requestsOf = ({ drover, session }: Stage, purpose: 'turn' | 'compaction') =>
  drover.log.getEvents(session, { types: ['span.model_request_end'] }).flatMap((event) => {
    return event.type === 'span.model_request_end' && event.purpose === purpose ? [event] : [];
  });

describe('a summary', { timeout: TIME_LIMIT_MS }, () => {
  it('that the model fails to give is asked for again as it was, and the work goes on', async () => {
    const stage = await begin([{ kind: 'status', status: 529 }, { kind: 'cut', within: 'text' }, { kind: 'empty' }]);
    const { drover, session, asked } = stage;
    await drover.drive(session);
    expect(drover.board.state(session)).toMatchObject({ problem: null, verdict: { passed: true } });
    expect(
      requestsOf(stage, 'compaction')
        .map(({ is_error }) => is_error)
        .slice(0, 3),
    ).toEqual([true, true, false]);
    expect(drover.log.getEvents(session, { types: ['context.compacted'] })).toHaveLength(1);
    const first = asked.findIndex((request, index) => JSON.stringify(asked[index + 1]?.messages) === JSON.stringify(request.messages));
    expect(asked.slice(first, first + 4).map(({ messages }) => JSON.stringify(messages))).toEqual(
      Array.from({ length: 4 }, () => JSON.stringify(asked[first]?.messages)),
    );
    expect(drover.log.verify(session)).toMatchObject({ ok: true });
  });

  it('that the model refuses to give stops the session with everything in its window; Continue asks for it again', async () => {
    const stage = await begin([{ kind: 'status', status: 400, message: 'not today' }]);
    const { drover, session } = stage;
    await drover.drive(session);
    const stopped = drover.board.state(session);
    expect(stopped).toMatchObject({ status: 'idle', stopReason: { type: 'retries_exhausted' }, compactions: [], verdict: null });
    expect(stopped.problem?.what).toContain('not today');
    const saw = await windowHandlers(drover)['session.saw']({ session, seq: stopped.head });
    expect(JSON.stringify(saw.entries)).toContain('heliotrope');

    await drover.continue(session);
    await drover.drive(session);
    expect(drover.board.state(session)).toMatchObject({ problem: null, verdict: { passed: true } });
    expect(drover.log.getEvents(session, { types: ['context.compacted'] })).toHaveLength(1);
  });

  it('that is taken back while the worker works is not in the next request: what it stood for is', async () => {
    const { drover, session, asked } = await begin([]);
    const handlers = windowHandlers(drover);
    for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(TIME_LIMIT_MS))) {
      if (event.type === 'context.compacted') {
        await handlers['session.restore']({ session, compaction: event.id });
        break;
      }
    }
    await drover.drive(session);
    expect(drover.board.state(session)).toMatchObject({ problem: null, compactions: [], verdict: { passed: true } });
    const events = drover.log.getEvents(session);
    const seqOf = (type: SessionEvent['type']): number => events.find((event) => event.type === type)?.seq ?? 0;
    const [compacted, restored] = [seqOf('context.compacted'), seqOf('context.restored')];
    const starts = events.flatMap((event) => (event.type === 'span.model_request_start' ? [event] : []));
    expect(asked).toHaveLength(starts.length);
    // The first request is from before the word was said.
    const remembers = asked.map(({ messages }) => JSON.stringify(messages).includes('heliotrope'));
    expect(remembers.slice(1)).toEqual(starts.slice(1).map(({ seq }) => seq < compacted || seq > restored));
    expect(starts.at(-1)?.seq).toBeGreaterThan(restored);
  });
});
