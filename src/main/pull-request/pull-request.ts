/** A pull request through `gh`, the user's own GitHub command line: it has their sign-in, and Drover never sees it. */
import { z } from 'zod';
import { ProblemError } from '../../shared/problem.ts';
import { visibleLine } from '../../shared/visible-text.ts';
import { type Gh, type GhAnswer } from './gh.ts';
import { remoteOf, type Remote } from './remote.ts';

export interface Place {
  root: string;
  remotes: readonly Remote[];
}

export type Ready = { ready: true; repository: string; base: string; remote: Remote } | { ready: false; reason: string };

const LOOK_MS = 30_000;
const CREATE_MS = 90_000;

const View = z.object({
  nameWithOwner: z.string(),
  url: z.string(),
  defaultBranchRef: z.object({ name: z.string() }).nullable(),
  viewerPermission: z.string().nullish(),
});

/** Whether a pull request can be opened from here, and where it would go. */
export async function isReady(gh: Gh, { root, remotes }: Place): Promise<Ready> {
  const no = (reason: string): Ready => ({ ready: false, reason });
  const signedIn = await gh.run(['auth', 'status'], { cwd: root, timeoutMs: LOOK_MS });
  if (signedIn === 'missing') return no('The GitHub command line is not installed: see https://cli.github.com, then run gh auth login.');
  if (signedIn === 'too_slow') return no('gh did not answer within 30 s. Look whether there is a network, and try again.');
  if (signedIn.exitCode !== 0) return no('gh is not signed in. Run gh auth login in a terminal.');
  if (remotes.length === 0) return no('This repository has no remote. Add one: git remote add origin <address>.');
  const fields = 'nameWithOwner,url,defaultBranchRef,viewerPermission';
  const seen = await gh.run(['repo', 'view', `--json=${fields}`], { cwd: root, timeoutMs: LOOK_MS });
  if (seen === 'missing' || seen === 'too_slow') return no('gh did not answer within 30 s. Try again.');
  if (seen.exitCode !== 0) return no(`gh knows no repository for this folder: ${said(seen)}`);
  const view = View.safeParse(parseJson(seen.stdout));
  if (!view.success) return no('gh answered in a way that is not understood. Update it and try again.');
  const { nameWithOwner, url, defaultBranchRef, viewerPermission } = view.data;
  if (viewerPermission === 'READ' || viewerPermission === 'TRIAGE')
    return no(`You may not push to ${nameWithOwner}. Push the branch to your fork and open the pull request there.`);
  const remote = remoteOf(remotes, nameWithOwner, URL.canParse(url) ? new URL(url).host : '');
  if (remote === undefined) return no(`gh speaks of ${nameWithOwner}, and no remote of this repository is that one.`);
  return { ready: true, repository: nameWithOwner, base: defaultBranchRef?.name ?? 'main', remote };
}

export interface Wanted {
  root: string;
  repository: string;
  branch: string;
  base: string;
  title: string;
  body: string;
  draft: boolean;
}

/** Opens it for a branch that was pushed. Repeatable: the one that is there already is the answer. @returns its address */
export async function createPullRequest(gh: Gh, { root, repository, branch, base, title, body, draft }: Wanted): Promise<string> {
  const args = ['pr', 'create', `--repo=${repository}`, `--head=${branch}`, `--base=${base}`, `--title=${visibleLine(title)}`];
  const answer = await gh.run([...args, '--body-file=-', ...(draft ? ['--draft'] : [])], { cwd: root, input: body, timeoutMs: CREATE_MS });
  const fail = (what: string): ProblemError =>
    new ProblemError({
      what,
      where: `${repository}, branch ${branch}`,
      todo: 'The branch was pushed. Try again, or open it in the browser.',
    });
  if (answer === 'missing') throw fail('gh is not installed any more');
  if (answer === 'too_slow') throw fail(`gh was still at it after ${CREATE_MS / 1000} s and was stopped`);
  const isThere = answer.exitCode !== 0 && /already exists/i.test(answer.stderr);
  if (answer.exitCode !== 0 && !isThere) throw fail(`gh could not open the pull request: ${said(answer)}`);
  const url = /https?:\/\/[^\s'"<>]+/.exec(isThere ? answer.stderr : answer.stdout)?.[0];
  if (url === undefined) throw fail('gh did not say where the pull request is');
  return url;
}

/** The last line that it said, as visible characters, without what may be a password in an address. */
function said({ stdout, stderr }: GhAnswer): string {
  const line = `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '';
  return visibleLine(line.replace(/\/\/[^/@\s]+@/g, '//')).slice(0, 300) || 'it gave no reason';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
