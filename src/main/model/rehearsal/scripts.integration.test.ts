/** The scripts that ship do what they promise, on the demo project, with the real interpreter. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Criterion, type CriterionResult } from '../../../shared/criteria.ts';
import { judgeCall, operationFor, type CallCriterion } from '../../../shared/judge-call.ts';
import type { AssistantBlock, ModelMessage, ModelOutcome, UserBlock } from '../../../shared/model.ts';
import type { CallError, CallResult } from '../../../shared/sandbox.ts';
import { createModelPort } from '../client.ts';
import { type RunningRehearsal, startRehearsal } from './server.ts';

const RESOURCES = join(import.meta.dirname, '../../../../resources');
const PROJECT = join(RESOURCES, 'demo/project');
const TOOLS = ['bash', 'read', 'write', 'edit', 'glob', 'grep', 'check_criteria'].map((name) => ({
  name,
  description: name,
  input_schema: { type: 'object' as const, properties: {} },
}));

let rehearsal: RunningRehearsal;
beforeAll(async () => {
  rehearsal = await startRehearsal({ scriptsDir: join(RESOURCES, 'rehearsal'), hurry: true });
});
afterAll(() => rehearsal.close());

test('the criteria are red before the work: each of them fails on the project as it is', async () => {
  await inProject(async (folder) => {
    expect((await check(folder)).filter(({ passed }) => passed)).toEqual([]);
  });
});

test('the demo fails the checks at first, is told why, and ends with every criterion passed', async () => {
  await inProject(async (folder) => {
    const run = await dispatch('demo', folder, 3);

    expect(run.failures.map((failure) => failure.problem.what)).toEqual(['The model is overloaded (529: Overloaded)']);
    expect(run.evaluations).toEqual([['checks'], []]);
    expect(run.results.filter(({ is_error }) => is_error)).toEqual([]);
  });
});

/** Model, then the failures on its way, each retryable or not. */
const BENT: [model: string, failures: { reason: string; retryable: boolean }[]][] = [
  ...['fault-400', 'fault-401', 'fault-403', 'fault-404', 'fault-html', 'fault-json'].map(refused('rejected')),
  refused('billing')('fault-402'),
  refused('too_long')('fault-413'),
  ...['fault-408', 'fault-409', 'fault-500', 'fault-502-html', 'fault-reset', 'fault-hang', 'fault-stall'].map(failed('failed')),
  ...['fault-cut-text', 'fault-cut-tool-input', 'fault-cut-politely', 'fault-malformed', 'fault-bad-tool-json'].map(failed('failed')),
  ...['fault-503', 'fault-529', 'fault-error-event'].map(failed('overloaded')),
  failed('rate_limited')('fault-429'),
  ...['fault-empty', 'odd-stream', 'odd-thinking', 'max-tokens', 'pause-turn', 'refuses', 'slow-stream'].map(fine),
];

test.concurrent.each(BENT)('%s misbehaves as it says, and then does the task', async (model, failures) => {
  await inProject(async (folder) => {
    const run = await dispatch(model, folder, 3);

    expect(run.failures.map(({ reason, retryable }) => ({ reason, retryable }))).toEqual(failures);
    expect(run.evaluations.at(-1)).toEqual([]);
  });
});

test('never-passes ends its turn again and again, and changes nothing that counts', async () => {
  await inProject(async (folder) => {
    const run = await dispatch('never-passes', folder, 5);

    expect(run.evaluations).toHaveLength(5);
    expect(run.stops.filter((stop) => stop === 'end_turn')).toHaveLength(5);
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('a thought\n'.repeat(5));
  });
});

test('every script that ships is of a model that a test knows', () => {
  // These are played by the tests of what they are for: src/main/app has the loop's.
  const elsewhere = ['coached', 'compacts', 'commits', 'dawdles', 'impossible', 'sent-back'];
  const coached = ['needs-telling', 'knows-already', 'misled', 'fickle', 'needs-both'];
  const known = [...coached, ...BENT.map(([model]) => model), ...elsewhere, 'demo', 'never-passes', 'fault-forever', 'slow-command'];
  expect(rehearsal.models.map(({ id }) => id).sort()).toEqual(known.sort());
});

function refused(reason: string) {
  return (model: string): (typeof BENT)[number] => [model, [{ reason, retryable: false }]];
}

function failed(reason: string) {
  return (model: string): (typeof BENT)[number] => [model, [{ reason, retryable: true }]];
}

function fine(model: string): (typeof BENT)[number] {
  return [model, []];
}

