cat > src/slugs.js <<'END'
const LONGEST = 40;

/** Turns a title into the part of an address that names it. */
export function slug(title) {
  const words = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let name = '';
  for (const word of words) {
    const longer = name === '' ? word : `${name}-${word}`;
    if (longer.length > LONGEST) break;
    name = longer;
  }
  return name === '' ? 'untitled' : name;
}
END
