/**
 * A project's coaching while its screen is open: what was read, and what this window makes of it.
 *
 * An edit is on the screen at once and in the file a moment later, in the order in which they were made. Whoever wrote in
 * between is never overwritten: the edit is refused, what stands in the file is read, and everything behind it is dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CoachingEdit } from '../../../shared/coaching/edit-file.ts';
import type { CoachingMistake } from '../../../shared/coaching/place-entry.ts';
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

export function createCoachingDesk(drover: Drover, project: string): CoachingDesk {
  const store = createStore<DeskState>(() => ({ view: null, problem: null }));
  let closed = false;
  let [reading, again] = [false, false];
  /** Edits that are on the screen and not in the file yet. */
  let unsaved = 0;
  /** Counts what was written: what began to be read before is older than the screen. */
  let writes = 0;
  /** Counts refusals: what waits behind one was made of a text that is in no file. */
  let refusals = 0;
  let queue: Promise<unknown> = Promise.resolve();

  async function readLoop(): Promise<void> {
    reading = true;
    do {
      again = false;
      const began = writes;
      const answer = await drover.ask('coaching.read', { project });
      if (closed) break;
      if (!answer.ok) store.setState({ problem: answer.problem });
      // After the last write it is read again.
      else if (unsaved === 0 && began === writes) store.setState({ view: answer.value, problem: null });
    } while (again);
    reading = false;
  }
  const read = (): void => {
    if (reading) again = true;
    else void readLoop();
  };

  /** On the screen at once; resolves when it is in the file, or refused. */
  function write(view: CoachingView, text: string): Promise<boolean> {
    const began = refusals;
    store.setState({ view: { ...view, text } });
    unsaved += 1;
    const saved = queue.then(async () => {
      const answer = began === refusals ? await drover.ask('coaching.save', { project, text, expected: view.text }) : null;
      if (answer?.ok === false) drover.showProblem(answer.problem);
      if (answer?.ok !== true) refusals += 1;
      unsaved -= 1;
      writes += 1;
      if (unsaved === 0 && !closed) read();
      return answer?.ok === true;
    });
    queue = saved;
    return saved;
  }

  const steps = (): readonly UndoStep[] => drover.store.getState().coachingUndo[project] ?? [];
  const keep = (next: readonly UndoStep[]): void =>
    drover.store.setState(({ coachingUndo }) => ({ coachingUndo: { ...coachingUndo, [project]: next } }));

  function refuse(view: CoachingView, mistakes: readonly CoachingMistake[]): false {
    const [first] = mistakes;
    drover.showProblem({
      what: (first?.message ?? 'The file cannot be edited').replace(/\.$/, ''),
      where: `${view.path}, line ${first?.line ?? 1}`,
      todo: 'Correct the file in an editor, then do it again.',
    });
    return false;
  }

  return {
    store,
    read,
    async edit(edits, words) {
      const { view } = store.getState();
      if (view === null) return false;
      const before = view.text;
      const edited = editAll(before ?? '', edits, view.section);
      if (!edited.ok) return refuse(view, edited.mistakes);
      const step = { words, before: before ?? '', after: edited.text, edits };
      // A file that was not there is not taken back: nothing here removes files.
      if (before !== null) keep(withStep(steps(), step));
      const saved = await write(view, edited.text);
      if (!saved) keep(steps().filter((one) => one !== step));
      return saved;
    },
    async undo() {
      const { view } = store.getState();
      const step = steps().at(-1);
      if (view === null || step === undefined) return false;
      keep(steps().slice(0, -1));
      const back = undone(step, view.text ?? '', view.section);
      if (back === null) {
        drover.note('The file was changed since, and there is nothing left to take back.');
        return false;
      }
      if (!back.ok) return refuse(view, back.mistakes);
      const saved = await write(view, back.text);
      if (!saved) keep([...steps(), step]);
      return saved;
    },
    open: () => void (closed = false),
    close: () => void (closed = true),
  };
}
