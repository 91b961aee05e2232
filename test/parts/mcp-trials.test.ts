/** Another agent that asks for sessions: trials of coaching are left out unless it asks for them. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect, onTestFinished, test } from 'vitest';
import { summariesOf } from '../../src/main/app/summaries.ts';
import { newTrialSessionId } from '../../src/main/log/ids.ts';
import { temporaryLog } from '../../src/main/log/testing.ts';
import { createMcpServer } from '../../src/main/mcp/server.ts';
import type { Dispatch, NewEvent } from '../../src/shared/events.ts';

const dispatch: Dispatch = {
  ...{ title: 'T', project: { path: '/p', name: 'p' }, base: { commit: 'c', branch: null, uncommittedChanges: false } },
  ...{ specPath: null, provider: 'p', model: 'm', target: 'local' },
};
const trial = { project: '/p', run: 'r', trial: 't', entry: 'ask', arm: 'with' as const };
const criteria = [{ id: 'c', kind: 'file' as const, path: 'a', exists: true, visibility: 'shown' as const, weight: 'must' as const }];
const begun = (over: Partial<Dispatch>): NewEvent[] => [
  { type: 'session.created', dispatch: { ...dispatch, ...over } },
  {
    ...{ type: 'user.define_outcome', outcome_id: 'outc_1', description: '', rubric: { type: 'text', content: '' }, max_iterations: 9 },
    spec: { title: 'T', goal: 'g', criteria, budget: { minutes: 9, iterations: 9 } },
  },
];

test('trials are left out of list_sessions unless they are asked for', async () => {
  const log = temporaryLog();
  const arm = newTrialSessionId();
  await log.append('sesn_ordinary1234', 0, begun({}));
  await log.append(arm, 0, begun({ trial }));
  const server = createMcpServer({
    ...{ version: '1', sessions: (which) => summariesOf(log, which), session: (id) => id, head: log.head, getEvents: log.getEvents },
    search: (query, options) => log.search(query, options),
    ...{ filesAt: () => Promise.reject(new Error('not asked for')), fileAt: () => Promise.reject(new Error('not asked for')) },
  });
  const client = new Client({ name: 'test', version: '1' });
  const [mine, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), client.connect(mine)]);
  onTestFinished(() => client.close());
  const ids = async (args: Record<string, unknown>): Promise<string[]> => {
    const { content } = await client.callTool({ name: 'list_sessions', arguments: args });
    // The SDK's result is a union of shapes; ours are texts.
    const { sessions } = JSON.parse((content as { text: string }[])[0]?.text ?? '');
    return sessions.map(({ id }: { id: string }) => id).toSorted();
  };
  expect(await ids({})).toEqual(['sesn_ordinary1234']);
  expect(await ids({ trials: true })).toEqual(['sesn_ordinary1234', arm].toSorted());
});
