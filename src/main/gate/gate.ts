import { checkCriterion, type CheckPorts } from '../../shared/check-criterion.ts';
import type { Criterion, CriterionResult } from '../../shared/criteria.ts';
import { judgeCall } from '../../shared/judge-call.ts';
import { coresOf, isolationFindings, openBench, type Bench } from './bench.ts';
import { judgeFindings, runFindings, type TouchedByRuns } from './findings.ts';
import { caseClashes, judgedPatch } from './judged-patch.ts';
import type { Place, Settled } from './place.ts';
import type { GatePorts, Judgment, Verdict } from './ports.ts';
import { rule } from './rule.ts';
import { isOwn, isRun, needsBase, noRuns, runOnBase, runOwn, runShared, type RunCriterion, type RunPorts, type Runs } from './runs.ts';

interface Watch {
  signal: AbortSignal;
  /** Each result as soon as it is there, in no order. */
  onCheck: (result: CriterionResult) => Promise<void>;
}

/**
 * Judges a patch in a sandbox that the worker never saw: a fresh clone of the base, measured; what of the patch may count put
 * on it; every criterion run by the gate. Rejects with a `ProblemError` where the target cannot be used, or the spec's setup
 * fails: that is no verdict.
 */
export async function judge(job: Judgment, ports: GatePorts, watch: Watch): Promise<Verdict> {
  const started = performance.now();
  // What goes on beside what failed ends with it.
  const failed = new AbortController();
  const signal = AbortSignal.any([watch.signal, failed.signal]);
  const { root, base, commit, spec } = job;
  const changes = await ports.workspace.changes({ root, base, commit, signal });
  const { edits, findings } = await judgedPatch(changes, spec, (leaf) => ports.workspace.readText({ root, leaf }));
  const judged = await ports.workspace.judgedTree({ root, commit, edits, signal });
  findings.push(...caseClashes(changes, judged.paths));
  if (spec.criteria.some(({ kind }) => kind === 'rubric'))
    findings.push(...judgeFindings((await ports.workspace.diff({ root, base, commit })).patch));
  const bench = openBench(job, await ports.target(job.target), ports, signal);
  try {
    const sandbox = await bench.sandbox();
    findings.push(...isolationFindings(job, sandbox));
    const about = { sandbox: { isolation: sandbox.isolation, facts: sandbox.facts } };
    const touched: TouchedByRuns = new Map();
    const onBase = await measureBase(job, bench, signal);
    const patched = await bench.patch(judged.tree);
    if (!patched.ok) {
      const explanation = `The patch does not apply to a fresh checkout: ${patched.reason}`;
      return { ...about, passed: false, explanation, tree: null, criteria: [], findings, duration_ms: performance.now() - started };
    }
    const checking = { job, ports, watch: { ...watch, signal }, bench, onBase, touched, failed, tree: patched.tree };
    const criteria = await check(checking);
    findings.push(...runFindings(spec.criteria, criteria, touched, (id) => holdsOnBase(spec.criteria, id, onBase, ports)));
    const ruled = rule(criteria, findings);
    return { ...about, ...ruled, tree: patched.tree, criteria, findings, duration_ms: performance.now() - started };
  } finally {
    await bench.end();
  }
}

/** Before anything of the patch is there. What the base's own commands leave or change says nothing of the patch. */
async function measureBase({ spec }: Judgment, bench: Bench, signal: AbortSignal): Promise<Runs> {
  const runs = spec.criteria.filter(isRun);
  if (!runs.some(needsBase)) return noRuns();
  const measured = runs.filter((criterion) => needsBase(criterion) || !isOwn(criterion));
  const ports = { place: () => bench.onBase(), onSettled: (_: RunCriterion | null, settled: Settled) => bench.spoil(settled), signal };
  return runOnBase(measured, ports);
}

interface Checking {
  job: Judgment;
  ports: GatePorts;
  watch: Watch;
  bench: Bench;
  onBase: Runs;
  touched: TouchedByRuns;
  failed: AbortController;
  /** What is accepted where it passes: the patch without what the gate left out. */
  tree: string;
}

