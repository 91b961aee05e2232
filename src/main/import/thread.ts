/** One conversation of a session file, the main one or a subagent's: entries in, events out. Pure. */
import type { BodyOf, Dispatch, ModelUsage } from '../../shared/events.ts';
import type { Calls } from './calls.ts';
import { importedEventId, importedSessionId, type SourceSession } from './ids.ts';
import type { ImportedEvent, SourceLine } from './imported-event.ts';
import { AssistantMessage, readBlock, UserMessage, type Block, type Entry } from './record.ts';
import { createRequests } from './requests.ts';
import type { ThreadState, Title } from './translator-state.ts';

export interface ThreadOptions {
  source: SourceSession;
  path: string;
  threadOf: BodyOf<'session.imported'>['thread_of'];
  /** US dollars; 0 for a model whose prices are not known. */
  cost: (model: string, usage: ModelUsage) => number;
  calls: Calls;
  /** Of the part that an earlier import has read. */
  from: ThreadState | null;
}

export interface Thread {
  readonly session: string;
  begin(dispatch: Dispatch, at: string): ImportedEvent[];
  entry(entry: Entry, line: SourceLine): ImportedEvent[];
  /** A line without an event of its own. */
  record(kind: string, line: SourceLine): ImportedEvent[];
  /** Ends what is open; more lines may come in a later import. */
  end(): ImportedEvent[];
  state(): ThreadState;
}

/** The model that Claude Code puts under words of its own, such as an error of the API. */
const SYNTHETIC = '<synthetic>';

type TextBlock = Extract<Block, { type: 'text' }>;

