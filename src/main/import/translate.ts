/** A session file of Claude Code, line by line, as events of sessions of ours. Pure: the same lines give the same events. */
import type { ModelUsage } from '../../shared/events.ts';
import { aboutFile, titled, type About } from './about.ts';
import type { Calls } from './calls.ts';
import { importedSessionId, lineKey, type SourceSession } from './ids.ts';
import type { ImportedEvent } from './imported-event.ts';
import { readEntry, type Entry } from './record.ts';
import { createThread, type Thread } from './thread.ts';

/** Events of one session, in order. */
export interface Translated {
  session: string;
  events: ImportedEvent[];
}

export interface Translator {
  /** @param kind of a line that cannot be an entry, whatever it holds */
  line(text: string, kind?: string): Translated[];
  /** What is still held back. More lines may come in a later import, which begins anew. */
  end(): Translated[];
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
  const { source } = options;
  const keyOf = keys();
  const agentOf = agents(source);
  const threads = new Map<string | null, Thread>();
  const held: Held[] = [];
  let heldCharacters = 0;
  let about: About | null = null;
  let newest: string | null = null;

  const threadFor = (agent: string | null, file: About, at: string): { thread: Thread; begun: ImportedEvent[] } => {
    const known = threads.get(agent);
    if (known !== undefined) return { thread: known, begun: [] };
    const call = agent === null ? null : options.calls.whichBegan(agent, file.prompt);
    const parent = call?.session ?? importedSessionId({ session: source.session, agent: null });
    const thread = createThread({
      ...options,
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
      const one: Held = { entry, kind, key: keyOf(entry, text), text: masked, at: newest };
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
  };
}

/** Names each line by its entry's own id, or by what it says; and the second of the same name as the second. */
function keys(): (entry: Entry | null, text: string) => string {
  const seen = new Map<string, number>();
  return (entry, text) => {
    const name = entry?.uuid === undefined ? `line ${lineKey(text)}` : `entry ${entry.uuid}`;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return `${count} ${name}`;
  };
}

/** Which conversation of the file an entry belongs to: older versions keep subagents in their parent's file. */
function agents(source: SourceSession): (entry: Entry | null) => string | null {
  /** A subagent's entry -> the entry that its conversation began with. */
  const roots = new Map<string, string>();
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
