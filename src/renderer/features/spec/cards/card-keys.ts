/** Names for cards that stay with them when they move, change their id or others go. Pure. */

export interface CardKey {
  key: number;
  id: string | undefined;
}

/** The names of `ids`, in their order: by the id as it was, else by the place. */
export function keepKeys(known: readonly CardKey[], ids: readonly (string | undefined)[]): CardKey[] {
  const free = new Set(known);
  const take = (found: CardKey | undefined): CardKey | undefined => {
    if (found !== undefined) free.delete(found);
    return found;
  };
  const byId = ids.map((id) => (id === undefined ? undefined : take([...free].find((one) => one.id === id))));
  let next = known.reduce((highest, { key }) => Math.max(highest, key), 0);
  return ids.map((id, index) => {
    const here = known[index];
    const found = byId[index] ?? (here !== undefined && free.has(here) && ids.length >= known.length ? take(here) : undefined);
    return { key: found?.key ?? (next += 1), id };
  });
}