export function createThread(options: ThreadOptions): Thread {
  const { source } = options;
  const requests = createRequests(options.cost, options.from?.requests ?? null);
  const session = importedSessionId(source);
  /** The provider's id of a call -> the id of its event, and when it was made. */
  const calls = new Map((options.from?.calls ?? []).map(([name, id, at]) => [name, { id, at }]));
  let tokensBefore = options.from?.tokensBefore ?? 0;
  let title = options.from?.title ?? null;

  const eventId = (line: SourceLine, part: string | number): string => importedEventId(source, line.key, part);

  const record = (kind: string, line: SourceLine): ImportedEvent[] => [
    { type: 'import.record', id: eventId(line, 'record'), processed_at: line.at, kind, line: line.text },
  ];

  const assistant = (entry: Entry, line: SourceLine): ImportedEvent[] => {
    const parsed = AssistantMessage.safeParse(entry.message);
    if (!parsed.success) return record('assistant', line);
    const message = parsed.data;
    if (entry.isApiErrorMessage === true || message.model === SYNTHETIC) return record('assistant:notice', line);
    const id = message.id ?? `${session} ${line.key}`;
    const blocks = message.content.map(readBlock);
    const events = blocks.flatMap((block, index) => assistantBlock(block, id, { id: eventId(line, index), processed_at: line.at }));
    const whole = events.length === blocks.length && events.length > 0;
    return [...requests.line(id, message, line.at), ...events, ...(whole ? [] : record('assistant', line))];
  };

  const assistantBlock = (block: Block | null, messageId: string, at: { id: string; processed_at: string }): ImportedEvent[] => {
    const common = { ...at, message_id: messageId };
    switch (block?.type) {
      case 'text':
        return [{ ...common, type: 'agent.message', content: [block] }];
      case 'thinking':
      case 'redacted_thinking':
        return [{ ...common, type: 'agent.thinking', block }];
      case 'tool_use': {
        const { id, name, input } = block;
        calls.set(id, { id: at.id, at: Date.parse(at.processed_at) });
        options.calls.made({ session, id: at.id }, typeof input['prompt'] === 'string' ? input['prompt'] : null);
        return [{ ...common, type: 'agent.tool_use', model_tool_use_id: id, name, input }];
      }
      default:
        return [];
    }
  };

  const user = (entry: Entry, line: SourceLine): ImportedEvent[] => {
    const parsed = UserMessage.safeParse(entry.message);
    if (!parsed.success) return record('user', line);
    const { content } = parsed.data;
    if (entry.isCompactSummary === true) return compaction(content, line);
    const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content.map(readBlock);
    const results = blocks.flatMap((block, index) => (block?.type === 'tool_result' ? toolResult(block, entry, line, index) : []));
    const words = blocks.flatMap(wordsOf);
    const said: ImportedEvent[] =
      words.length === 0
        ? []
        : [
            {
              type: entry.isMeta === true ? 'system.message' : 'user.message',
              id: eventId(line, 'said'),
              processed_at: line.at,
              content: words,
            },
          ];
    const whole = blocks.every(
      (block) => block?.type === 'text' || (block?.type === 'tool_result' && isWhole(block) && calls.has(block.tool_use_id)),
    );
    const events = [...results, ...said];
    return [...requests.other(line.at), ...events, ...(whole && events.length > 0 ? [] : record('user', line))];
  };

  const toolResult = (block: Extract<Block, { type: 'tool_result' }>, entry: Entry, line: SourceLine, index: number): ImportedEvent[] => {
    const call = calls.get(block.tool_use_id);
    if (call === undefined) return [];
    const agent = entry.toolUseResult?.agentId ?? null;
    if (agent !== null) options.calls.ran({ session, id: call.id }, agent);
    return [
      {
        type: 'agent.tool_result',
        id: eventId(line, index),
        processed_at: line.at,
        tool_use_id: call.id,
        content:
          typeof block.content === 'string' ? [{ type: 'text', text: block.content }] : block.content.map(readBlock).flatMap(wordsOf),
        is_error: block.is_error,
        lost: false,
        duration_ms: Math.max(0, Date.parse(line.at) - call.at),
      },
    ];
  };

  /** The window begins anew with a summary of everything before it. Which events those are, whoever stores them knows. */
  const compaction = (content: string | unknown[], line: SourceLine): ImportedEvent[] => {
    const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content.map(readBlock);
    const summary = blocks
      .flatMap(wordsOf)
      .map((block) => block.text)
      .join('\n');
    const whole = blocks.every((block) => block?.type === 'text') && summary !== '';
    return [
      ...requests.end(),
      ...(whole ? [] : record('user', line)),
      {
        type: 'context.compacted',
        id: eventId(line, 'compacted'),
        processed_at: line.at,
        from_seq: 1,
        to_seq: EVERYTHING_BEFORE,
        summary,
        tokens_before: tokensBefore,
        tokens_after: Math.ceil(summary.length / CHARACTERS_A_TOKEN),
      },
    ];
  };

  /** The line as it stands, and after it the event that says what it means for the session. */
  const titled = (entry: Entry, line: SourceLine): ImportedEvent[] => {
    const kept = record(entry.type, line);
    const next = titleOf(entry);
    // What a person chose is not undone by a model.
    const holds = next !== null && next.text !== title?.text && !(title?.by === 'user' && next.by === 'model');
    if (!holds) return kept;
    title = next;
    const about = { title: next.text, titled_by: next.by, source_event_id: eventId(line, 'record') };
    return [...kept, { type: 'session.titled', id: eventId(line, 'titled'), processed_at: line.at, ...about }];
  };

  return {
    session,
    begin: (dispatch, at) => [
      { type: 'session.created', id: importedEventId(source, 'created'), processed_at: at, dispatch },
      {
        type: 'session.imported',
        id: importedEventId(source, 'imported'),
        processed_at: at,
        source: 'claude_code',
        source_session_id: source.session,
        path: options.path,
        thread_of: options.threadOf,
      },
    ],
    entry(entry, line) {
      if (entry.type === 'assistant') return assistant(entry, line);
      if (entry.type === 'user') return user(entry, line);
      if (entry.type === 'custom-title' || entry.type === 'ai-title') return titled(entry, line);
      if (entry.subtype === 'compact_boundary') tokensBefore = entry.compactMetadata?.preTokens ?? 0;
      return record(entry.subtype === undefined ? entry.type : `${entry.type}:${entry.subtype}`, line);
    },
    record,
    end: () => requests.end(),
    state: () => ({
      requests: requests.state(),
      calls: [...calls].map(([name, { id, at }]) => [name, id, at]),
      tokensBefore,
      title,
    }),
  };
}

const LONGEST_TITLE = 200;

/** Null where the line names none. */
function titleOf({ customTitle, aiTitle }: Entry): Title | null {
  const text = (customTitle ?? aiTitle ?? '').trim().slice(0, LONGEST_TITLE);
  return text === '' ? null : { by: customTitle === undefined ? 'model' : 'user', text };
}

/** A compaction's `to_seq`, until it is known at which position the event will stand. */
export const EVERYTHING_BEFORE = 0;

/** A rough measure; Claude Code does not write down how long its summaries are. */
const CHARACTERS_A_TOKEN = 4;

/** What a block says in words. A picture is kept with its line, and named in its place. */
function wordsOf(block: Block | null): TextBlock[] {
  switch (block?.type) {
    case 'text':
      return block.text === '' ? [] : [block];
    case 'image':
      return [{ type: 'text', text: '[an image, kept in the imported record]' }];
    case 'document':
      return [{ type: 'text', text: '[a document, kept in the imported record]' }];
    default:
      return [];
  }
}

function isWhole({ content }: Extract<Block, { type: 'tool_result' }>): boolean {
  return typeof content === 'string' || content.every((value) => readBlock(value)?.type === 'text');
}
