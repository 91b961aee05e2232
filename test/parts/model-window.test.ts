/** The window of any log that a session can have is a conversation that the Messages API takes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AppliedEntry, EventBody, EventType, ModelUsage, NewEvent, SessionEvent } from '../../src/shared/events.ts';
import { EventBody as EventBodySchema } from '../../src/shared/events.ts';
import { foldAll, type SessionState } from '../../src/shared/fold.ts';
import { createContext } from '../../src/main/harness/context.ts';
import { forkEvents } from '../../src/main/harness/fork-events.ts';
import { loadContext } from '../../src/main/harness/load-context.ts';
import { planCompaction } from '../../src/main/harness/plan-compaction.ts';
import { windowAt } from '../../src/main/harness/saw.ts';
import { brokenRule, MessagesRequest } from '../../src/main/model/rehearsal/request.ts';
import { signatureOf } from '../../src/main/model/rehearsal/thinking.ts';

const usage: ModelUsage = { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
const dispatch = {
  title: 'T',
  project: { path: '/p', name: 'p' },
  base: { commit: 'b', branch: 'main', uncommittedChanges: false },
  specPath: null,
  provider: 'p',
  model: 'm',
  target: 'local',
};
const criterion = { id: 'there', kind: 'file' as const, path: 'x', exists: true, visibility: 'shown' as const, weight: 'must' as const };
const spec = { title: 'T', goal: 'Do it.', criteria: [criterion], budget: { minutes: 20, iterations: 2 } };
const task = (id: string): NewEvent => ({
  type: 'user.define_outcome',
  outcome_id: id,
  description: 'g',
  rubric: { type: 'text', content: '' },
  max_iterations: 2,
  spec,
});

const entryOf = (id: string): AppliedEntry => ({ id, version: 'v', text: `Ask ${id}.`, scope: { paths: [], kinds: [], models: [] } });
const coaching: NewEvent = {
  type: 'coaching.applied',
  path: '.drover/coaching.md',
  entries: [entryOf('first')],
};

/** A log in memory, with what the window reads of one. */
function memoryLog(events: readonly SessionEvent[]) {
  return {
    getEvents: (_session: string, { from = 1, to = Infinity, types, limit = Infinity }: Slice = {}) =>
      events
        .filter(({ seq, type }) => seq >= from && seq <= to && (types === undefined || types.some((one) => one === type)))
        .slice(0, limit),
  };
}
type Slice = { from?: number; to?: number; types?: readonly EventType[]; limit?: number };

/** What may happen next in a session, as far as its state allows it. */
type Step =
  | { do: 'say'; text: string }
  | { do: 'tell'; text: string }
  | { do: 'answer'; blocks: ('thinking' | 'text' | 'call')[] }
  | { do: 'result' }
  | { do: 'compact' }
  | { do: 'restore'; which: number }
  | { do: 'fork'; back: number; model: boolean; spec: boolean; message: boolean; coaching: 'keep' | 'now' | 'none' };

const text = fc.constantFrom('go on', ' ', 'a longer word '.repeat(40), 'x');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('say' as const), text }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tell' as const), text }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      blocks: fc.array(fc.constantFrom('thinking' as const, 'text' as const, 'call' as const), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('result' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('compact' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), which: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fork' as const),
      back: fc.nat(12),
      model: fc.boolean(),
      spec: fc.boolean(),
      message: fc.boolean(),
      coaching: fc.constantFrom('keep' as const, 'now' as const, 'none' as const),
    }),
  },
);

class Session {
  events: SessionEvent[] = [];
  private ids = 0;

  get state(): SessionState {
    return foldAll(this.events);
  }

  append(...bodies: NewEvent[]): void {
    for (const { id, ...body } of bodies) {
      const parsed: EventBody = EventBodySchema.parse(body);
      const seq = this.events.length + 1;
      this.events.push({ ...parsed, id: id ?? this.id(), session: 's', seq, processed_at: '2026-01-01T00:00:00Z' });
    }
  }

  id(): string {
    this.ids += 1;
    return `sevt_${this.ids}`;
  }

