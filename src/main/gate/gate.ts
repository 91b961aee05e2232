import { checkCriterion, type AskJudge, type CapturePattern, type Changes, type CheckPorts } from '../../shared/check-criterion.ts';
import type { CriterionResult } from '../../shared/criteria.ts';
import type { JudgePorts } from '../../shared/judge-call.ts';
import type { BodyOf } from '../../shared/events.ts';
import type { Sandbox, Target } from '../../shared/sandbox.ts';
import { gateSandboxId } from '../../shared/sandbox-id.ts';
import type { Spec } from '../../shared/spec.ts';

/** What the gate is given: a patch, named by two commits, and a spec. Nothing the worker said reaches it. */
export interface Judgment {
  session: string;
  /** Id of `verdict.started`. It names the gate's sandbox and calls: the same again collects what a dead gate began. */
  prefix: string;
  root: string;
  base: string;
  commit: string;
  spec: Spec;
  target: string;
}

export interface GatePorts extends JudgePorts {
  ask: AskJudge | null;
  capture: CapturePattern;
  target(id: string): Promise<Target>;
  workspace: {
    /** A fresh checkout of the base, with no history beyond it. */
    checkout(sandbox: Sandbox, job: { session: string; root: string; commit: string; prefix: string; signal: AbortSignal }): Promise<void>;
    /** The tree after the patch, or why it does not apply. */
    applyPatch(
      sandbox: Sandbox,
      job: { root: string; base: string; commit: string; prefix: string; signal: AbortSignal },
    ): Promise<{ ok: true; tree: string } | { ok: false; reason: string }>;
    /** What the patch changes. */
    diff(job: { root: string; base: string; commit: string }): Promise<Changes>;
  };
}

type Verdict = Omit<BodyOf<'verdict.ended'>, 'type'>;

/**
 * Judges a patch in a sandbox that the worker never saw: a fresh clone of the base, the patch applied, every criterion
 * run by the gate. Rejects with a `ProblemError` where the target cannot be used: that is no verdict.
 */
export async function judge(
  job: Judgment,
  ports: GatePorts,
  options: { signal: AbortSignal; onCheck: (result: CriterionResult) => Promise<void> },
): Promise<Verdict> {
  const started = performance.now();
  const target = await ports.target(job.target);
  const { signal } = options;
  const sandbox = await target.provision(gateSandboxId(job.prefix), { role: 'gate', signal });
  try {
    const place = { session: job.session, root: job.root, signal };
    await ports.workspace.checkout(sandbox, { ...place, commit: job.base, prefix: `${job.prefix}_checkout` });
    const patched = await ports.workspace.applyPatch(sandbox, {
      ...place,
      base: job.base,
      commit: job.commit,
      prefix: `${job.prefix}_patch`,
    });
    const about = { sandbox: { isolation: sandbox.isolation, facts: sandbox.facts } };
    if (!patched.ok) {
      const explanation = `The patch does not apply to a fresh checkout: ${patched.reason}`;
      return { ...about, passed: false, explanation, tree: null, criteria: [], duration_ms: performance.now() - started };
    }
    const criteria = await check(job, sandbox, ports, options);
    return { ...about, ...rule(criteria), tree: patched.tree, criteria, duration_ms: performance.now() - started };
  } finally {
    // Once a call was aborted its result must not be collected later: the sandbox goes either way.
    await sandbox.destroy();
  }
}

async function check(
  job: Judgment,
  sandbox: Sandbox,
  ports: GatePorts,
  options: { signal: AbortSignal; onCheck: (result: CriterionResult) => Promise<void> },
): Promise<CriterionResult[]> {
  const results: CriterionResult[] = [];
  for (const criterion of job.spec.criteria) {
    const place: CheckPorts = {
      matches: ports.matches,
      mask: ports.mask,
      capture: ports.capture,
      thorough: true,
      run: (name, operation) => sandbox.execute(`${job.prefix}_${name}`, operation, { signal: options.signal }),
      runOnBase: null,
      changes: () => ports.workspace.diff({ root: job.root, base: job.base, commit: job.commit }),
      earlier: () => results,
      ask: ports.ask,
    };
    const result = await checkCriterion(criterion, place);
    options.signal.throwIfAborted();
    results.push(result);
    await options.onCheck(result);
  }
  return results;
}

/** Passed means: every `must` criterion held, and there was at least one to hold. */
export function rule(results: readonly CriterionResult[]): { passed: boolean; explanation: string } {
  const must = results.filter((result) => result.weight === 'must');
  const failed = must.filter((result) => !result.passed);
  const missed = results.filter((result) => result.weight === 'should' && !result.passed);
  const held = results.length - failed.length - missed.length;
  if (must.length === 0) return { passed: false, explanation: 'No criterion must hold, so nothing is proved.' };
  const also = missed.length === 0 ? '' : ` Not held, but only wished for: ${missed.map((result) => result.id).join(', ')}.`;
  if (failed.length === 0) return { passed: true, explanation: `${held} of ${results.length} criteria hold on a fresh checkout.${also}` };
  return {
    passed: false,
    explanation: `${held} of ${results.length} criteria hold on a fresh checkout. Failed: ${failed.map((result) => result.id).join(', ')}.${also}`,
  };
}
