/** Sessions out of a real log, and into another. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NewEvent } from '../../shared/events.ts';
import { writeFile } from '../export/write-file.ts';
import { newSessionId } from '../log/ids.ts';
import { openLog, type Log } from '../log/log.ts';
import { exportChunks, exportName, importJsonl } from './exports.ts';

let folder: string;
let log: Log;
const logs: Log[] = [];
const open = (name: string): Log => {
  const opened = openLog(join(folder, name));
  logs.push(opened);
  return opened;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-export-'));
  log = open('log.db');
});
afterEach(async () => {
  for (const one of logs.splice(0)) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

const dispatch = {
  title: 'Mend <the> parser',
  project: { path: '/p', name: 'p' },
  base: { commit: 'c', branch: 'main', uncommittedChanges: false },
  specPath: null,
  provider: 'p',
  model: 'm',
  target: 'local',
};
const said = (text: string): NewEvent => ({ type: 'user.message', content: [{ type: 'text', text }] });
const plain = (text: string): string => text;

async function sample(): Promise<{ parent: string; fork: string }> {
  const parent = newSessionId();
  const words = ['one\u2028line', 'two\r\nlines', 'ü\u0000\ud800', 'x'.repeat(100_000)];
  await log.append(parent, 0, [{ type: 'session.created', dispatch }, ...words.map(said)]);
  const { session } = await log.fork(parent, 3, [
    { type: 'session.forked', parent_session_id: parent, parent_seq: 3, dispatch },
    said('another way'),
  ]);
  return { parent, fork: session };
}

it('a fork that goes to another log as JSONL is the same there, byte for byte, with its past', async () => {
  const { fork } = await sample();
  const file = join(folder, 'session.jsonl');
  await writeFile(file, exportChunks(log, fork, 'jsonl', plain));
  const other = open('other.db');
  const taken = await importJsonl(other, file);
  expect(taken).toMatchObject({ added: 5 });
  expect(other.getEvents(fork)).toEqual(log.getEvents(fork));
  expect(other.verify(fork)).toEqual({ ok: true, events: 5 });
  expect([...exportChunks(other, fork, 'jsonl', plain)].join('')).toBe(readFileSync(file, 'utf8'));
  expect(await importJsonl(other, file)).toMatchObject({ added: 0 });
});

it('a file that is cut, damaged, of a newer version or of another kind is told apart; what is whole in it is taken in', async () => {
  const { parent } = await sample();
  const whole = [...exportChunks(log, parent, 'jsonl', plain)].join('').split('\n');
  const take = async (text: string): Promise<string> => {
    const file = join(folder, 'given.jsonl');
    writeFileSync(file, text);
    const other = open(`taken-${logs.length}.db`);
    return importJsonl(other, file).then(
      ({ added }) => `${added}`,
      (error: Error) => `${other.head(parent)} events. ${error.message}`,
    );
  };
  expect(await take(whole.join('\n'))).toBe('5');
  expect(await take(whole.slice(0, 4).join('\n'))).toMatch(/The file ends early, after 3 rows/);
  expect(await take([...whole.slice(0, 4), '{"kind":"event"', ...whole.slice(4)].join('\n'))).toMatch(/line 5/);
  expect(await take(whole.join('\n').replace('two', 'TWO'))).toMatch(/hash/);
  expect(await take(whole.join('\n').replace('"version":1', '"version":9'))).toMatch(/newer version/);
  expect(await take('hello')).toMatch(/not a session that Drover exported/);
  expect(await take('')).toMatch(/not a session that Drover exported/);
  await expect(importJsonl(log, join(folder, 'nowhere.jsonl'))).rejects.toThrow('The file could not be read');
});

it('a page shows every event as text and never as anything else, without keys that are known', async () => {
  const session = newSessionId();
  const evil = `</div></main><script>alert(1)</script><img src=x onerror=alert(1)>\u202egpj \u001b[31mred\u001b[0m \u001b]0;title\u0007"' sk-se\u001b[1mcret`;
  const events: NewEvent[] = [
    { type: 'session.created', dispatch: { ...dispatch, title: evil } },
    said(evil),
    {
      id: 'sevt_call000000000',
      type: 'agent.tool_use',
      message_id: 'm',
      model_tool_use_id: 't',
      name: evil,
      input: { [evil]: evil, deep: { evil } },
    },
    {
      type: 'agent.tool_result',
      tool_use_id: 'sevt_call000000000',
      content: [{ type: 'text', text: `${evil}\n`.repeat(50) }],
      is_error: true,
      lost: false,
      duration_ms: 1,
    },
    { type: 'import.record', kind: evil, line: evil },
    { type: 'sandbox.lost', sandbox_id: evil, reason: evil },
  ];
  await log.append(session, 0, events);
  const page = [...exportChunks(log, session, 'html', (text) => text.replaceAll('sk-secret', '•••'))].join('');
  expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>(?!&)/i);
  // eslint-disable-next-line no-control-regex -- they are what must be gone
  expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(page).not.toContain('sk-secret');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  for (let seq = 1; seq <= events.length; seq += 1) expect(page).toContain(`<article id="e${seq}"`);
  expect(page).toContain('of <a href="#e3">3</a>');
  expect(page).toContain('<details>');
  expect(exportName(log, session, 'html')).toMatch(/^[a-z0-9-]+\.html$/);
});

it('a place that cannot be written is told, and nothing is left there', async () => {
  const { parent } = await sample();
  await expect(writeFile(join(folder, 'nowhere', 'a.html'), exportChunks(log, parent, 'html', plain))).rejects.toThrow(
    'The file could not be written',
  );
});
