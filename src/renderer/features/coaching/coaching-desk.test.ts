import { createStore } from 'zustand/vanilla';
import { expect, test } from 'vitest';
import type { Answer, Channel, InputOf } from '../../../shared/ipc.ts';
import type { Problem } from '../../../shared/problem.ts';
import { emptyState } from '../../store/app-state.ts';
import { viewOf } from './coached.test-support.ts';
import { createCoachingDesk } from './coaching-desk.ts';

const TEXT = '- One. <!-- id: one -->\n- Two. <!-- id: two -->\n- Three. <!-- id: three -->\n';

/** A file that others write as well, behind calls that take a moment. */
function stage(text: string | null = TEXT) {
  const file = { text, saves: 0, broken: false };
  const said: Problem[] = [];
  const store = createStore(() => emptyState);
  const refusal: Problem = { what: 'Another program has changed the coaching', where: 'file', todo: 'Look.' };
  async function ask<C extends Channel>(channel: C, input: InputOf<C>): Promise<Answer<C>> {
    await Promise.resolve();
    const answer = channel === 'coaching.read' ? viewOf(file.text) : save(input as InputOf<'coaching.save'>); // the only two that a desk calls
    // What it was asked for decides what it is.
    return (answer === 'refused' ? { ok: false, problem: refusal } : { ok: true, value: answer }) as Answer<C>;
  }
  function save({ text: next, expected }: InputOf<'coaching.save'>): null | 'refused' {
    if (file.broken || file.text !== expected) return 'refused';
    file.text = next;
    file.saves += 1;
    return null;
  }
  const desk = createCoachingDesk({ ask, store, note: () => undefined, showProblem: (problem) => said.push(problem) }, '/p');
  const shown = (): string | null | undefined => desk.store.getState().view?.text;
  const read = async (): Promise<void> => {
    desk.read();
    await expect.poll(shown).toBe(file.text);
  };
  return { desk, file, said, shown, read, steps: () => store.getState().coachingUndo['/p'] ?? [] };
}

const prune = (id: string) => [{ do: 'prune' as const, id, evidence: 'Outgrown.' }];

test('edits are on the screen at once and in the file in their order', async () => {
  const { desk, file, shown, read, steps } = stage();
  await read();
  const edits = ['one', 'two', 'three'].map((id) => desk.edit(prune(id), `Pruned ${id}.`));
  expect(shown()).toMatch(/^## Archive[^]*one[^]*two[^]*three/m);
  expect(await Promise.all(edits)).toEqual([true, true, true]);
  expect(file).toMatchObject({ text: shown(), saves: 3 });
  expect(steps().map(({ words }) => words)).toEqual(['Pruned one.', 'Pruned two.', 'Pruned three.']);
  for (const _ of edits) expect(await desk.undo()).toBe(true);
  expect(file.text).toBe(TEXT);
});

test('an edit that meets another one is made once more of what stands there then; both stay', async () => {
  const { desk, file, said, read } = stage();
  await read();
  file.text = `- Theirs. <!-- id: theirs -->\n${TEXT}`;
  const edits = [desk.edit(prune('one'), 'Pruned one.'), desk.edit(prune('two'), 'Pruned two.')];
  expect(await Promise.all(edits)).toEqual([true, true]);
  expect(file.text).toMatch(/^- Theirs.[^]*- Three[^]*## Archive[^]*one[^]*two/);
  expect(said).toEqual([]);
  expect(await desk.undo()).toBe(true);
  expect(await desk.undo()).toBe(true);
  expect(file.text).toContain('- Theirs.');
  expect(file.text).toMatch(/id: one -->\n/);
});

test('words are never put over those that somebody else wrote meanwhile', async () => {
  const { desk, file, said, shown, read, steps } = stage();
  await read();
  const theirs = TEXT.replace('One.', 'One, as they say it.');
  file.text = theirs;
  expect(await desk.edit([{ do: 'text', id: 'one', text: 'Mine.' }], 'Changed one.')).toBe(false);
  expect(file.text).toBe(theirs);
  expect(shown()).toBe(theirs);
  expect(said.map(({ what }) => what)).toEqual(['Another program has changed the coaching']);
  expect(steps()).toEqual([]);
});

test('an entry that is gone by then, and a disk that refuses, are said; what stands in the file is shown', async () => {
  const { desk, file, said, shown, read, steps } = stage();
  await read();
  file.text = TEXT.replace(/^- One.*\n/, '');
  expect(await desk.edit(prune('one'), 'Pruned one.')).toBe(false);
  expect(said[0]?.what).toContain('No entry has the id "one"');
  file.broken = true;
  expect(await desk.edit(prune('two'), 'Pruned two.')).toBe(false);
  expect(said).toHaveLength(2);
  expect(shown()).toBe(file.text);
  expect(steps()).toEqual([]);
});

test('the first entry makes the file, and that is not taken back', async () => {
  const { desk, file, read, steps } = stage(null);
  await read();
  expect(await desk.edit([{ do: 'add', text: 'First.' }], 'Added an entry.')).toBe(true);
  expect(file.text).toContain('- First. <!-- id: first -->');
  expect(steps()).toEqual([]);
  expect(await desk.undo()).toBe(false);
});
