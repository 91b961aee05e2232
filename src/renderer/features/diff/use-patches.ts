import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DiffFile, SessionDiff } from '../../../shared/diff.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useDrover } from '../../store/use-drover.ts';
import { firstPatches, patchOf, type Patches } from './patches.ts';

export interface ReadPatches {
  patches: Patches;
  /** Reads a file, or the next part of it. Asking again while it is on its way does nothing. */
  read: (file: DiffFile, from: number) => void;
  problem: Problem | null;
}

/** The patches of a diff: what came with it at once, the rest file by file as somebody comes to it. */
export function usePatches(diff: SessionDiff, session: string): ReadPatches {
  const drover = useDrover();
  const first = useMemo(() => firstPatches(diff), [diff]);
  const [more, setMore] = useState<{ of: SessionDiff; patches: Patches }>({ of: diff, patches: new Map() });
  const [problem, setProblem] = useState<Problem | null>(null);
  const asked = useRef(new Set<string>());
  const texts = useRef(new Map<string, string>());
  const newest = useRef(diff);
  useEffect(() => {
    newest.current = diff;
    asked.current.clear();
    texts.current.clear();
  }, [diff]);

  const read = useCallback(
    (file: DiffFile, from: number) => {
      const { base, commit } = diff;
      const { path, oldPath } = file;
      const key = `${from} ${path}`;
      if (asked.current.has(key)) return;
      asked.current.add(key);
      void drover.ask('diff.file', { session, base, commit, path, oldPath, from }).then((answer) => {
        if (newest.current !== diff) return;
        if (!answer.ok) {
          asked.current.delete(key);
          return setProblem(answer.problem);
        }
        const text = (texts.current.get(path) ?? '') + answer.value.patch;
        texts.current.set(path, text);
        const patch = patchOf(file, text, answer.value.next);
        setMore((now) => ({ of: diff, patches: new Map(now.of === diff ? now.patches : []).set(path, patch) }));
      });
    },
    [drover, diff, session],
  );
  const patches = useMemo(
    () => (more.of !== diff || more.patches.size === 0 ? first : new Map([...first, ...more.patches])),
    [first, more, diff],
  );
  return { patches, read, problem };
}
