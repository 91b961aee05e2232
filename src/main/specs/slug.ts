/** A file's name made of a title: lower-case ASCII letters, digits and dashes, at most 60. Never empty. */
export function slugOf(title: string, taken: readonly string[] = []): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  const slug = plain === '' ? 'spec' : plain;
  if (!taken.includes(slug)) return slug;
  for (let count = 2; ; count++) {
    if (!taken.includes(`${slug}-${count}`)) return `${slug}-${count}`;
  }
}
