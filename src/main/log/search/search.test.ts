import fc from 'fast-check';
import Database from 'better-sqlite3';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NewEvent } from '../../../shared/events.ts';
import { newEventId, newSessionId } from '../ids.ts';
import type { Log } from '../log.ts';
import { message } from '../testing-events.ts';
import { temporaryFile, temporaryLog } from '../testing.ts';

const created = (title: string, model = 'claude-opus-4'): NewEvent => ({
  type: 'session.created',
  dispatch: {
    title,
    project: { path: '/p', name: 'p' },
    base: { commit: 'c', branch: 'main', uncommittedChanges: false },
    specPath: null,
    provider: 'anthropic',
    model,
    target: 'local',
  },
});
const use = (id: string, name: string, input: Record<string, unknown>): NewEvent => ({
  type: 'agent.tool_use',
  id,
  message_id: 'm',
  model_tool_use_id: 't',
  name,
  input,
});
const result = (id: string, text: string, isError = false): NewEvent => ({
  type: 'agent.tool_result',
  tool_use_id: id,
  content: [{ type: 'text', text }],
  is_error: isError,
  lost: false,
  duration_ms: 1,
});

const seqs = async (log: Log, query: string): Promise<number[]> => (await log.search(query)).hits.map(({ seq }) => seq);
const indexFile = (file: string): string => join(dirname(file), 'search.db');

async function twoSessions(log: Log): Promise<{ a: string; b: string }> {
  const [a, b, bash, read] = [newSessionId(), newSessionId(), newEventId(), newEventId()];
  await log.append(a, 0, [
    created('Add dark mode'),
    message('Please fix the flaky socket test.'),
    use(bash, 'bash', { command: 'npm test', nested: [{ deep: 'quux' }] }),
    result(bash, `Error: connection reset by peer\n${'x '.repeat(3_000)}`, true),
    { type: 'span.model_request_start', model: 'claude-haiku-5' },
    message('The connection was reset.'),
  ]);
  await log.append(b, 0, [
    created('Another thing'),
    use(read, 'read_file', { path: 'src/socket.ts' }),
    result(read, 'export const socket = 1;'),
  ]);
  return { a, b };
}

