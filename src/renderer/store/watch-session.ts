/** Opens a session in the window: columns of all of it, the state at its head, and from there on every event as it comes. */
import { noColumns } from '../../shared/columns/columns.ts';
import { SessionIndex } from '../../shared/columns/session-index.ts';
import { createSlices } from '../features/session/list/slices.ts';
import type { SessionEvent } from '../../shared/events.ts';
import { indexOfOutline, OUTLINED } from '../../shared/columns/outline.ts';
import { initialState } from '../../shared/fold.ts';
import type { Drover } from './drover.ts';
import { summaryIn } from './app-state.ts';
import { watch, withState } from './watched.ts';

/** Events at the end that are fetched at once: those that the list shows first, and that what comes next may belong to. */
const TAIL = 120;

/** Events a piece: a few milliseconds of work on either side, and no copy of all of them at once. */
const PIECE = 65_536;

/** Two frames. */
const PAINT_MS = 32;

type Opener = Pick<Drover, 'store' | 'ask' | 'call'>;

/** Returns what ends it; the session is then gone from the window, whatever was still on its way. */
export function watchSession(drover: Opener, session: string): () => void {
  let open = true;
  const isOpen = (): boolean => open;
  void load(drover, session, isOpen);
  return () => {
    open = false;
    void drover.ask('session.unwatch', { session });
    drover.store.setState((state) => (state.watched?.id === session ? { watched: null } : {}));
  };
}

async function load(drover: Opener, session: string, isOpen: () => boolean): Promise<void> {
  const { store } = drover;
  const slices = createSlices(async (from, limit) => {
    const answer = await drover.ask('session.events', { session, from, limit });
    return answer.ok ? answer.value : null;
  });
  const tailOf = async (length: number): Promise<readonly SessionEvent[]> =>
    length === 0 ? [] : ((await drover.call('session.events', { session, from: Math.max(1, length - TAIL + 1), limit: TAIL })) ?? []);

  const outline = (summaryIn(store.getState(), session)?.head ?? 0) < OUTLINED ? null : await drover.call('session.outline', { session });
  if (!isOpen()) return;
  if (outline != null) {
    const tail = await tailOf(outline.length);
    if (!isOpen()) return;
    store.setState({ watched: { ...watch(session, indexOfOutline(outline), slices, tail), outline } });
    // What there is to see is painted before the rest is read.
    await new Promise((resolve) => setTimeout(resolve, PAINT_MS));
  }
  const index = await readIndex(drover, session, isOpen);
  if (index === null) return;
  const { length } = index;
  const tail = await tailOf(length);
  if (!isOpen()) return;
  store.setState({ watched: watch(session, index, slices, tail) });
  void drover.call('session.watch', { session, from: length + 1 });

  const made = index.newest.provisioned + 1;
  const [state, [sandbox]] = await Promise.all([
    length === 0 ? initialState : drover.call('session.at', { session, seq: length }),
    made === 0 ? [] : drover.call('session.events', { session, from: made, limit: 1 }).then((events) => events ?? []),
  ]);
  if (!isOpen()) return;
  store.setState(({ watched }) => {
    if (watched?.id !== session) return {};
    const settled = state === undefined ? watched : withState(watched, state);
    return { watched: settled.sandbox === null && sandbox?.type === 'sandbox.provisioned' ? { ...settled, sandbox } : settled };
  });
}

/** All columns of the session, a piece after the other; the next one is on its way while one is taken in. Null: it is not wanted any more. */
async function readIndex(drover: Opener, session: string, isOpen: () => boolean): Promise<SessionIndex | null> {
  const index = new SessionIndex(noColumns());
  const ask = (from: number) => drover.call('session.skeleton', { session, from, to: from + PIECE - 1 });
  for (let next = ask(1); ;) {
    const piece = await next;
    if (piece === undefined || !isOpen()) return null;
    const end = piece.from + piece.kind.length;
    // A damaged file: the session ends where it cannot be read on.
    const more = piece.kind.length > 0 && end <= piece.head;
    if (more) next = ask(end);
    index.reserve(piece.head);
    index.take(piece);
    if (!more) return index;
  }
}
