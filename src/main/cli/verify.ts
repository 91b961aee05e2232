/** `drover verify`: every event held against the hash chain. */
import type { LogReader } from './log-reader.ts';
import type { Output } from './output.ts';
import { EXIT } from './usage.ts';

/** Exit code 0 only if every session fits. */
export async function verifySessions(
  log: Pick<LogReader, 'verify'>,
  sessions: readonly string[],
  options: { json: boolean },
  output: Output,
): Promise<number> {
  const documents = [];
  let failed = 0;
  for (const session of sessions) {
    if (output.unread.aborted) break;
    const found = log.verify(session);
    if (!found.ok) failed += 1;
    documents.push({ session, ...found });
    if (options.json) continue;
    await output.line(found.ok ? `${session}  ok, ${found.events} events` : `${session}  event ${found.seq} does not fit. ${found.reason}`);
  }
  if (options.json) await output.json(documents);
  else if (sessions.length !== 1) output.note(`${sessions.length - failed} of ${sessions.length} sessions fit.`);
  return failed === 0 ? EXIT.ok : EXIT.failed;
}
