/** Keeps a key out of what a person reads: servers and libraries echo it in their messages. Pure. */
import type { Problem } from '../../shared/problem.ts';

const MASK = '•••';
/** Below this a "key" is a word like `none`, and masking it would only spoil the text. */
const SHORTEST_SECRET = 5;

/** The text without the key, as it is and as JSON, a URL or Base64 would write it. */
export function maskKey(text: string, key: string | undefined): string {
  if (key === undefined || key.trim().length < SHORTEST_SECRET) return text;
  const trimmed = key.trim();
  const written = [key, trimmed, JSON.stringify(key).slice(1, -1), encodeURIComponent(trimmed), btoaUtf8(trimmed)];
  return written.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}

export function maskProblem(problem: Problem, key: string | undefined): Problem {
  return { what: maskKey(problem.what, key), where: maskKey(problem.where, key), todo: maskKey(problem.todo, key) };
}

function btoaUtf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
}
