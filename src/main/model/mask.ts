/** Keeps a key out of what a person reads: servers and libraries echo it in their messages. Pure. */
import type { Problem } from '../../shared/problem.ts';

const MASK = '•••';
/** Below this a "key" is a word like `none`, and masking it would only spoil the text. */
const SHORTEST_SECRET = 5;
/** Characters of a problem's `what`: a server's message can be a page. */
const LONGEST = 400;

/** The text without the key, as it is and as JSON, a URL or Base64 would write it. */
export function maskKey(text: string, key: string | undefined): string {
  if (key === undefined || key.trim().length < SHORTEST_SECRET) return text;
  const trimmed = key.trim();
  const written = [key, trimmed, JSON.stringify(key).slice(1, -1), encodeURIComponent(trimmed), btoaUtf8(trimmed)];
  return written.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}

/** The problem without the key, and short. In this order: half a key at the end of a text would not be found. */
export function maskProblem({ what, where, todo }: Problem, key: string | undefined): Problem {
  return { what: shorten(maskKey(what, key)), where: maskKey(where, key), todo: maskKey(todo, key) };
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function btoaUtf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
}
