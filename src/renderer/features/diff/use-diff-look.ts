import { useCallback, useState } from 'react';
import { layoutStorage } from '../../bridge.ts';
import type { DiffLook } from './drawn-rows.ts';

const KEPT = 'diff.look';
/** Less than this and two columns are too narrow to read: the diff is unified, whatever is chosen. */
const NARROW_PX = 560;

/** Split or unified, as it was chosen last. */
export function useDiffLook(width: number): { look: DiffLook; chosen: DiffLook; choose: (look: DiffLook) => void } {
  const [chosen, setChosen] = useState<DiffLook>(() => (layoutStorage.getItem(KEPT) === 'split' ? 'split' : 'unified'));
  const choose = useCallback((look: DiffLook) => {
    layoutStorage.setItem(KEPT, look);
    setChosen(look);
  }, []);
  return { look: width < NARROW_PX ? 'unified' : chosen, chosen, choose };
}
