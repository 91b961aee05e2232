/** `drover sessions`: what there is, newest first. */
import type { SessionSummary } from '../../shared/summary.ts';
import { EXIT } from './usage.ts';
import type { Output } from './output.ts';

export async function listSessions(summaries: readonly SessionSummary[], options: { json: boolean }, output: Output): Promise<number> {
  const sorted = summaries.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  if (options.json) {
    await output.json(sorted.map(sessionDocument));
    return EXIT.ok;
  }
  if (sorted.length === 0) output.note('There are no sessions yet.');
  for (const summary of sorted) {
    const { dispatch } = summary;
    const facts = [stateOf(summary), `${summary.head} events`, `$${summary.costUsd.toFixed(2)}`, `${dispatch.model} @ ${dispatch.target}`];
    await output.line(`${summary.id}  ${summary.updatedAt.slice(0, 16).replace('T', ' ')}  ${facts.join(' · ')}  ${dispatch.title}`);
  }
  return EXIT.ok;
}

/** A session in `--json`; the names are a promise. */
function sessionDocument(summary: SessionSummary) {
  const { dispatch } = summary;
  return {
    id: summary.id,
    title: dispatch.title,
    project: dispatch.project.path,
    branch: dispatch.base.branch,
    spec: dispatch.specPath,
    provider: dispatch.provider,
    model: dispatch.model,
    target: dispatch.target,
    state: stateOf(summary),
    status: summary.status,
    stop_reason: summary.stopReason,
    verdict: summary.verdict,
    criteria: { passed: summary.criteriaPassed, total: summary.criteriaTotal },
    events: summary.head,
    cost_usd: summary.costUsd,
    imported: summary.imported,
    trial: trialDocument(summary),
    created_at: summary.createdAt,
    updated_at: summary.updatedAt,
  };
}

function trialDocument({ dispatch: { trial } }: SessionSummary) {
  return trial === undefined ? null : { run: trial.run, trial: trial.trial, entry: trial.entry, arm: trial.arm };
}

/** One word: `reading`, `running`, `waiting`, `passed`, `failed`, `accepted`, `rejected`, `imported`. */
function stateOf(summary: SessionSummary): string {
  if (summary.imported !== null) return 'imported';
  if (summary.column !== 'judged') return summary.column;
  return summary.decision?.kind ?? summary.verdict ?? 'judged';
}
