import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { draftOf } from './spec-draft.ts';
import { editSpec, type FieldValue, type SpecEdit } from './spec-edit.ts';
import { anyCriterion, anyId, anySpec, anyWritten, words, type WrittenSpec } from './spec-text.test-support.ts';
import { formatSpec, parseSpec } from './spec-text.ts';

// Each is hundreds of texts, on a machine that has other things to do.
vi.setConfig({ testTimeout: 120_000 });

const windows = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`;

function edited(text: string, ...edits: SpecEdit[]): string {
  return edits.reduce((current, edit) => {
    const result = editSpec(current, edit);
    if (!result.ok) throw new Error(`${JSON.stringify(edit)}\n${current}\n${JSON.stringify(result.mistakes)}`);
    expect(current.slice(0, result.change.from) + result.change.insert + current.slice(result.change.to)).toBe(result.text);
    return result.text;
  }, text);
}

/** Nothing was taken away. */
function isInsertion(before: string, after: string): boolean {
  return exchanged(before, after).gone === '';
}

function exchanged(before: string, after: string): { gone: string; came: string } {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { gone: before.slice(head, before.length - tail), came: after.slice(head, after.length - tail) };
}

test('a spec of any kinds that is written is read back the same', () => {
  fc.assert(
    fc.property(anySpec, (spec) => {
      expect(parseSpec(formatSpec(spec))).toEqual({ ok: true, spec });
      expect(parseSpec(windows(formatSpec(spec)))).toEqual({ ok: true, spec });
    }),
    { numRuns: 100 },
  );
});

test('cards -> file -> cards: a spec that is made by edits alone is that spec', () => {
  fc.assert(
    fc.property(anySpec, (spec) => {
      const budget = Object.entries(spec.budget).map(([field, value]): SpecEdit => ({ do: 'budget', field: field as 'minutes', value })); // its fields
      const made = edited(
        '',
        ...spec.criteria.map((criterion): SpecEdit => ({ do: 'add', criterion, at: 0 })),
        ...budget,
        { do: 'goal', goal: spec.goal },
        ...(spec.setup === undefined
          ? []
          : [
              { do: 'setup', field: 'run', value: spec.setup.run } as const,
              { do: 'setup', field: 'timeoutSeconds', value: spec.setup.timeoutSeconds } as const,
            ]),
        { do: 'protect', globs: spec.protect ?? [] },
        { do: 'title', title: spec.title },
      );
      expect(parseSpec(made)).toEqual({ ok: true, spec: { ...spec, criteria: spec.criteria.toReversed() } });
    }),
    { numRuns: 20 },
  );
});

const place = fc.nat(1000);

describe('file -> cards -> file, whatever the text', () => {
  const check = (numRuns: number, property: (written: WrittenSpec, at: number, value: string) => void): void => {
    fc.assert(
      fc.property(anyWritten, place, words, (written, at, value) => {
        property(written, at % written.criteria.length, value);
      }),
      { numRuns },
    );
  };

  test('the cards show what is there', () => {
    check(80, ({ text, criteria }) => {
      const draft = draftOf(text);
      expect(draft.broken).toBe(false);
      const shown = draft.criteria.map(({ values, unknown }) => ({
        ...values,
        ...Object.fromEntries(unknown.map(({ name, value }) => [name, value])),
      }));
      expect(shown).toEqual(criteria.map(({ fields }) => Object.fromEntries(fields.map(({ name, value }) => [name, value]))));
      for (const { line } of draft.criteria) expect(text.split('\n')[line - 1]).toMatch(/^ *- /);
    });
  });

  test('a field that is set to what it is leaves the text as it is', () => {
    check(50, ({ text, criteria }) => {
      for (const [criterion, { fields }] of criteria.entries())
        for (const { name, value } of fields)
          if (isFieldValue(value)) expect(edited(text, { do: 'field', criterion, field: name, value })).toBe(text);
      if (draftOf(text).goal !== '') expect(edited(text, { do: 'goal', goal: draftOf(text).goal })).toBe(text);
    });
  });

  test('a field that is set: it alone is another one, and all but its value stays byte for byte', () => {
    check(60, ({ text, criteria }, criterion, value) => {
      const fields = criteria[criterion]?.fields ?? [];
      for (const field of fields) {
        if (typeof field.value === 'object') continue;
        const after = edited(text, { do: 'field', criterion, field: field.name, value });
        const values = draftOf(after).criteria.map((one) => ({
          ...one.values,
          ...Object.fromEntries(one.unknown.map(({ name, value: v }) => [name, v])),
        }));
        const meant = criteria.map((one, index) =>
          Object.fromEntries(one.fields.map(({ name, value: old }) => [name, index === criterion && name === field.name ? value : old])),
        );
        expect(values).toEqual(meant);
        const start = text.indexOf(`${field.name}:`, text.indexOf(criteria[criterion]?.text ?? '')) + field.name.length + 1;
        const end = text.indexOf(field.text, start) + field.text.length;
        expect(after.startsWith(text.slice(0, start))).toBe(true);
        // Several lines stand below a comment behind the field.
        const restOfLine = text.slice(end, text.indexOf('\n', end));
        expect(after.slice(start)).toContain(restOfLine);
        expect(after.endsWith(text.slice(end + (value.includes('\n') ? restOfLine.length : 0)))).toBe(true);
        expect(edited(windows(text), { do: 'field', criterion, field: field.name, value })).toBe(windows(after));
      }
    });
  });

  test('a field that is new is put in, and one that is taken out is all that goes', () => {
    check(80, ({ text }, criterion, value) => {
      const after = edited(text, { do: 'field', criterion, field: 'timeoutSeconds', value });
      expect(isInsertion(text, after)).toBe(true);
      expect(edited(after, { do: 'field', criterion, field: 'timeoutSeconds', value: undefined })).toBe(text);
    });
  });

  test('a criterion that is added, or copied, is put in; taken out again, the text is as it was', () => {
    fc.assert(
      fc.property(anyWritten, place, anyCriterion, anyId, ({ text, criteria }, at, criterion, id) => {
        const index = at % (criteria.length + 1);
        const added = edited(text, { do: 'add', criterion: { ...criterion, id: `new-${id}` }, at: index });
        expect(isInsertion(text, added)).toBe(true);
        expect(edited(added, { do: 'remove', criterion: index })).toBe(text);
        expect(draftOf(added).criteria.map((one) => one.id)).toEqual(criteria.map((_, n) => `c-${n}`).toSpliced(index, 0, `new-${id}`));
        const copied = edited(text, { do: 'duplicate', criterion: at % criteria.length });
        expect(isInsertion(text, copied)).toBe(true);
        expect(edited(copied, { do: 'remove', criterion: (at % criteria.length) + 1 })).toBe(text);
      }),
      { numRuns: 80 },
    );
  });

  test('a criterion that is moved and moved back leaves the text as it was; no line is lost on the way', () => {
    fc.assert(
      fc.property(anyWritten, place, place, ({ text, criteria }, one, other) => {
        const from = one % criteria.length;
        const to = other % criteria.length;
        const moved = edited(text, { do: 'move', from, to });
        expect(moved.split('\n').toSorted()).toEqual(text.split('\n').toSorted());
        expect(edited(moved, { do: 'move', from: to, to: from })).toBe(text);
        expect(edited(windows(text), { do: 'move', from, to })).toBe(windows(moved));
      }),
      { numRuns: 80 },
    );
  });

  test('a criterion that is removed is all that goes', () => {
    check(80, ({ text, criteria }, criterion) => {
      const after = edited(text, { do: 'remove', criterion });
      expect(draftOf(after).criteria.map(({ id }) => id)).toEqual(
        criteria.flatMap((_, index) => (index === criterion ? [] : [`c-${index}`])),
      );
      for (const [index, other] of criteria.entries()) if (index !== criterion) expect(after).toContain(other.text);
    });
  });

  test('the goal that is set is the goal that is read, and the front matter stays', () => {
    fc.assert(
      fc.property(anyWritten, fc.oneof(words, fc.string({ maxLength: 60 }), fc.constant(''), fc.constant('\n\n')), ({ text }, raw) => {
        const goal = raw.replaceAll('\r\n', '\n');
        const after = edited(text, { do: 'goal', goal });
        expect(draftOf(after).goal).toBe(goal);
        expect(after.startsWith(text.slice(0, text.indexOf('\n---\n', 4) + 5))).toBe(true);
        expect(draftOf(edited(windows(text), { do: 'goal', goal })).goal).toBe(goal);
      }),
      { numRuns: 150 },
    );
  });
});

test('no text makes the reading for cards, or an edit, throw', () => {
  const any = fc.oneof(fc.string({ maxLength: 200 }), fc.array(fc.constantFrom('---\n', 'criteria:', '\n', '  - ', 'id: a', '{', '}', '[', ']', '|', ' ', '"', '#', '&a ', '*a', '? ', ': ', '\t', '\r\n', '...\n'), { maxLength: 40 }).map((parts) => parts.join(''))); // prettier-ignore
  fc.assert(
    fc.property(any, any, (yaml, body) => {
      for (const text of [yaml, `---\n${yaml}\n---\n${body}`]) {
        draftOf(text);
        for (const edit of [
          { do: 'title', title: 'T' },
          { do: 'field', criterion: 0, field: 'run', value: 'x' },
          { do: 'add', criterion: { id: 'a', kind: 'file', path: 'x' } },
          { do: 'move', from: 0, to: 1 },
          { do: 'remove', criterion: 0 },
          { do: 'duplicate', criterion: 0 },
          { do: 'kind', criterion: 0, kind: 'metric' },
          { do: 'link', criterion: 0, line: 1 },
          { do: 'budget', field: 'usd', value: 1 },
          { do: 'goal', goal: body },
        ] satisfies SpecEdit[])
          editSpec(text, edit);
      }
    }),
    { numRuns: 150 },
  );
});

function isFieldValue(value: unknown): value is FieldValue {
  return typeof value !== 'object' || Array.isArray(value);
}
