import { expect, it } from 'vitest';
import { parseBody, type SessionEvent } from './events.ts';
import { eventLine } from './event-line.ts';
import { foldAll } from './fold.ts';
import { summarize } from './summary.ts';

const at = (seq: number) => ({ id: `sevt_${seq}`, session: 'sesn_x', seq, processed_at: '2026-01-01T00:00:00Z' });

it('keeps an event of a newer version, shows it and folds past it', () => {
  const event: SessionEvent = { ...parseBody('moon.landed', { type: 'moon.landed', crew: 2 }), ...at(1) };
  expect(event).toMatchObject({ type: 'unknown', originalType: 'moon.landed', data: { crew: 2 } });
  expect(foldAll([event]).head).toBe(1);
  expect(eventLine(event)).toBe('moon.landed (of a newer version)');
});

it('never lets text of a sandbox steer a terminal', () => {
  const event: SessionEvent = { ...at(1), type: 'sandbox.lost', sandbox_id: 's', reason: 'a\u001b]0;owned\u0007b\u202ec\r\nd' };
  // eslint-disable-next-line no-control-regex -- they are what must be gone
  expect(eventLine(event)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

it('an imported session asks for nothing, whatever its last event is; a fork of it does', () => {
  const dispatch = {
    title: 'T',
    project: { path: '/p', name: 'p' },
    base: { commit: '', branch: 'main', uncommittedChanges: false },
    specPath: null,
    provider: 'claude-code',
    model: 'm',
    target: 'local',
  };
  const imported: SessionEvent[] = [
    { ...at(1), type: 'session.created', dispatch },
    { ...at(2), type: 'session.imported', source: 'claude_code', source_session_id: 's', path: '/s.jsonl', thread_of: null },
    { ...at(3), type: 'user.message', content: [{ type: 'text', text: 'Do it.' }] },
  ];
  expect(summarize('sesn_x', foldAll(imported))).toMatchObject({ imported: 'claude_code', column: 'judged', criteriaTotal: 0, head: 3 });
  const forked: SessionEvent = { ...at(4), type: 'session.forked', parent_session_id: 'sesn_x', parent_seq: 3, dispatch };
  const went: SessionEvent = { ...at(5), type: 'user.message', content: [{ type: 'text', text: 'Go on.' }] };
  expect(foldAll([...imported, forked, went])).toMatchObject({ imported: null, hasInput: true });
});
