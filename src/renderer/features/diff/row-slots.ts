/** Which elements show a row. Pure. */

type RowKey = string | number;

/**
 * A row keeps its elements while it is in sight. Where the list leaps and no row stays, those that come take the elements of
 * those that went, in order: words change, and nothing is made or moved.
 * @param known the slot of each row in sight before, in the order of the list
 * @param reuse false: text is selected, and would become another text under the selection
 */
export function keepSlots(known: ReadonlyMap<RowKey, number>, keys: readonly RowKey[], reuse: boolean): Map<RowKey, number> {
  const before = [...known.values()];
  let next = before.reduce((highest, slot) => Math.max(highest, slot), -1);
  const leapt = reuse && !keys.some((key) => known.has(key));
  return new Map(keys.map((key, index) => [key, (leapt ? before[index] : known.get(key)) ?? (next += 1)]));
}
