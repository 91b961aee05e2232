/** Ids of entries, made of their words. Pure. */

/** Lower-case letters, digits and dashes; a number behind it where it is taken. */
export function freeEntryId(text: string, taken: ReadonlySet<string | null>): string {
  const plain = text
    .slice(0, 400)
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const stem = (plain ?? ['entry']).slice(0, 5).join('-').slice(0, 40);
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? stem : `${stem}-${count}`;
    if (!taken.has(id)) return id;
  }
}
