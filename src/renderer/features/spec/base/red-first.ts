/** Whether this window tries criteria on the base when a spec is saved and before it is dispatched. */
import { layoutStorage } from '../../../bridge.ts';

const KEY = 'spec.redFirst';

export function isRedFirst(): boolean {
  return layoutStorage.getItem(KEY) !== 'off';
}

export function setRedFirst(on: boolean): void {
  layoutStorage.setItem(KEY, on ? 'on' : 'off');
}
