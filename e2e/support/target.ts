/** SSH boxes as targets, and sessions as the log has them. */
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import type { Box } from '../../test/box/box.ts';
import type { SessionEvent } from '../../src/shared/events.ts';
import { openLog } from '../../src/main/log/log.ts';
import { expect } from './launch.ts';
import { board } from './screens.ts';
import type { TargetSettings } from '../../src/shared/settings.ts';

/** Puts a box into the settings past the dialog, for tests that are about something else. */
export async function saveTarget(page: Page, { host, port, user, identity, knownHosts }: Box): Promise<void> {
  const target = {
    kind: 'ssh' as const,
    id: 'box',
    name: 'Box',
    isolation: 'bubblewrap' as const,
    toolPaths: [],
    host,
    port,
    user,
    identityFile: identity,
    knownHostsFile: knownHosts,
  } satisfies TargetSettings;
  const answer = await page.evaluate((value) => window.drover.call('target.save', { target: value }), target);
  expect(answer).toMatchObject({ ok: true });
  await page.reload(); // the window learns of it where it asks
  await expect(board(page)).toBeVisible();
}

/** The only session's events, through the window. */
export async function eventsOf(page: Page): Promise<SessionEvent[]> {
  return page.evaluate(async () => {
    const sessions = await window.drover.call('sessions.list', undefined);
    const session = sessions.ok ? (sessions.value[0]?.id ?? '') : '';
    const events = await window.drover.call('session.events', { session, from: 1, limit: 1000 });
    return events.ok ? events.value : [];
  });
}

export const textOf = (event: SessionEvent | undefined): string =>
  event?.type === 'agent.tool_result' ? event.content.map((block) => block.text).join('') : '';

/** The log of a closed application, read anew: an unbroken chain, and one result for each call. */
export async function expectSoundLog(dataDir: string): Promise<SessionEvent[]> {
  const log = openLog(join(dataDir, 'log.db'));
  try {
    const session = log.sessions()[0]?.id ?? '';
    expect(log.verify(session)).toMatchObject({ ok: true });
    const events = log.getEvents(session);
    const uses = events.flatMap((event) => (event.type === 'agent.tool_use' ? [event.id] : []));
    const results = events.flatMap((event) => (event.type === 'agent.tool_result' ? [event.tool_use_id] : []));
    expect(results.toSorted()).toEqual(uses.toSorted());
    return events;
  } finally {
    await log.close();
  }
}
