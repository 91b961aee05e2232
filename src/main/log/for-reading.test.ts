/** A log that is opened for reading only: it follows what others write, and changes nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newSessionId } from './ids.ts';
import { temporaryFile, temporaryFolder, temporaryLog } from './testing.ts';
import { messages } from './testing-events.ts';

it('sees what another writes, and stores nothing itself', async () => {
  const file = temporaryFile();
  const writer = temporaryLog(file);
  const session = newSessionId();
  await writer.append(session, 0, messages(3));
  const reader = temporaryLog(file, { forReading: true });
  await writer.append(session, 3, messages(2));
  expect(reader.getEvents(session)).toEqual(writer.getEvents(session));
  expect(reader.stateAt(session).head).toBe(5);
  expect((await reader.search('message')).hits).toHaveLength(5);
  await expect(reader.append(session, 5, messages(1))).rejects.toThrow('for reading only');
  expect(writer.head(session)).toBe(5);
});

it('makes nothing where there is no log', () => {
  const file = join(temporaryFolder(), 'nowhere', 'log.db');
  expect(() => temporaryLog(file, { forReading: true })).toThrow('There is no log here yet');
  expect(existsSync(join(file, '..'))).toBe(false);
});
