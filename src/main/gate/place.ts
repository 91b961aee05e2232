/**
 * A sandbox in which criteria run one after the other without one of them reaching the next: what a command starts ends with
 * it, what it leaves outside of the workspace is removed, and files that were there before it are put back.
 */
import { cleanCommand } from '../../shared/clean-command.ts';
import { excerptText, type TestCount } from '../../shared/criteria.ts';
import { ProblemError } from '../../shared/problem.ts';
import { SealReport, type CallResult, type Operation, type Sandbox } from '../../shared/sandbox.ts';
import { readReports, SHOW_REPORTS } from '../../shared/test-reports.ts';
import type { GateWorkspace } from './ports.ts';

export interface PlaceOptions {
  sandbox: Sandbox;
  /** Names its calls. */
  prefix: string;
  root: string;
  workspace: Pick<GateWorkspace, 'treeFiles' | 'putBack'>;
  signal: AbortSignal;
}

/** What a run did to files that were there before it. */
export interface Settled {
  /** Files of the tree, put back. */
  putBack: string[];
  /** Others: they cannot be put back, and nothing more should run here. */
  spoilt: string[];
}

export interface Place {
  readonly sandbox: Sandbox;
  /** From here on these are the files that runs must leave alone; `tree` has those that can be put back. */
  seal(name: string, tree: string): Promise<void>;
  /** Runs a command with a clean environment, or another operation. `reporting`: with the gate's own test reporters. */
  run(name: string, operation: Operation, reporting?: boolean): Promise<CallResult>;
  /** What they report of the run that ended last; null: nothing. Before `settle`. */
  report(name: string): Promise<TestCount | null>;
  /** After each run. `clear`: also removes what runs left. Nothing is done where nothing ran since the last clearing. */
  settle(name: string, clear: boolean): Promise<Settled>;
}

export function openPlace({ sandbox, prefix, root, workspace, signal }: PlaceOptions): Place {
  let tree = '';
  let files: Promise<Map<string, string>> | undefined;
  let ran = false;
  const execute = (name: string, operation: Operation): Promise<CallResult> => sandbox.execute(`${prefix}_${name}`, operation, { signal });

  const settle = async (name: string, clear: boolean): Promise<Settled> => {
    if (!ran) return { putBack: [], spoilt: [] };
    ran = !clear;
    const call = await execute(name, { op: 'compare', clear, hash: tree.length === 64 ? 'sha256' : 'sha1' });
    signal.throwIfAborted();
    const report = readReport(call);
    if (report === null) return { putBack: [], spoilt: ['the workspace'] };
    if (report.changed === 0) return { putBack: [], spoilt: [] };
    const known = await (files ??= workspace.treeFiles({ root, tree, signal }));
    const really = report.files.filter(({ raw, blob }) => blob === null || blob !== known.get(raw));
    const wanted = really.map(({ path, raw, mode }) => ({ path, raw, mode, id: known.get(raw) }));
    const lost = wanted.filter(({ path, id }) => id === undefined || path.includes('\uFFFD')).map(({ path }) => path);
    if (report.changed > report.files.length) lost.push(`${report.changed - report.files.length} more files`);
    if (lost.length > 0) return { putBack: [], spoilt: lost };
    const back = wanted.flatMap(({ path, mode, id }) => (id === undefined ? [] : [{ path, mode, id }]));
    if (back.length > 0) await workspace.putBack(sandbox, { root, prefix: `${prefix}_${name}`, files: back, signal });
    await execute(`${name}-again`, { op: 'seal', only: report.files.map(({ raw }) => raw) });
    return { putBack: back.map(({ path }) => path), spoilt: [] };
  };

  return {
    sandbox,
    settle,
    async seal(name, newTree) {
      tree = newTree;
      files = undefined;
      const call = await execute(name, { op: 'seal' });
      signal.throwIfAborted();
      if (call.error !== null || call.state === 'lost') throw notSealed(sandbox, call);
    },
    run(name, operation, reporting = false) {
      if (operation.op !== 'command') return execute(name, operation);
      ran = true;
      return execute(name, { ...operation, command: cleanCommand(operation.command, reporting), snapshot: false, alone: true });
    },
    async report(name) {
      const call = await execute(name, { op: 'command', command: SHOW_REPORTS, timeoutMs: 30_000, snapshot: false, alone: true });
      return readReports(excerptText(call.stdout));
    },
  };
}

/** Null where nobody can say how the workspace stands. */
function readReport(call: CallResult): SealReport | null {
  if (call.state === 'lost' || call.error !== null || call.stdout.tail !== '') return null;
  try {
    return SealReport.parse(JSON.parse(excerptText(call.stdout)));
  } catch {
    return null;
  }
}

function notSealed(sandbox: Sandbox, call: CallResult): ProblemError {
  return new ProblemError({
    what: `The gate's checkout could not be sealed: ${call.error?.message ?? 'its sandbox was cut off'}`,
    where: `sandbox ${sandbox.id}`,
    todo: 'Continue the session: it is judged again in a new sandbox.',
  });
}
