/** Several attempts at one spec, driven in one terminal: whose line it is stands before it, and the best stands last. */
import { rankAttempts } from '../../shared/rank-attempts.ts';
import type { SessionSummary } from '../../shared/summary.ts';
import type { Output } from './output.ts';
import { EXIT } from './usage.ts';

/** @returns exit code 0 only if one of them has a passed verdict */
export async function driveAttempts(
  sessions: readonly string[],
  drive: (session: string, output: Output) => Promise<number>,
  summaryOf: (session: string) => SessionSummary | null,
  options: { json: boolean },
  output: Output,
): Promise<number> {
  const driven = await Promise.allSettled(
    sessions.map((session, i) => drive(session, options.json ? output : labelled(output, `${i + 1}`))),
  );
  const failed = driven.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const ranked = rankAttempts(sessions.flatMap((session) => summaryOf(session) ?? []));
  if (options.json) await output.jsonLine({ type: 'attempts', attempts: ranked.map(attemptDocument) });
  else for (const line of ['', ...ranked.map(attemptLine)]) await output.line(line);
  return ranked.some(({ verdict }) => verdict === 'passed') ? EXIT.ok : EXIT.failed;
}

function labelled(output: Output, label: string): Output {
  const mark = `[${label}] `;
  return {
    ...output,
    line: (text) => output.line(mark + text),
    text: (text) => output.text(text.trimStart().replaceAll(/^/gm, mark)),
    note: (text) => output.note(mark + text),
    unread: output.unread,
  };
}

/** The names are a promise. */
function attemptDocument({ id, dispatch, verdict, shouldPassed, shouldTotal, changed, costUsd, tokens, activity }: SessionSummary) {
  return {
    session: id,
    attempt: dispatch.attempt?.index ?? 1,
    provider: dispatch.provider,
    model: dispatch.model,
    target: dispatch.target,
    verdict,
    should: { passed: shouldPassed, total: shouldTotal },
    changed,
    cost_usd: costUsd,
    tokens,
    activity,
  };
}

function attemptLine({ id, dispatch, verdict, shouldPassed, shouldTotal, changed, costUsd, activity }: SessionSummary): string {
  const facts = [
    `${dispatch.attempt?.index ?? 1}`.padStart(2),
    (verdict ?? 'no verdict').padEnd(10),
    ...(shouldTotal === 0 ? [] : [`${shouldPassed} of ${shouldTotal} should`]),
    changed === null ? 'no change' : `${changed.files} files, +${changed.insertions} -${changed.deletions}`,
    `$${costUsd.toFixed(4)}`,
    `${dispatch.model} @ ${dispatch.target}`,
    id,
    ...(verdict === null ? [activity] : []),
  ];
  return facts.join(' · ');
}
