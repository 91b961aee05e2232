cat > src/slugs.js <<'END'
/** Turns a title into the part of an address that names it. */
export function slug(title) {
  const name = title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (name.length <= 40) return name || 'untitled';
  const cut = name.slice(0, 41);
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), 0)) || name.slice(0, 40);
}
END
