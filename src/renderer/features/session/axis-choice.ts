import { layoutStorage } from '../../bridge.ts';
import type { Axis } from '../../../shared/columns/spans.ts';

/** Where the window remembers what the strip counts. */
export const AXIS = 'session.axis';

export function chosenAxis(): Axis {
  return layoutStorage.getItem(AXIS) === 'position' ? 'position' : 'time';
}
