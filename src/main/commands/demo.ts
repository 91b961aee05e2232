/** `drover demo`: dispatches the demo, prints its events as they come, accepts a passed verdict. */
import { eventLine } from '../../shared/event-line.ts';
import type { SessionEvent } from '../../shared/events.ts';
import { ProblemError, problemText } from '../../shared/problem.ts';
import type { TargetSettings } from '../../shared/settings.ts';
import { openDrover } from '../app/drover.ts';
import { runResult } from '../cli/run-result.ts';
import { DEMO_SLUG } from '../demo/project.ts';

export interface DemoOptions {
  resources: string;
  logWorker: URL;
  json: boolean;
  dataDir: string;
  target?: string;
  identity?: string;
  knownHosts?: string;
  unisolated: boolean;
}

/** Far beyond what the demo takes; nothing waits for ever. */
const DEMO_LIMIT_MS = 10 * 60_000;

/** @returns the exit code: 0 only if the verdict is passed */
export async function runDemo(options: DemoOptions): Promise<number> {
  const started = performance.now();
  const drover = await openDrover({ dataDir: options.dataDir, resources: options.resources, cipher: null, logWorker: options.logWorker });
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    const target = demoTarget(options);
    if (target !== null)
      drover.settings.update((settings) => ({
        ...settings,
        targets: [...settings.targets.filter((other) => other.id !== target.id), target],
      }));
    const session = await drover.runDemo(target?.id ?? 'local');
    const counts: Record<string, number> = {};
    const signal = AbortSignal.any([interrupt.signal, AbortSignal.timeout(DEMO_LIMIT_MS)]);
    for await (const event of drover.log.subscribe(session, 1, signal)) {
      counts[event.type] = (counts[event.type] ?? 0) + 1;
      if (!options.json) process.stdout.write(`${printLine(event, started)}\n`);
      if (event.type === 'session.status_idle') break;
    }
    const state = drover.board.state(session);
    const passed = state.verdict?.passed === true;
    const accepted = passed
      ? await drover.accept(session, `drover/${DEMO_SLUG}-${session.slice(-6)}`, state.dispatch?.title ?? 'Demo')
      : null;
    const summary = {
      ...runResult(session, state),
      events: counts,
      branch: accepted?.branch ?? null,
      commit: accepted?.commit ?? null,
      durations_ms: { total: performance.now() - started, active: state.activeMs, verdict: state.verdict?.duration_ms ?? null },
    };
    if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    else process.stdout.write(closing(summary));
    if (!passed && state.problem !== null) process.stderr.write(problemText(state.problem));
    return passed ? 0 : 1;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await drover.close();
  }
}

function printLine(event: SessionEvent, started: number): string {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  return `${seconds}s  ${String(event.seq).padStart(3)}  ${eventLine(event)}`;
}

function closing(summary: { verdict: string | null; explanation: string | null; branch: string | null; project: string | null }): string {
  const lines = ['', `Verdict: ${summary.verdict ?? 'none'}. ${summary.explanation ?? ''}`];
  if (summary.branch !== null) lines.push(`Accepted as branch ${summary.branch} in ${summary.project ?? ''}`);
  return `${lines.join('\n')}\n`;
}

function demoTarget(options: DemoOptions): TargetSettings | null {
  const isolation = options.unisolated ? 'none' : 'bubblewrap';
  if (options.target === undefined) {
    return options.unisolated ? { kind: 'local', id: 'local', name: 'This machine', isolation, toolPaths: [] } : null;
  }
  const url = URL.canParse(options.target) ? new URL(options.target) : null;
  if (url === null || url.protocol !== 'ssh:' || url.hostname === '' || url.username === '') {
    throw new ProblemError({ what: 'The target is not an SSH address', where: options.target, todo: 'Write it as ssh://user@host:port.' });
  }
  return {
    kind: 'ssh',
    id: 'demo-box',
    name: url.hostname,
    isolation,
    toolPaths: [],
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 22 : Number(url.port),
    user: decodeURIComponent(url.username),
    identityFile: options.identity ?? '',
    knownHostsFile: options.knownHosts ?? '',
  };
}
