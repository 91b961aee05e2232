cat > src/slugs.js <<'END'
/** Turns a title into the part of an address that names it. */
export function slug(title) {
  const name = title.toLowerCase().replace(/[^a-zàâçèéêîôûü0-9]+/g, '-').replace(/^-|-$/g, '');
  const plain = name.replaceAll('è', 'e').replaceAll('û', 'u').replaceAll('é', 'e').slice(0, 40).replace(/-[^-]*$/, (end) => (name.length > 40 ? '' : end));
  return plain === '' ? 'untitled' : plain;
}
END
echo '[["10 things, 3 tricks", "10-things-3-tricks"]]' > test/fixtures/titles.json
