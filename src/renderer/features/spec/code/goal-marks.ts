/** Requirements of a goal in its margin; one that nothing proves says so in a word. */
import { RangeSet, StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, WidgetType, type DecorationSet } from '@codemirror/view';

export interface LineMark {
  /** Lines of the goal, counted from 1. */
  line: number;
  endLine: number;
  /** How many criteria prove it. */
  proofs: number;
}

export const setMarks = StateEffect.define<readonly LineMark[]>();

class Proofs extends GutterMarker {
  private readonly proofs: number;
  constructor(proofs: number) {
    super();
    this.proofs = proofs;
  }
  override eq(other: Proofs): boolean {
    return other.proofs === this.proofs;
  }
  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.className = this.proofs === 0 ? 'cm-unproved' : 'cm-proved';
    mark.textContent = this.proofs === 0 ? '○' : `✓ ${this.proofs}`;
    mark.title = this.proofs === 0 ? 'Nothing proves this line: choose what does' : `Proved by ${this.proofs}: show by what`;
    return mark;
  }
}

class Unproved extends WidgetType {
  override eq(): boolean {
    return true;
  }
  override toDOM(): HTMLElement {
    const word = document.createElement('span');
    word.className = 'cm-unproved-word';
    word.textContent = 'not proved';
    return word;
  }
}

interface Marks {
  margin: RangeSet<GutterMarker>;
  words: DecorationSet;
}

const field = StateField.define<Marks>({
  create: () => ({ margin: RangeSet.empty, words: Decoration.none }),
  update(marks, transaction) {
    const set = transaction.effects.find((effect) => effect.is(setMarks));
    if (set !== undefined) return place(transaction.state, set.value);
    return transaction.docChanged ? { margin: marks.margin.map(transaction.changes), words: marks.words.map(transaction.changes) } : marks;
  },
  provide: (self) => EditorView.decorations.from(self, ({ words }) => words),
});

/** @param onLine a line whose mark was clicked, counted from 1 */
export function goalMarks(onLine: (line: number) => void): Extension {
  return [
    field,
    gutter({
      class: 'cm-goal-mark',
      markers: (view) => view.state.field(field).margin,
      initialSpacer: () => new Proofs(10),
      domEventHandlers: {
        mousedown(view, block) {
          onLine(view.state.doc.lineAt(block.from).number);
          return true;
        },
      },
    }),
  ];
}

function place(state: EditorState, marks: readonly LineMark[]): Marks {
  const there = marks.filter(({ endLine }) => endLine <= state.doc.lines);
  return {
    margin: RangeSet.of(there.map(({ line, proofs }) => new Proofs(proofs).range(state.doc.line(line).from))),
    words: Decoration.set(
      there
        .filter(({ proofs }) => proofs === 0)
        .map(({ endLine }) => Decoration.widget({ widget: new Unproved(), side: 1 }).range(state.doc.line(endLine).to)),
    ),
  };
}