async function check({ job, ports, watch, bench, onBase, touched, failed, tree }: Checking): Promise<CriterionResult[]> {
  const { criteria } = job.spec;
  const results = new Map<string, CriterionResult>();
  const inOrder = (): CriterionResult[] => criteria.flatMap(({ id }) => results.get(id) ?? []);
  const done = async (criterion: Criterion, runs: Runs): Promise<void> => {
    const result = await checkCriterion(
      criterion,
      checkPorts({ ...job, commit: criterion.kind === 'rubric' ? tree : job.commit }, ports, runs, onBase, inOrder),
    );
    watch.signal.throwIfAborted();
    results.set(criterion.id, result);
    await watch.onCheck(result);
  };
  for (const criterion of criteria) if (criterion.kind === 'diff') await done(criterion, noRuns());

  const runs = criteria.filter(isRun);
  const shared = runs.filter((criterion) => !isOwn(criterion));
  const own = runs.filter(isOwn);
  const at = (place: () => Promise<Place>, spoil: Bench['spoil']): RunPorts => ({
    place,
    signal: watch.signal,
    onDone: done,
    reporting: ({ id }) => onBase.reports.has(id),
    onSettled(criterion, settled) {
      if (criterion !== null && settled.putBack.length > 0)
        touched.set(criterion.id, [...(touched.get(criterion.id) ?? []), ...settled.putBack]);
      spoil(settled);
    },
  });
  const first = at(() => bench.patched(), bench.spoil);
  const copies = await copiesFor(own, shared, bench);
  const queue = [...own];
  const works = [runShared(shared, first), ...copies.map((copy) => runOnCopy(queue, copy, at))];
  for (const work of works) work.catch((error: unknown) => failed.abort(error));
  await Promise.allSettled(works);
  await Promise.all(works);
  await runQueue(queue, first);
  // A judge of a rubric sees what the others printed, and of the patch what was judged.
  for (const criterion of criteria) if (criterion.kind === 'rubric') await done(criterion, noRuns());
  return inOrder();
}

/** As many copies as there are cores beside the one for those that share files. */
async function copiesFor(own: readonly RunCriterion[], shared: readonly RunCriterion[], bench: Bench): Promise<Place[]> {
  if (own.length === 0) return [];
  const cores = await coresOf(await bench.patched());
  const count = Math.min(own.length, shared.length === 0 ? cores : cores - 1);
  return Promise.all(Array.from({ length: count }, (_, index) => bench.copy(index + 1)));
}

async function runQueue(queue: RunCriterion[], ports: RunPorts): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await runOwn(next, ports);
}

/** A copy that was spoilt is not used again: what is left in the queue is for others. */
async function runOnCopy(
  queue: RunCriterion[],
  copy: Place,
  at: (place: () => Promise<Place>, spoil: Bench['spoil']) => RunPorts,
): Promise<void> {
  let spoilt = false;
  const ports = at(
    async () => copy,
    (settled) => void (spoilt ||= settled.spoilt.length > 0),
  );
  while (!spoilt && queue.length > 0) await runQueue(queue.splice(0, 1), ports);
}

function checkPorts(job: Judgment, ports: GatePorts, runs: Runs, onBase: Runs, earlier: () => CriterionResult[]): CheckPorts {
  const { matches, mask, capture, ask } = ports;
  const from =
    ({ calls }: Runs) =>
    async (name: string) => {
      const call = calls.get(name);
      if (call === undefined) throw new Error(`the run ${name} was not made`);
      return call;
    };
  const changes = () => ports.workspace.diff({ root: job.root, base: job.base, commit: job.commit });
  return {
    matches,
    mask,
    capture,
    ask,
    thorough: true,
    run: from(runs),
    runOnBase: from(onBase),
    reported: (name) => runs.reports.get(name),
    changes,
    earlier,
  };
}

/** Whether a command that should show that the work is done passed without it. */
function holdsOnBase(criteria: readonly Criterion[], id: string, onBase: Runs, ports: GatePorts): boolean {
  const criterion = criteria.find((one) => one.id === id);
  const call = onBase.calls.get(id);
  return criterion?.kind === 'command' && criterion.guard !== true && call !== undefined && judgeCall(criterion, call, ports).passed;
}
