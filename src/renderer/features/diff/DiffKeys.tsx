import { useKeys } from '../../app/use-keys.ts';

export interface DiffMoves {
  line: (direction: 1 | -1) => void;
  hunk: (direction: 1 | -1) => void;
  file: (direction: 1 | -1) => void;
  side: (side: 'old' | 'new') => void;
  remark: () => void;
  viewed: () => void;
  fold: () => void;
  look: () => void;
}

/** The keys of a diff that is being judged; elsewhere the screen around it has them. */
export function DiffKeys({ moves }: { moves: DiffMoves }) {
  useKeys({
    j: () => moves.line(1),
    k: () => moves.line(-1),
    n: () => moves.hunk(1),
    p: () => moves.hunk(-1),
    ']': () => moves.file(1),
    '[': () => moves.file(-1),
    ArrowLeft: () => moves.side('old'),
    ArrowRight: () => moves.side('new'),
    c: moves.remark,
    v: moves.viewed,
    x: moves.fold,
    d: moves.look,
  });
  return null;
}
