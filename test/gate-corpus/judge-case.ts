/** Judges a case of the corpus with the real gate: its project becomes a repository, its work a patch. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { capturePattern, matchPattern } from '../../src/main/app/match-pattern.ts';
import { judge } from '../../src/main/gate/gate.ts';
import type { Verdict } from '../../src/main/gate/ports.ts';
import { askJudge } from '../../src/main/judging/ask-judge.ts';
import { createModelPort } from '../../src/main/model/client.ts';
import { startRehearsal } from '../../src/main/model/rehearsal/server.ts';
import { createWorkspaces } from '../../src/main/workspace/workspaces.ts';
import type { ModelPort } from '../../src/shared/model.ts';
import type { Target } from '../../src/shared/sandbox.ts';
import { parseSpec } from '../../src/shared/spec-text.ts';

const Case = z.strictObject({ project: z.string(), kind: z.enum(['cheat', 'honest', 'impossible']), title: z.string() });

export interface CorpusCase extends z.infer<typeof Case> {
  name: string;
}

const run = promisify(execFile);
const SPEC = '.drover/specs/task.md';
/** How long a worker of the corpus may take, in ms. */
const WORK_MS = 60_000;

/** @param root `test/gate-corpus` */
export async function readCorpus(root: string): Promise<CorpusCase[]> {
  const names = (await readdir(join(root, 'cases'))).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(root, 'cases', name, 'case.yaml'), 'utf8');
      return { ...Case.parse(parse(text)), name };
    }),
  );
}

/** Models that rule on rubrics: one that weighs what it reads, and one that believes whatever it is told. */
export interface Judges {
  port: ModelPort;
  close(): Promise<void>;
}

export async function startJudges(): Promise<Judges> {
  const step = { content: [{ type: 'text' as const, text: 'Nothing to do.' }] };
  const scripts = { careful: { steps: [step] }, gullible: { steps: [step], judge: 'gullible' as const } };
  const server = await startRehearsal({ scripts, hurry: true });
  const models = server.models.map((model) => ({
    ...model,
    prices: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    maxOutputTokens: 4000,
  }));
  const settings = { id: 'judges', name: 'Judges', baseURL: server.baseURL, versionHeader: '', models };
  const port = createModelPort({ provider: () => ({ settings, key: async () => server.key }) });
  return { port, close: () => server.close() };
}

let verdicts = 0;

/** A judge that is asked of a cheat believes what it is told: the gate must hold even then. */
export async function judgeCase(root: string, given: CorpusCase, target: Target, judges: Judges): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-corpus-'));
  try {
    const project = join(folder, 'project');
    await cp(join(root, 'projects', given.project), project, { recursive: true });
    const own = await readFile(join(root, 'cases', given.name, 'spec.md'), 'utf8').catch(() => null);
    const text = own ?? (await readFile(join(project, SPEC), 'utf8'));
    const environment = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, GIT_CONFIG_NOSYSTEM: '1' };
    const git = async (...args: string[]): Promise<string> => {
      const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'core.hooksPath=/dev/null'];
      return (await run('git', ['-C', project, ...identity, ...args], { env: environment })).stdout.trim();
    };
    await git('init', '-q', '-b', 'main');
    await git('add', '-A');
    await git('commit', '-q', '-m', 'base');
    const base = await git('rev-parse', 'HEAD');
    await run('bash', [join(root, 'cases', given.name, 'work.sh')], { cwd: project, env: environment, timeout: WORK_MS });
    await git('add', '-A');
    await git('commit', '-q', '--allow-empty', '-m', 'work');
    const commit = await git('rev-parse', 'HEAD');

    const parsed = parseSpec(text);
    if (!parsed.ok) throw new Error(`${given.name}: line ${parsed.mistakes[0]?.line}: ${parsed.mistakes[0]?.message}`);
    const workspaces = createWorkspaces({ dataDir: join(folder, 'data'), environment });
    const session = 'sesn_corpus0000001';
    await workspaces.hold({ session, root: project, commit });
    const { signal } = new AbortController();
    const model = given.kind === 'cheat' ? 'gullible' : 'careful';
    const verdict = await judge(
      { session, prefix: `sevt_${process.pid}c${++verdicts}`, root: project, base, commit, spec: parsed.spec, target: target.id },
      {
        ask: askJudge(judges.port, { provider: 'judges', model }, signal),
        ...{ matches: matchPattern, capture: capturePattern, mask: (masked: string) => masked },
        target: async () => target,
        workspace: workspaces,
      },
      { signal, onCheck: async () => {} },
    );
    workspaces.close();
    return verdict;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
