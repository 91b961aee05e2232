/** What a row of the list says of one event, cut short: the whole is in the event. Pure. */
import type { CriterionResult } from '../../../../shared/criteria.ts';
import type { SessionEvent } from '../../../../shared/events.ts';
import { outcomeWord } from '../../../ui/outcome-word.ts';
import { callSubject, changedLines, resultFacts, type ResultFacts } from '../call-summary.ts';
import { noteOf, type Note } from '../timeline-note.ts';

export type Gist = { seq: number; id: string; at: string } & GistBody;

export type GistBody =
  | { kind: 'text'; who: 'worker' | 'thinking' | 'you' | 'drover'; text: string }
  | { kind: 'call'; name: string; subject: string; added: number; removed: number }
  | { kind: 'result'; facts: ResultFacts; durationMs: number }
  | { kind: 'asked'; model: string }
  | { kind: 'answered'; tokensIn: number; tokensOut: number; costUsd: number; durationMs: number; failed: boolean }
  | { kind: 'check'; who: 'worker' | 'gate'; try: number | null }
  | { kind: 'checked'; passed: boolean; word: string; held: number; of: number; explanation: string }
  | { kind: 'criterion'; title: string; passed: boolean }
  | { kind: 'error'; what: string; detail: string; again: boolean }
  | { kind: 'note'; note: Omit<Note, 'more'> };

const MOST = 240;

export function gistOf(event: SessionEvent): Gist {
  return { seq: event.seq, id: event.id, at: event.processed_at, ...bodyOf(event) };
}

function bodyOf(event: SessionEvent): GistBody {
  switch (event.type) {
    case 'agent.message':
      return { kind: 'text', who: 'worker', text: words(event.content) };
    case 'agent.thinking':
      return {
        kind: 'text',
        who: 'thinking',
        text: event.block.type === 'thinking' ? cut(event.block.thinking) : 'kept by the provider to itself',
      };
    case 'user.message':
      return { kind: 'text', who: 'you', text: words(event.content) };
    case 'system.message':
      return { kind: 'text', who: 'drover', text: words(event.content) };
    case 'agent.tool_use': {
      const { name, input } = event;
      return { kind: 'call', name: cut(name), subject: cut(callSubject(name, input)), ...changedLines(name, input) };
    }
    case 'agent.tool_result': {
      const text = event.content.map((block) => block.text).join('\n');
      return { kind: 'result', facts: resultFacts(text, event.is_error, event.lost), durationMs: event.duration_ms };
    }
    case 'span.model_request_start':
      return { kind: 'asked', model: event.model };
    case 'span.model_request_end': {
      const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } = event.model_usage;
      return {
        kind: 'answered',
        tokensIn: input_tokens + cache_creation_input_tokens + cache_read_input_tokens,
        tokensOut: output_tokens,
        costUsd: event.cost_usd,
        durationMs: event.duration_ms,
        failed: event.is_error,
      };
    }
    case 'span.outcome_evaluation_start':
      return { kind: 'check', who: 'worker', try: event.iteration + 1 };
    case 'verdict.started':
      return { kind: 'check', who: 'gate', try: null };
    case 'span.outcome_evaluation_end':
      return {
        ...checked(event.criteria),
        passed: event.result === 'satisfied',
        word: outcomeWord(event.result, event.impossible),
        explanation: cut(event.explanation),
      };
    case 'verdict.ended':
      return {
        ...checked(event.criteria),
        passed: event.passed,
        word: event.passed ? 'passed' : 'failed',
        explanation: cut(event.explanation),
      };
    case 'span.outcome_evaluation_ongoing':
    case 'verdict.check':
      return { kind: 'criterion', title: cut(event.criterion.title), passed: event.criterion.passed };
    case 'session.error': {
      const { problem, message, retry_status: retry } = event.error;
      return {
        kind: 'error',
        what: cut(problem.what),
        detail: cut(message === problem.what ? problem.where : message),
        again: retry.type === 'retrying',
      };
    }
    default: {
      const { more: _more, ...note } = noteOf(event);
      return { kind: 'note', note: { ...note, text: cut(note.text), aside: cut(note.aside) } };
    }
  }
}

function checked(criteria: readonly CriterionResult[]): { kind: 'checked'; held: number; of: number } {
  return { kind: 'checked', held: criteria.filter((result) => result.passed).length, of: criteria.length };
}

function words(content: readonly { text: string }[]): string {
  let text = '';
  for (const block of content) {
    if (text.length > MOST) break;
    text += `${text === '' ? '' : '\n'}${cut(block.text)}`;
  }
  return cut(text);
}

function cut(text: string): string {
  const start = text.length > MOST * 4 ? text.slice(0, MOST * 4) : text;
  const line = start.trimStart();
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line;
}
