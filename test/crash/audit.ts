/** What a session must have kept, whatever happened to it on the way. */
import Database from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Drover } from '../../src/main/app/drover.ts';
import type { SessionEvent } from '../../src/shared/events.ts';
import type { Told } from './life.ts';
import { GROWN, MARKS, type Work } from './script.ts';

/** The log of a session is whole: its chain, its database, each call with one result, each request with one end, each check made once. */
export function expectSound(drover: Drover, session: string): SessionEvent[] {
  const events = drover.log.getEvents(session);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(drover.log.verify(session)).toEqual({ ok: true, events: events.length });
  const db = new Database(join(drover.dataDir, 'log.db'), { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();

  const idsOf = (type: SessionEvent['type']) => events.flatMap((event) => (event.type === type ? [event.id] : []));
  const uses = idsOf('agent.tool_use');
  expect(events.flatMap((event) => (event.type === 'agent.tool_result' ? [event.tool_use_id] : [])).toSorted()).toEqual(uses.toSorted());
  const starts = idsOf('span.model_request_start');
  const ends = events.flatMap((event) => (event.type === 'span.model_request_end' ? [event.model_request_start_id] : []));
  expect(ends.toSorted()).toEqual(starts.toSorted());
  for (const check of checksOf(events)) {
    expect(check.filter((event) => event.type === 'workspace.snapshot' && event.commit !== null)).toHaveLength(1);
    const criteria = check.flatMap((event) => (event.type === 'span.outcome_evaluation_ongoing' ? [event.criterion.id] : []));
    expect(new Set(criteria).size).toBe(criteria.length);
  }
  return events;
}

/** The events of each check of the worker's that came to its end, from its start. */
function checksOf(events: readonly SessionEvent[]): SessionEvent[][] {
  return events.flatMap((end, index) => {
    // Where the worker gave up nothing was checked.
    if (end.type !== 'span.outcome_evaluation_end' || end.result === 'interrupted' || end.impossible === true) return [];
    const start = events.findIndex(({ id }) => id === end.outcome_evaluation_start_id);
    return [events.slice(start, index)];
  });
}

/** Everything that a process was told is stored is there, where it was said to be. */
export function expectKept(events: readonly SessionEvent[], told: readonly Told[]): void {
  const at = new Map(events.map(({ id, seq, type }) => [id, { seq, type }]));
  const acknowledged = told.filter((line) => line.t === 'stored');
  for (const { id, seq, type } of acknowledged) expect({ id, ...at.get(id) }).toEqual({ id, seq, type });
  expect(new Set(acknowledged.map(({ seq }) => seq)).size).toBe(acknowledged.length);
}

/** The files that the gate judged, as the accepted branch has them. */
export async function filesOf(drover: Drover, session: string): Promise<{ read(path: string): string; paths: string[] }> {
  const project = drover.board.state(session).dispatch?.project.path ?? '';
  const { branch } = await drover.accept(session, `drover/${session.slice(-12)}`, 'As it was judged');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8' });
  return {
    read: (path) => git('show', `${branch}:${path}`),
    paths: git('ls-tree', '-r', '--name-only', branch).trim().split('\n'),
  };
}

/** Every call ran once: nothing was lost, nothing ran again. */
export async function expectRanOnce(drover: Drover, session: string, work: Work): Promise<void> {
  const lost = drover.log.getEvents(session).filter((event) => event.type === 'agent.tool_result' && event.lost);
  expect(lost).toEqual([]);
  const { read, paths } = await filesOf(drover, session);
  expect(read(MARKS)).toBe(work.marks);
  expect(read(GROWN)).toBe(work.grown);
  expect(paths.filter((path) => path.startsWith('in/'))).toEqual([]);
}
