cat > src/slugs.js <<'END'
var LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Turns a title into the part of an address that names it. */
export function slug(title) {
  var text = title.normalize('NFD').toLowerCase();
  var words = [];
  var word = '';
  for (var i = 0; i <= text.length; i++) {
    var character = text.charAt(i);
    var code = text.charCodeAt(i);
    if (code >= 0x300 && code <= 0x36f) continue;
    if (character !== '' && LETTERS.indexOf(character) >= 0) {
      word += character;
    } else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  var result = '';
  for (var j = 0; j < words.length; j++) {
    var next = result + (result === '' ? '' : '-') + words[j];
    if (next.length > 40) break;
    result = next;
  }
  return result === '' ? 'untitled' : result;
}
END
