/** A session file of Claude Code, line by line, as events of sessions of ours. Pure: the same lines give the same events. */
import type { ModelUsage } from '../../shared/events.ts';
import { aboutFile, titled, type About } from './about.ts';
import { createCalls, type Calls } from './calls.ts';
import { importedSessionId, type SourceSession } from './ids.ts';
import type { ImportedEvent } from './imported-event.ts';
import { createNames } from './names.ts';
import { readEntry, type Entry } from './record.ts';
import { createThread, type Thread } from './thread.ts';
import type { TranslatorState } from './translator-state.ts';

/** Events of one session, in order. */
export interface Translated {
  session: string;
  events: ImportedEvent[];
}

export interface Translator {
  /** @param kind of a line that cannot be an entry, whatever it holds */
  line(text: string, kind?: string): Translated[];
  /** What is still held back. More lines may come in a later import. */
  end(): Translated[];
  /** What another translator needs to go on after the newest line; null while lines are held back. */
  state(): TranslatorState | null;
}

export interface TranslatorOptions {
  source: SourceSession;
  path: string;
  /** Shared by the files of a session: its own and those of its subagents. */
  calls: Calls;
  /** For lines that have no time and none around them; ISO 8601. */
  fallbackTime: string;
  cost: (model: string, usage: ModelUsage) => number;
  mask: (text: string) => string;
  /** Of the part that an earlier import has read. */
  from: TranslatorState | null;
}

interface Held {
  entry: Entry | null;
  kind: string;
  key: string;
  text: string;
  /** Null before the first line that has a time. */
  at: string | null;
}

/** A file is read this far to learn what it is about before its session is made. */
const LOOK_AHEAD = { lines: 60, characters: 1024 * 1024 };

export function createTranslator(options: TranslatorOptions): Translator {
  const { source, from } = options;
  const names = createNames(from);
  const roots = new Map(from?.roots);
  const agentOf = agents(source, roots);
  const calls = recorded(options.calls, from);
  const threads = new Map<string | null, Thread>(
    from?.threads.map(([agent, state]) => [
      agent,
      createThread({ ...options, calls, source: { session: source.session, agent }, threadOf: null, from: state }),
    ]),
  );
  const held: Held[] = [];
  let heldCharacters = 0;
  let about: About | null = from?.about ?? null;
  let newest: string | null = from?.newest ?? null;

  const threadFor = (agent: string | null, file: About, at: string): { thread: Thread; begun: ImportedEvent[] } => {
    const known = threads.get(agent);
    if (known !== undefined) return { thread: known, begun: [] };
    const call = agent === null ? null : calls.whichBegan(agent, file.prompt);
    const parent = call?.session ?? importedSessionId({ session: source.session, agent: null });
    const thread = createThread({
      ...options,
      calls,
      from: null,
      source: { session: source.session, agent },
      threadOf: agent === null ? null : { session_id: parent, tool_use_id: call?.id ?? null },
    });
    threads.set(agent, thread);
    return { thread, begun: thread.begin(file.dispatch, at) };
  };

  const translate = (file: About, { entry, kind, key, text, at }: Held, otherwise: string): Translated[] => {
    const line = { key, text, at: at ?? otherwise };
    const own = threadFor(source.agent, file, line.at);
    const agent = agentOf(entry);
    const { thread, begun } = threadFor(agent, agent === source.agent ? file : titled(file, entry), line.at);
    const events = entry === null ? thread.record(kind, line) : thread.entry(entry, line);
    const parts = [
      { session: own.thread.session, events: own.begun },
      { session: thread.session, events: [...begun, ...events] },
    ];
    return parts.filter((part) => part.events.length > 0);
  };

  const release = (): Translated[] => {
    const file =
      about ??
      aboutFile(
        held.flatMap(({ entry }) => entry ?? []),
        options,
      );
    about = file;
    // Lines before the first that has a time are as old as it.
    const first = held.find(({ at }) => at !== null)?.at ?? options.fallbackTime;
    return held.splice(0).flatMap((one) => translate(file, one, first));
  };

  return {
    line(text, kind = 'malformed') {
      if (text.trim() === '') return [];
      const masked = options.mask(text);
      const entry = readEntry(masked);
      newest = timeOf(entry) ?? newest;
      const one: Held = { entry, kind, key: names.keyOf(entry, text), text: masked, at: newest };
      if (about !== null) return translate(about, one, options.fallbackTime);
      held.push(one);
      heldCharacters += text.length;
      const enough = entry?.type === 'assistant' || held.length >= LOOK_AHEAD.lines || heldCharacters >= LOOK_AHEAD.characters;
      return enough ? release() : [];
    },
    end() {
      const rest = held.length === 0 ? [] : release();
      return [...rest, ...[...threads.values()].map((thread) => ({ session: thread.session, events: thread.end() }))];
    },
    state() {
      if (about === null) return null;
      const states = [...threads].map(([agent, thread]): TranslatorState['threads'][number] => [agent, thread.state()]);
      return { ...names.state(), roots: [...roots], about, newest, threads: states, calls: calls.state() };
    },
  };
}

/** Also keeps what was told of this file apart: another import may know of it without reading the file. */
function recorded(shared: Calls, from: TranslatorState | null): Calls {
  const own = createCalls();
  if (from !== null) for (const calls of [own, shared]) calls.know(from.calls);
  return {
    ...shared,
    made(call, prompt) {
      own.made(call, prompt);
      shared.made(call, prompt);
    },
    ran(call, agent) {
      own.ran(call, agent);
      shared.ran(call, agent);
    },
    state: () => own.state(),
  };
}

/** Which conversation of the file an entry belongs to: older versions keep subagents in their parent's file. */
function agents(source: SourceSession, roots: Map<string, string>): (entry: Entry | null) => string | null {
  return (entry) => {
    if (source.agent !== null || entry?.isSidechain !== true) return source.agent;
    const root = roots.get(entry.parentUuid ?? '') ?? entry.uuid ?? 'sidechain';
    if (entry.uuid !== undefined) roots.set(entry.uuid, root);
    return entry.agentId ?? root;
  };
}

function timeOf(entry: Entry | null): string | null {
  const time = Date.parse(entry?.timestamp ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
