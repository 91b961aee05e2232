/** A project, a patch and a spec before the real gate, in real sandboxes. */
import type { CriterionInput, CriterionResult } from '../../src/shared/criteria.ts';
import { Spec } from '../../src/shared/spec.ts';
import type { Target } from '../../src/shared/sandbox.ts';
import { capturePattern, matchPattern } from '../../src/main/app/match-pattern.ts';
import { judge } from '../../src/main/gate/gate.ts';
import type { GatePorts, Verdict } from '../../src/main/gate/ports.ts';
import { createFixture, type Fixture } from '../../src/main/workspace/workspace.test-support.ts';

export type Files = Record<string, string | Uint8Array | null>;

export interface GateCase {
  fixture: Fixture;
  /** Commits files over the last commit; null removes one. @returns the commit */
  commit(files: Files): Promise<string>;
  judge(patch: string, criteria: CriterionInput[], more?: Partial<Spec> & JudgeOptions): Promise<Verdict>;
}

export interface JudgeOptions {
  prefix?: string;
  signal?: AbortSignal;
  onCheck?: (result: CriterionResult) => Promise<void>;
  ask?: GatePorts['ask'];
}

const session = 'sesn_gate00000001';
let verdicts = 0;

export async function gateCase(target: Target, base: Files): Promise<GateCase> {
  const fixture = createFixture();
  const commit = async (files: Files): Promise<string> => {
    for (const [path, content] of Object.entries(files)) {
      if (content === null) fixture.git('rm', '-q', '-r', '-f', path);
      else fixture.write(path, content);
    }
    const id = fixture.commit();
    await fixture.workspaces.hold({ session, root: fixture.root, commit: id });
    return id;
  };
  const baseCommit = await commit(base);
  return {
    fixture,
    commit,
    judge: (patch, criteria, { prefix, signal, onCheck, ask = null, ...spec } = {}) =>
      judge(
        {
          session,
          prefix: prefix ?? `sevt_${process.pid}x${++verdicts}`,
          root: fixture.root,
          base: baseCommit,
          commit: patch,
          spec: Spec.parse({ title: 'A task', goal: 'Do it.', budget: {}, criteria, ...spec }),
          target: target.id,
        },
        {
          ask,
          matches: matchPattern,
          capture: capturePattern,
          mask: (text) => text,
          target: async () => target,
          workspace: fixture.workspaces,
        },
        { signal: signal ?? new AbortController().signal, onCheck: onCheck ?? (async () => {}) },
      ),
  };
}

/** The verdict in a few lines, for tests to compare. */
export function brief({ passed, criteria, findings = [] }: Verdict) {
  return {
    passed,
    criteria: Object.fromEntries(
      criteria.map(({ id, passed: held, reason, doubt }) => [id, held ? 'passed' : `${doubt ?? 'failed'}: ${reason}`]),
    ),
    findings: findings.filter(({ kind }) => kind !== 'isolation').map(({ kind, subject, action }) => `${kind} ${subject} ${action}`),
  };
}