  take(next: Step): void {
    const { state } = this;
    switch (next.do) {
      case 'say':
        return this.append({ type: 'user.message', content: [{ type: 'text', text: next.text }] });
      case 'tell':
        return this.append({ type: 'system.message', content: [{ type: 'text', text: next.text }] });
      case 'answer':
        return this.answer(next.blocks);
      case 'result': {
        const [call] = state.pendingCalls;
        if (call === undefined) return;
        const content = [{ type: 'text' as const, text: 'output '.repeat(20) }];
        return this.append({ type: 'agent.tool_result', tool_use_id: call.id, content, is_error: false, lost: false, duration_ms: 1 });
      }
      case 'compact': {
        const plan = state.pendingCalls.length > 0 ? null : planCompaction(loadContext(memoryLog(this.events), 's', state));
        if (plan === null) return;
        const { from, to } = plan;
        return this.append({ type: 'context.compacted', from_seq: from, to_seq: to, summary: 'so far', tokens_before: 9, tokens_after: 3 });
      }
      case 'restore': {
        const undone = state.compactions[next.which % Math.max(1, state.compactions.length)];
        return undone === undefined ? undefined : this.append({ type: 'context.restored', compaction_id: undone.id });
      }
      case 'fork':
        return this.fork(next);
    }
  }

  /** A model speaks after the user, and when its calls are answered. */
  private answer(blocks: ('thinking' | 'text' | 'call')[]): void {
    const { state } = this;
    if (state.pendingCalls.length > 0) return;
    const last = loadContext(memoryLog(this.events), 's', state).messages().at(-1);
    if (last?.role !== 'user') return;
    const message_id = this.id();
    const events = blocks.map((block): NewEvent => {
      const id = this.id();
      if (block === 'thinking')
        return { id, type: 'agent.thinking', message_id, block: { type: 'thinking', thinking: 'hm', signature: signatureOf('hm') } };
      if (block === 'text') return { id, type: 'agent.message', message_id, content: [{ type: 'text', text: 'word '.repeat(10) }] };
      return { id, type: 'agent.tool_use', message_id, model_tool_use_id: `toolu_${id}`, name: 'bash', input: { command: 'true' } };
    });
    const end = { is_error: false, model_usage: usage, cost_usd: 0, stop_reason: 'end_turn', duration_ms: 1 };
    this.append(...events, { type: 'span.model_request_end', model_request_start_id: 'x', ...end });
  }

  private fork({ back, model, spec: changed, message, coaching: told }: Extract<Step, { do: 'fork' }>): void {
    const first = this.events.findIndex(({ type }) => type === 'user.define_outcome') + 1;
    const at = Math.max(first, this.events.length - back);
    this.events = this.events.slice(0, at);
    const { state } = this;
    const outcome = { outcome_id: 'o', description: 'g', rubric: { type: 'text' as const, content: '' }, max_iterations: 2, spec };
    const start = {
      ...{ parent: 'p', at, state, collected: [] },
      dispatch: { ...(state.dispatch ?? dispatch), ...(model ? { model: this.id() } : {}) },
      coaching: told === 'keep' ? null : { path: 'c', entries: told === 'none' ? [] : [entryOf(this.id())] },
      outcome: changed ? outcome : null,
      message: message ? 'Another way.' : null,
    };
    this.append(...forkEvents(start), { type: 'system.message', content: [{ type: 'text', text: 'You go on in a new sandbox.' }] });
  }
}

function assertValid(session: Session, upTo: number): void {
  const events = session.events.slice(0, upTo);
  const context = loadContext(memoryLog(events), 's', foldAll(events));
  // Nobody asks the model before it is told something, and nobody asks before the task is known.
  const word = EventBodySchema.parse({ type: 'system.message', content: [{ type: 'text', text: 'go on' }] });
  if (context.messages().at(-1)?.role === 'assistant') {
    context.add({ ...word, id: 'last', session: 's', seq: upTo + 1, processed_at: '2026-01-01T00:00:00Z' });
  }
  const messages = context.messages();
  if (messages.length === 0) return;
  const request = MessagesRequest.parse({ model: 'm', max_tokens: 1, messages });
  const broken = brokenRule(request, () => false);
  if (broken !== undefined) throw new Error(`${broken}\n${JSON.stringify(messages, null, 1)}`);
}