describe('a search', () => {
  test('finds words, phrases and beginnings by all their filters, newest first', async () => {
    const log = temporaryLog();
    const { a, b } = await twoSessions(log);
    expect((await log.search('socket')).hits.map(({ session, seq }) => [session, seq])).toEqual([
      [b, 3],
      [b, 2],
      [a, 2],
    ]);
    expect(await seqs(log, '"connection reset"')).toEqual([4]);
    expect(await seqs(log, 'connection reset')).toEqual([6, 4]);
    expect(await seqs(log, 'conn*')).toEqual([6, 4]);
    expect(await seqs(log, 'conn')).toEqual([]);
    expect(await seqs(log, 'quux')).toEqual([3]);
    expect(await seqs(log, 'command')).toEqual([]);
    expect(await seqs(log, 'type:agent.tool_result')).toEqual([3, 4]);
    expect(await seqs(log, 'type:agent socket')).toEqual([3, 2]);
    expect(await seqs(log, 'tool:bash')).toEqual([4, 3]);
    expect(await seqs(log, 'tool:read*')).toEqual([3, 2]);
    expect(await seqs(log, 'is:error')).toEqual([4]);
    expect(await seqs(log, 'model:haiku')).toEqual([6, 5]);
    expect(await seqs(log, `session:${b} socket`)).toEqual([3, 2]);
    expect(await seqs(log, 'session:"dark mode" socket')).toEqual([2]);
    expect(await seqs(log, 'after:2020-01-01 before:2021-01-01 socket')).toEqual([]);
    expect(await seqs(log, 'after:2020-01-01 is:error')).toEqual([4]);
  });

  test('shows what was found, where', async () => {
    const log = temporaryLog();
    const { a } = await twoSessions(log);
    const [hit] = (await log.search('"connection reset"')).hits;
    expect(hit).toMatchObject({ session: a, title: 'Add dark mode', seq: 4, type: 'agent.tool_result', tool: 'bash' });
    expect(hit?.marks.map(([start, end]) => hit.excerpt.slice(start, end))).toEqual(['connection reset']);
    expect(log.getEvent(hit?.id ?? '')).toMatchObject({ seq: 4, session: a });
  });

  test('goes on where a page ended', async () => {
    const log = temporaryLog();
    const session = newSessionId();
    await log.append(
      session,
      0,
      Array.from({ length: 25 }, (_, i) => message(`needle ${i}`)),
    );
    const found: number[] = [];
    for (let after: number | null = null, pages = 1; ; pages += 1) {
      const page = await log.search('needle', { after, limit: 10 });
      found.push(...page.hits.map(({ seq }) => seq));
      after = page.next;
      if (after !== null) continue;
      expect(pages).toBe(3);
      break;
    }
    expect(found).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
  });

  test('of nothing, or of nonsense, finds nothing and says why', async () => {
    const log = temporaryLog();
    await twoSessions(log);
    expect(await log.search('  ')).toEqual({ hits: [], next: null, behind: 0, mistake: null });
    expect(await log.search('colour:red "')).toMatchObject({ hits: [], mistake: expect.any(String) });
  });

  test('takes any text for a query', { timeout: 60_000 }, async () => {
    const log = temporaryLog();
    const { a } = await twoSessions(log);
    const scraps = fc.constantFrom(
      '"',
      '*',
      ':',
      'type:',
      'session:',
      ' ',
      ' AND ',
      'NEAR(',
      ')',
      '-',
      '^',
      '{',
      "'",
      '%',
      '_',
      '\u0000',
      '\ud800',
      'é',
      'socket',
      '日本',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(scraps, fc.string({ unit: 'binary' })), { maxLength: 8 }), async (parts) => {
        await log.search(parts.join(''));
        await log.find(a, parts.join(''));
      }),
      { numRuns: 300 },
    );
    expect(await seqs(log, 'socket')).toEqual([3, 2, 2]);
  });

  test('finds the beginning and the end of what is very long', async () => {
    const log = temporaryLog();
    await log.append(newSessionId(), 0, [message(`first ${'filler '.repeat(150_000)} last`)]);
    expect(await seqs(log, 'first')).toEqual([1]);
    const [hit] = (await log.search('last')).hits;
    expect(hit?.excerpt).toContain('last');
    expect(hit?.marks).toHaveLength(1);
  });
});

describe('a fork', () => {
  test('is found where its events were appended, and searched with all that it shares', async () => {
    const log = temporaryLog();
    const { a } = await twoSessions(log);
    const { session: fork } = await log.fork(a, 4, [message('another socket'), message('the end')]);
    expect((await log.search('socket type:user')).hits.map(({ session, seq }) => [session, seq])).toEqual([
      [fork, 5],
      [a, 2],
    ]);
    await log.append(a, 6, [message('a later socket')]);
    for (const indexed of [false, true]) {
      if (indexed) expect((await log.search('socket')).behind).toBe(0);
      expect((await log.find(fork, 'socket')).seqs).toEqual([2, 5]);
      expect((await log.find(fork, 'tool:bash')).seqs).toEqual([3, 4]);
      expect((await log.find(a, 'socket')).seqs).toEqual([2, 7]);
    }
  });
});

describe('a log that can only be read', () => {
  test('is searched by an index in memory, and nothing is put beside it', async () => {
    const file = temporaryFile();
    const first = temporaryLog(file);
    await twoSessions(first);
    await first.close();
    const db = new Database(file);
    db.pragma('user_version = 999');
    db.close();
    const log = temporaryLog(file);
    expect(log.readOnly).not.toBeNull();
    expect(await seqs(log, 'socket')).toEqual([3, 2, 2]);
    expect(existsSync(indexFile(file))).toBe(false);
  });
});

