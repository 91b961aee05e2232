/** What Drover adds to a turn: from the end of the model's answer to the next request, one `bash` call and the durable log included. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDrover, type Drover } from '../src/main/app/drover.ts';
import { bundle } from '../src/main/log/testing-bundle.ts';
import { keyName } from '../src/main/app/providers.ts';
import { runBareLoop } from './support/bare-loop.ts';
import { startRehearsalProcess, type RehearsalProcess } from './support/rehearsal-process.ts';
import { median, quantile, type Row } from './support/row.ts';

const TURNS = 300;
const WINDOWS = [
  { name: 'first 10 turns', from: 0, to: 10, goal: '<= 1.25' },
  { name: 'first 50 turns', from: 0, to: 50, goal: '<= 1.25' },
  { name: 'turns 251 to 300', from: 250, to: 300, goal: '<= 1.25' },
];
const TARGETS = ['none', 'bubblewrap'] as const;

export async function benchTurnGap(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-gap-'));
  const server = await startRehearsalProcess(['bare', ...TARGETS], TURNS);
  const logWorker = await bundle('store-worker.ts', folder);
  const drover = await openDrover({ dataDir: join(folder, 'data'), resources: resolve('resources'), cipher: null, logWorker });
  try {
    await settle(drover, server);
    const project = makeProject(join(folder, 'project'));
    const bare = join(folder, 'bare');
    await Promise.all([runBareLoop(server, bare), ...TARGETS.map((target) => runSession(drover, project, target))]);
    if (readFileSync(join(bare, 'turns'), 'utf8').split('\n').length !== TURNS + 1) throw new Error('the bare loop lost a call');
    const { bare: floor = [], ...gaps } = await server.gaps();
    return TARGETS.flatMap((target) => WINDOWS.map((window) => row(target, window, gaps[target] ?? [], floor)));
  } finally {
    await drover.close();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(target: (typeof TARGETS)[number], window: (typeof WINDOWS)[number], gaps: number[], floor: number[]): Row {
  const [ours, bare] = [gaps.slice(window.from, window.to), floor.slice(window.from, window.to)];
  const show = (values: number[]): string => `${median(values).toFixed(1)} ms (p99 ${quantile(values, 0.99).toFixed(0)})`;
  return {
    what: `turn gap, isolation ${target}, ${window.name}`,
    measured: show(ours),
    against: `bare SDK loop, spawned bash, durable log: ${show(bare)}`,
    ratio: (median(ours) / median(bare)).toFixed(2),
    goal: window.goal,
  };
}

export async function settle(drover: Drover, server: RehearsalProcess): Promise<void> {
  const prices = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  const models = [{ id: server.model, prices, maxOutputTokens: 16_000, contextTokens: 200_000 }];
  const providers = TARGETS.map((id) => ({ id, name: id, baseURL: server.baseURL(id), versionHeader: '', models }));
  const targets = TARGETS.map((isolation) => ({ kind: 'local' as const, id: isolation, name: isolation, isolation, toolPaths: [] }));
  drover.settings.update((settings) => ({ ...settings, providers, targets }));
  for (const { id } of providers) await drover.vault.set(keyName(id), server.key);
}

export function makeProject(root: string): string {
  const spec =
    '---\ntitle: Count\ncriteria:\n  - id: counted\n    kind: file\n    path: turns\n    matches: "299"\nbudget:\n  minutes: 30\n  iterations: 1\n---\n\nCount.\n';
  mkdirSync(join(root, '.drover', 'specs'), { recursive: true });
  writeFileSync(join(root, '.drover', 'specs', 'count.md'), spec);
  writeFileSync(join(root, 'README.md'), 'A project.\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@drover.invalid', ...args], { cwd: root });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'A project');
  return root;
}

/** A whole session, from dispatch to verdict; the verdict proves that every call had its effect. */
async function runSession(drover: Drover, project: string, target: string): Promise<void> {
  const session = await drover.dispatch({ project, slug: 'count', provider: target, model: 'turns', target });
  for await (const event of drover.log.subscribe(session, 1, AbortSignal.timeout(600_000))) {
    if (event.type === 'session.status_idle') break;
  }
  const state = drover.board.state(session);
  if (state.verdict?.passed !== true)
    throw new Error(`the session failed: ${JSON.stringify(state.stopReason)} ${JSON.stringify(state.problem)}`);
}
