/**
 * A project's coaching while its screen is open: what was read, and what this window makes of it.
 *
 * An edit is on the screen at once and in the file a moment later, in the order in which they were made. Whoever wrote in
 * between is never overwritten: the save is refused, what stands in the file is read, and the edit is made once more of that
 * where it still means the same.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CoachingEdit, CoachingEdited } from '../../../shared/coaching/edit-file.ts';
import type { CoachingView } from '../../../shared/ipc-coaching.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { Drover } from '../../store/drover.ts';
import { editAll, undone, withStep, type UndoStep } from './undo-stack.ts';

export interface DeskState {
  /** Its text is the one with every edit in it. Null: not read yet. */
  view: CoachingView | null;
  /** Why it cannot be read. */
  problem: Problem | null;
}

export interface CoachingDesk {
  readonly store: StoreApi<DeskState>;
  /** Reads the project again; while it is being read, once more afterwards. */
  read(): void;
  /** Makes all of the edits or none. `words` say what was done, for the undo. False where it was refused; that is said already. */
  edit(edits: readonly CoachingEdit[], words: string): Promise<boolean>;
  /** Takes back the newest edit of this window. */
  undo(): Promise<boolean>;
  open(): void;
  /** What is still to be saved is. */
  close(): void;
}

type Ports = Pick<Drover, 'ask' | 'note' | 'showProblem'> & { store: Pick<Drover['store'], 'getState' | 'setState'> };
type Saved = { ok: true } | { ok: false; problem: Problem };

const BEHIND: Problem = {
  what: 'An edit before this one could not be saved, so this one was not made',
  where: 'coaching',
  todo: 'Look at what stands there now, and do it again.',
};

export function createCoachingDesk(drover: Ports, project: string): CoachingDesk {
  const store = createStore<DeskState>(() => ({ view: drover.store.getState().coachingViews[project] ?? null, problem: null }));
  let closed = false;
  let [reading, again] = [false, false];
  /** Edits that are on the screen and not in the file yet. */
  let unsaved = 0;
  /** Counts what was written: what began to be read before is older than the screen. */
  let writes = 0;
  /** Counts refusals: what waits behind one was made of a text that is in no file. */
  let refusals = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let waiting: (() => void)[] = [];

  async function readLoop(): Promise<void> {
    reading = true;
    do {
      again = false;
      const began = writes;
      const answer = await drover.ask('coaching.read', { project });
      // After the last write it is read again.
      if (unsaved > 0 || began !== writes) continue;
      store.setState(answer.ok ? { view: answer.value, problem: null } : { problem: answer.problem });
      if (answer.ok) drover.store.setState(({ coachingViews }) => ({ coachingViews: { ...coachingViews, [project]: answer.value } }));
      const waited = waiting;
      waiting = [];
      waited.forEach((resolve) => resolve());
    } while (again && !closed);
    reading = false;
  }
  const read = (): void => {
    if (reading) again = true;
    else void readLoop();
  };
  /** Resolves when what stands in the file is on the screen, or cannot be read. */
  const fresh = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      read();
    });

  /** On the screen at once; resolves when it is in the file, or refused. */
  function write(view: CoachingView, text: string): Promise<Saved> {
    const began = refusals;
    store.setState({ view: { ...view, text } });
    unsaved += 1;
    const saved = queue.then(async (): Promise<Saved> => {
      const answer: Saved =
        began === refusals ? await drover.ask('coaching.save', { project, text, expected: view.text }) : { ok: false, problem: BEHIND };
      if (!answer.ok) refusals += 1;
      unsaved -= 1;
      writes += 1;
      if (unsaved === 0) read();
      return answer;
    });
    queue = saved;
    return saved;
  }

  const steps = (): readonly UndoStep[] => drover.store.getState().coachingUndo[project] ?? [];
  const keep = (next: readonly UndoStep[]): void =>
    drover.store.setState(({ coachingUndo }) => ({ coachingUndo: { ...coachingUndo, [project]: next } }));

  /** @param shown told of the texts when they are on the screen; gives what takes that back where they are refused */
  async function change(
    make: (view: CoachingView) => CoachingEdited,
    repeats: boolean,
    shown: (before: string | null, after: string) => () => void,
  ): Promise<boolean> {
    const { view } = store.getState();
    if (view === null) return false;
    const edited = make(view);
    if (!edited.ok) {
      const [first] = edited.mistakes;
      drover.showProblem({
        what: (first?.message ?? 'The file cannot be edited').replace(/\.$/, ''),
        where: `${view.path}, line ${first?.line ?? 1}`,
        todo: 'Correct the file in an editor, then do it again.',
      });
      return false;
    }
    const saving = write(view, edited.text);
    const takeBack = shown(view.text, edited.text);
    const saved = await saving;
    if (saved.ok) return true;
    takeBack();
    await fresh();
    if (repeats && store.getState().view?.text !== view.text) return change(make, false, shown);
    drover.showProblem(saved.problem);
    return false;
  }

  return {
    store,
    read,
    edit(edits, words) {
      // Words that somebody wrote meanwhile would be lost under others; where an entry stands can be said again.
      const repeats = edits.every((edit) => edit.do === 'prune' || edit.do === 'restore' || edit.do === 'ids');
      const make = ({ text, section }: CoachingView): CoachingEdited => editAll(text ?? '', edits, section);
      return change(make, repeats, (before, after) => {
        // A file that was not there is not taken back: nothing here removes files.
        if (before === null || before === after) return () => undefined;
        const step = { words, before, after, edits };
        keep(withStep(steps(), step));
        return () => keep(steps().filter((one) => one !== step));
      });
    },
    async undo() {
      const step = steps().at(-1);
      if (step === undefined) return false;
      keep(steps().slice(0, -1));
      const nothing: CoachingEdited = {
        ok: false,
        mistakes: [{ line: 1, message: 'The file was changed since: nothing is left to undo' }],
      };
      const back = await change(
        ({ text, section }) => undone(step, text ?? '', section) ?? nothing,
        true,
        () => () => undefined,
      );
      return back;
    },
    open: () => void (closed = false),
    close: () => void (closed = true),
  };
}
