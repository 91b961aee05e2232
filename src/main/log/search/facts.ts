/** What filters go by, of an event in its session. */
import type { Database } from 'better-sqlite3';
import type { EventBody, UnknownBody } from '../../../shared/events.ts';
import { bodyReader } from '../bodies.ts';

export interface Facts {
  tool: string | null;
  /** The model at work when it happened. */
  model: string | null;
  error: boolean;
  /** Set where the event names the session. */
  title: string | null;
}

/** How far back the model at work is looked for. */
const FAR = 5_000;
/** Calls and sessions that are remembered. */
const REMEMBERED = 10_000;

interface BodyRow {
  gid: number;
  place: number;
  blob: number | null;
  data: string;
}

/** Remembers calls and models as events pass by in the log's order; asks the log for those it has not seen. */
export function factsFrom(db: Database): (body: EventBody | UnknownBody, event: { id: string; session: number; seq: number }) => Facts {
  const byId = db.prepare<[string], BodyRow>(
    'SELECT e.gid, e.place, e.blob, e.data FROM event_by_id i JOIN event e ON e.gid = i.gid WHERE i.uid = ?',
  );
  const newestModel = db.prepare<[number, number, number], BodyRow>(
    `SELECT gid, place, blob, data FROM event WHERE session = ? AND seq < ? AND seq >= ?
       AND type IN ('session.created', 'session.forked', 'span.model_request_start') ORDER BY seq DESC LIMIT 1`,
  );
  const bodyText = bodyReader(db);
  const tools = new Map<string, string | null>();
  const models = new Map<number, string | null>();

  const bodyOf = (row: BodyRow | undefined): unknown => {
    try {
      return row === undefined ? null : JSON.parse(bodyText(row.gid, row));
    } catch {
      return null;
    }
  };

  function toolOf(callId: string): string | null {
    if (!tools.has(callId)) remember(tools, callId, textAt(bodyOf(byId.get(callId)), 'name'));
    return tools.get(callId) ?? null;
  }

  function modelOf(session: number, seq: number): string | null {
    if (!models.has(session)) {
      const body = bodyOf(newestModel.get(session, seq, seq - FAR));
      remember(models, session, textAt(body, 'model') ?? textAt(valueAt(body, 'dispatch'), 'model'));
    }
    return models.get(session) ?? null;
  }

  return (body, { id, session, seq }) => {
    if (body.type === 'agent.tool_use') remember(tools, id, body.name);
    if (body.type === 'span.model_request_start') remember(models, session, body.model);
    const named = body.type === 'session.created' || body.type === 'session.forked' ? body.dispatch : null;
    if (named !== null) remember(models, session, named.model);
    return {
      tool:
        body.type === 'agent.tool_use' ? body.name : 'tool_use_id' in body && body.tool_use_id !== null ? toolOf(body.tool_use_id) : null,
      model: modelOf(session, seq),
      error: isError(body),
      title: named?.title ?? null,
    };
  };
}

function isError(body: EventBody | UnknownBody): boolean {
  switch (body.type) {
    case 'agent.tool_result':
      return body.is_error || body.lost;
    case 'span.model_request_end':
      return body.is_error;
    default:
      return body.type === 'session.error' || body.type === 'sandbox.lost';
  }
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest);
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : null; // it has it
}

function textAt(value: unknown, key: string): string | null {
  const text = valueAt(value, key);
  return typeof text === 'string' ? text : null;
}
