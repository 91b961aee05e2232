cat > src/plain.js <<'END'
/** A text in the letters a to z, digits and spaces. */
export function plain(text) {
  return text.normalize('NFD').replace(/\p{Mark}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();
}
END
cat > src/slugs.js <<'END'
import { plain } from './plain.js';

/** Turns a title into the part of an address that names it: at most `longest` characters, whole words. */
export function slug(title, longest = 40) {
  const kept = [];
  let length = -1;
  for (const word of plain(title).split(' ')) {
    length += word.length + 1;
    if (length > longest) break;
    kept.push(word);
  }
  return kept.join('-') || 'untitled';
}
END
cat >> README.md <<'END'

A slug has letters, digits and single dashes, at most forty of them; a title without either is `untitled`.
END