const steps = fc.array(step, { maxLength: 40 });

function played(taken: Step[], coached = false): Session {
  const session = new Session();
  session.append({ type: 'session.created', dispatch }, ...(coached ? [coaching] : []), task('one'));
  for (const one of taken) session.take(one);
  return session;
}

it('after any event, whatever was compacted, undone or forked', () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (taken, coached) => {
      const session = played(taken, coached);
      for (let upTo = 1; upTo <= session.events.length; upTo += 1) assertValid(session, upTo);
    }),
    { numRuns: 400 },
  );
});

it('the same, read at once or built event by event, and stable from turn to turn', () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (taken, coached) => {
      const session = played(
        taken.filter((one) => one.do !== 'restore'),
        coached,
      );
      const context = createContext();
      let before: string[] = [];
      for (const event of session.events) {
        context.add(event);
        const messages = context.messages();
        const bytes = messages.map((message) => JSON.stringify(message));
        if (event.type === 'context.compacted' || event.type === 'session.forked' || event.type === 'coaching.applied') before = [];
        // Only the newest turn may still grow: everything before it is in the provider's cache.
        expect(bytes.slice(0, Math.max(0, before.length - 2))).toEqual(before.slice(0, Math.max(0, before.length - 2)));
        before = bytes;
      }
      expect(context.messages()).toEqual(loadContext(memoryLog(session.events), 's', session.state).messages());
    }),
    { numRuns: 200 },
  );
});

it('whatever was compacted and forked before, the newest coaching alone is in the window, and it is first', () => {
  const turn: Step[] = [{ do: 'answer', blocks: ['text', 'call'] }, { do: 'result' }];
  const long: Step[] = [{ do: 'say', text: 'go on' }, ...turn, ...turn, ...turn, ...turn, { do: 'compact' }];
  const fork = fc.record({ back: fc.nat(6), coaching: fc.constantFrom('keep' as const, 'now' as const, 'none' as const) });
  const phase = fc.oneof(
    fc.constant(long),
    fork.map((how): Step[] => [{ do: 'fork', model: false, spec: false, message: true, ...how }]),
    fc.constant<Step[]>([{ do: 'restore', which: 0 }]),
  );
  fc.assert(
    fc.property(fc.array(phase, { maxLength: 7 }), fc.boolean(), (phases, coached) => {
      const session = played(phases.flat(), coached);
      const newest = session.events.findLast((event) => event.type === 'coaching.applied');
      const told = newest?.type === 'coaching.applied' ? newest.entries.map((entry) => entry.text) : [];
      const { entries } = windowAt(memoryLog(session.events), 's', session.state);
      const said = entries.flatMap(({ text: words }) => (words.startsWith('# What this project has learned') ? [words] : []));
      expect(said.map((words) => words.match(/^- (.*)$/gm)?.map((line) => line.slice(2)))).toEqual(told.length === 0 ? [] : [told]);
      if (told.length > 0) expect(entries[0]?.text).toBe(said[0]);
      expect(session.state.told?.entries.length ?? 0).toBe(told.length);
    }),
    { numRuns: 300 },
  );
});

it('a compaction leaves the task and the newest turn, and undoing it brings everything back', () => {
  const session = played([
    { do: 'say', text: 'begin' },
    ...Array.from({ length: 6 }, (): Step[] => [{ do: 'answer', blocks: ['thinking', 'text', 'call'] }, { do: 'result' }]).flat(),
  ]);
  const whole = loadContext(memoryLog(session.events), 's', session.state).messages();
  session.take({ do: 'compact' });
  const view = windowAt(memoryLog(session.events), 's', session.state);
  expect(view.outside).toMatchObject([{ from: 3, tokensBefore: 9, tokensAfter: 3 }]);
  expect(view.entries.map(({ kind }) => kind)).toEqual(['text', 'summary', 'thinking', 'text', 'tool_use', 'tool_result']);
  expect(view.entries[0]?.text).toContain('Do it.');
  expect(view.entries[1]).toMatchObject({ from: 3, to: view.outside[0]?.to });
  session.take({ do: 'restore', which: 0 });
  expect(loadContext(memoryLog(session.events), 's', session.state).messages()).toEqual(whole);
});
