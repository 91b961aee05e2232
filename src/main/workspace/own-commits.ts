/** The commits that a worker made itself, on top of the base: hostile text and trees, read with limits. */
import { visibleText } from '../../shared/visible-text.ts';
import { changedFiles } from './diff.ts';
import { gitOutput } from './git.ts';
import { readObjects } from './object-reader.ts';
import { shownCommit } from './shown.ts';
import { storeOptions, type Store } from './store.ts';

/** More are not carried home: a history that nobody reads is none. */
export const MOST_COMMITS = 200;
const MESSAGE_CHARACTERS = 10_000;

export interface OwnCommit {
  commit: string;
  tree: string;
  /** As visible characters, never empty. */
  message: string;
}

/**
 * From the one after the base to `head`, along first parents: what was merged in counts as one. Null where `head` does not
 * stand on the base in that way, or on more than `MOST_COMMITS`.
 * @param head a commit of the store
 */
export async function ownCommits(store: Store, base: string, head: string, signal?: AbortSignal): Promise<OwnCommit[] | null> {
  const from = await shownCommit(store, base, signal);
  const args = ['rev-list', '--first-parent', '--parents', '--reverse', `--max-count=${MOST_COMMITS + 1}`, head, `^${from}`];
  const listed = (await gitOutput(store.git, store.at(args), storeOptions(signal))).toString('utf8').trim();
  const rows = listed === '' ? [] : listed.split('\n').map((line) => line.split(' '));
  if (rows.length > MOST_COMMITS || rows[0]?.[1] !== from) return null;
  const ids = rows.map(([id = '']) => id);
  const contents = await readObjects(store, ids, signal);
  return contents.map((content, i) => ({ commit: ids[i] ?? '', ...read(content) }));
}

/** The same as a person reads them, oldest first. */
export async function listOwnCommits(
  store: Store,
  base: string,
  head: string,
): Promise<{ commit: string; subject: string; files: number }[]> {
  const commits = (await ownCommits(store, base, head)) ?? [];
  const listed = [];
  let before = await shownCommit(store, base);
  for (const { commit, message } of commits) {
    const files = (await changedFiles(store, before, commit)).length;
    listed.push({ commit, subject: message.split('\n', 1)[0]?.slice(0, 200) ?? '', files });
    before = commit;
  }
  return listed;
}

/** The first line is the tree's; the message begins after the first empty one. */
function read(content: Buffer): { tree: string; message: string } {
  const tree = content.toString('latin1', 'tree '.length, content.indexOf(0x0a));
  const start = content.indexOf('\n\n');
  const text = start < 0 ? '' : content.toString('utf8', start + 2, start + 2 + 4 * MESSAGE_CHARACTERS);
  const message = visibleText(text.slice(0, MESSAGE_CHARACTERS)).trim();
  return { tree, message: message === '' ? '(no message)' : message };
}