/** What a harness does, at its smallest: asks, runs the tools, checks the shown criteria when the turn ends. */
async function dispatch(model: string, folder: string, iterations: number) {
  const port = createModelPort({
    provider: () => ({
      settings: {
        id: 'rehearsal',
        name: 'Rehearsal',
        baseURL: rehearsal.baseURL,
        versionHeader: '',
        models: [
          { id: model, prices: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }, maxOutputTokens: 4000, contextTokens: 200_000 },
        ],
      },
      key: () => Promise.resolve(rehearsal.key),
    }),
    limits: { firstByteMs: 3000, idleMs: 3000 },
  });
  const messages: ModelMessage[] = [{ role: 'user', content: [{ type: 'text', text: 'Do the task.' }] }];
  const failures: Extract<ModelOutcome, { kind: 'failure' }>[] = [];
  const evaluations: string[][] = [];
  const results: Extract<UserBlock, { type: 'tool_result' }>[] = [];
  const stops: string[] = [];

  for (let turn = 0; turn < 40 && evaluations.length < iterations; turn += 1) {
    const request = { provider: 'rehearsal', model, system: 'Work.', tools: TOOLS, messages, conversation: folder };
    const outcome = await port.request(request, { signal: new AbortController().signal, onDelta: () => {} });
    if (outcome.kind === 'failure') {
      failures.push(outcome);
      // What may not be tried again by itself, a person has mended by now.
      continue;
    }
    stops.push(outcome.stopReason);
    if (outcome.content.length > 0) messages.push({ role: 'assistant', content: outcome.content });
    if (outcome.stopReason === 'pause_turn') continue;
    const calls = outcome.content.filter((block) => block.type === 'tool_use');
    if (calls.length > 0) {
      const answers: Awaited<ReturnType<typeof runTool>>[] = [];
      for (const call of calls) answers.push(await runTool(folder, call));
      results.push(...answers);
      messages.push({ role: 'user', content: answers });
      continue;
    }
    if (outcome.stopReason === 'max_tokens' || outcome.stopReason === 'refusal') {
      messages.push({ role: 'user', content: [{ type: 'text', text: 'Go on.' }] });
      continue;
    }
    const wanting = (await check(folder)).filter(({ passed }) => !passed);
    const failed = wanting.filter(({ visibility }) => visibility === 'shown');
    evaluations.push(wanting.map(({ id }) => id));
    if (failed.length === 0) break;
    messages.push({ role: 'user', content: [{ type: 'text', text: report(failed) }] });
  }
  return { failures, evaluations, results, stops, messages };
}

function report(failed: CriterionResult[]): string {
  const lines = failed.map(({ id, reason, evidence }) => `${id}: ${reason}\n${evidence.stdout.head}${evidence.stderr.head}`);
  return `The criteria were checked; ${failed.length} failed.\n${lines.join('\n')}`;
}

const ToolInput = z.object({
  path: z.string().default('.'),
  command: z.string().default(''),
  pattern: z.string().default(''),
  content: z.string().default(''),
  old_text: z.string().default(''),
  new_text: z.string().default(''),
});

async function runTool(folder: string, call: Extract<AssistantBlock, { type: 'tool_use' }>) {
  const input = ToolInput.parse(call.input);
  const path = join(folder, input.path);
  const answer = (content: string, is_error = false) => ({ type: 'tool_result' as const, tool_use_id: call.id, content, is_error });
  switch (call.name) {
    case 'bash': {
      const done = await run(folder, input.command);
      return answer(`${done.stdout}${done.stderr}`, done.exitCode !== 0);
    }
    case 'read':
      return answer(await readFile(path, 'utf8'));
    case 'grep': {
      const lines = (await readFile(path, 'utf8')).split('\n');
      return answer(lines.filter((line) => new RegExp(input.pattern).test(line)).join('\n'));
    }
    case 'glob':
      return answer('check.py\ndurations.py');
    case 'write':
      await writeFile(path, input.content);
      return answer('written');
    case 'edit': {
      const parts = (await readFile(path, 'utf8')).split(input.old_text);
      if (parts.length !== 2) return answer(`old_text occurs ${parts.length - 1} times`, true);
      await writeFile(path, parts.join(input.new_text));
      return answer('edited');
    }
    case 'check_criteria':
      return answer(report((await check(folder)).filter(({ passed, visibility }) => !passed && visibility === 'shown')));
    default:
      throw new Error(`no tool ${call.name}`);
  }
}

/** All criteria of the demo's spec, in the folder as it is. */
async function check(folder: string): Promise<CriterionResult[]> {
  const spec = await readFile(join(PROJECT, '.drover/specs/compound-durations.md'), 'utf8');
  const { criteria } = z.object({ criteria: z.array(Criterion) }).parse(parse(spec.split(/^---$/m)[1] ?? ''));
  return Promise.all(
    criteria.map(async (criterion) =>
      // The demo's spec has no others.
      judgeCall(criterion as CallCriterion, await collect(folder, operationFor(criterion as CallCriterion)), {
        matches: (pattern, text) => new RegExp(pattern, 'm').test(text),
        mask: (text) => text,
      }),
    ),
  );
}

async function collect(folder: string, operation: ReturnType<typeof operationFor>): Promise<CallResult> {
  if (operation.op === 'command') {
    const { stdout, stderr, exitCode } = await run(folder, operation.command);
    return callResult(stdout, stderr, exitCode, null);
  }
  if (operation.op !== 'read') throw new Error(`no criterion needs ${operation.op}`);
  const text = await readFile(join(folder, operation.path), 'utf8').catch(() => null);
  return callResult(text ?? '', '', null, text === null ? { code: 'not_found', message: 'no such file' } : null);
}

function run(folder: string, command: string): Promise<{ stdout: string; stderr: string; exitCode: number | null }> {
  return new Promise((resolve) => {
    const child = execFile('sh', ['-c', command], { cwd: folder }, (_, stdout, stderr) =>
      resolve({ stdout, stderr, exitCode: child.exitCode }),
    );
  });
}

function callResult(stdout: string, stderr: string, exitCode: number | null, error: CallError | null): CallResult {
  const excerpt = (head: string) => ({ head, tail: '', bytes: Buffer.byteLength(head) });
  const ended = { state: 'done' as const, signal: null, timedOut: false, cancelled: false, durationMs: 1 };
  return { ...ended, exitCode, stdout: excerpt(stdout), stderr: excerpt(stderr), error, snapshot: null };
}

async function inProject(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-demo-'));
  try {
    await cp(PROJECT, folder, { recursive: true });
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
