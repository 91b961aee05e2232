import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { slug } from '../src/slugs.js';

test('lower case', () => assert.equal(slug('Hello'), 'hello'));
test('spaces become dashes', () => assert.equal(slug('a  b\tc'), 'a-b-c'));
test('no space around it', () => assert.equal(slug('  a '), 'a'));
test('marks are taken off letters', () => assert.equal(slug('Crème Brûlée'), 'creme-brulee'));
test('other signs become one dash', () => assert.equal(slug('What?! -- no & yes'), 'what-no-yes'));
test('no dash at either end', () => assert.equal(slug('¡hola!'), 'hola'));
test('at most forty characters, no word cut', () =>
  assert.equal(slug('the quick brown fox jumps over the lazy dog today'), 'the-quick-brown-fox-jumps-over-the-lazy'));
test('nothing becomes untitled', () => assert.equal(slug('?!'), 'untitled'));

const titles = JSON.parse(readFileSync(new URL('fixtures/titles.json', import.meta.url), 'utf8'));
for (const [title, expected] of titles) test(`from the list: ${title}`, () => assert.equal(slug(title), expected));
