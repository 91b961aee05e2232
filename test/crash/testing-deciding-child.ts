/**
 * Two sessions in the one place that a target has, and then a user who accepts the first and opens a pull request, in a process
 * that a test kills. Whatever was done before is not done again.
 */
import { REHEARSAL } from '../../src/main/app/providers.ts';
import { openDying, rested, tell } from './dying.ts';
import type { ChildJob } from './testing-child.ts';

const job = JSON.parse(process.argv[2] ?? '') as ChildJob; // what life.ts writes
const drover = await openDying(job);
const { project, slug, model, target } = job;
const worker = { provider: REHEARSAL, model, target: target.id };
const known = drover.log.sessions().map(({ id }) => id);
if (known.length > 0) await drover.resume();
else known.push(...(await drover.dispatchAll({ project, slug, workers: [worker, worker], stopLosers: false })));
// What was decided stands after the rest: nothing new comes then.
for (const session of known) if (drover.board.state(session).decision === null) await rested(drover, session);

const first = known.find((session) => drover.board.state(session).dispatch?.attempt?.index === 1) ?? '';
if (drover.board.state(first).decision === null) await drover.accept(first, 'drover/marks', 'As it was judged');
if (drover.board.state(first).pullRequest === null)
  await drover.openPullRequest(first, { title: 'Marks', body: '', base: 'main', draft: false });
const { stopReason, verdict, problem } = drover.board.state(first);
tell({ t: 'rested', stopReason: stopReason?.type ?? null, passed: verdict?.passed ?? null, problem });
await drover.close();