describe('the index', () => {
  test('takes in what is appended later, by whomever', async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const other = temporaryLog(file);
    const { a } = await twoSessions(log);
    expect(await seqs(other, 'quux')).toEqual([3]);
    await other.append(a, 6, [message('a quux more')]);
    expect(await seqs(log, 'quux')).toEqual([7, 3]);
    expect(await seqs(other, 'quux')).toEqual([7, 3]);
  });

  test('may be deleted, damaged or of another log', async () => {
    const file = temporaryFile();
    let log = temporaryLog(file);
    await twoSessions(log);
    expect(await seqs(log, 'socket')).toEqual([3, 2, 2]);
    for (const end of ['', '-wal', '-shm']) rmSync(indexFile(file) + end, { force: true });
    expect(await seqs(log, 'socket')).toEqual([3, 2, 2]);
    await log.close();
    writeFileSync(indexFile(file), 'not an index');
    log = temporaryLog(file);
    expect(await seqs(log, 'socket')).toEqual([3, 2, 2]);
    await log.close();
    rmSync(file);
    log = temporaryLog(file);
    await log.append(
      newSessionId(),
      0,
      Array.from({ length: 12 }, () => message('a new log')),
    );
    expect(await seqs(log, 'socket')).toEqual([]);
    expect(await seqs(log, 'new')).toHaveLength(12);
    await log.close();
    rmSync(file);
    log = temporaryLog(file);
    const shorter = newSessionId();
    await log.append(shorter, 0, [message('a shorter log')]);
    expect((await log.find(shorter, 'log')).seqs).toEqual([1]);
    expect(await seqs(log, 'new')).toEqual([]);
    expect(await seqs(log, 'log')).toEqual([1]);
  });
});

describe('finding in a session', () => {
  test('goes over the borders of its windows, and says how many events it did not look through', { timeout: 60_000 }, async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const session = newSessionId();
    const words = (seq: number): string => (seq === 2 || seq === 50_500 || seq === 101_000 ? 'needle' : 'hay');
    await log.append(session, 0, [created('Long')]);
    for (let head = 1; head < 101_000; head += 500) {
      const count = Math.min(500, 101_000 - head);
      await log.append(
        session,
        head,
        Array.from({ length: count }, (_, index) => message(words(head + 1 + index))),
      );
    }
    while ((await log.search('needle')).behind > 0);
    // The index is gone through 100,000 events at a time.
    expect(await log.find(session, 'needle')).toEqual({ seqs: [2, 50_500, 101_000], unread: 0, mistake: null });

    await log.close();
    rmSync(indexFile(file), { force: true });
    mkdirSync(indexFile(file)); // no index can be made here
    const without = temporaryLog(file);
    expect(await without.find(session, 'needle')).toEqual({ seqs: [101_000], unread: 51_000, mistake: null });
    const { session: fork } = await without.fork(session, 60_000, [message('needle')]);
    expect(await without.find(fork, 'needle')).toEqual({ seqs: [50_500, 60_001], unread: 10_000, mistake: null });
  });

  const queries = [
    'soc',
    'connection reset',
    'bash',
    'tool_result',
    'type:agent',
    'tool:bash',
    'is:error',
    'model:haiku',
    'quux',
    'needle',
    'type:user needle',
    'zzz',
  ];

  test('says the same with an index, without one and with a part of one', async () => {
    const file = temporaryFile();
    const log = temporaryLog(file);
    const { a } = await twoSessions(log);
    const all = async () => Promise.all(queries.map(async (query) => (await log.find(a, query)).seqs));
    const without = await all();
    expect(without.slice(0, 9)).toEqual([[2], [4, 6], [3, 4], [4], [3, 4], [3, 4], [4], [5, 6], [3]]);
    expect((await log.search('socket')).behind).toBe(0);
    expect(await all()).toEqual(without);
    await log.append(a, 6, [message('needle'), message('haystack')]);
    const partly = await all();
    expect(partly.slice(9)).toEqual([[7], [7], []]);
    expect((await log.search('socket')).behind).toBe(0);
    expect(await all()).toEqual(partly);
  });
});
