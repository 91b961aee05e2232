/** A `gh` on the PATH that is signed in, knows one repository, opens pull requests there, and writes down what it was asked. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface StandInGh {
  /** A PATH on which it comes first. */
  path: string;
  /** The address of each pull request that it opens. */
  pullRequest: string;
  /** The arguments of each call so far. */
  asked(): string[][];
  /** The text of the newest pull request. */
  body(): string;
}

const SCRIPT = `#!/bin/sh
dir=$(dirname "$0")
for arg do printf '%s\\n' "$arg" >> "$dir/asked"; done
echo -- >> "$dir/asked"
case "$1 $2" in
  'repo view') cat "$dir/view.json" ;;
  'pr create') cat > "$dir/body" && cat "$dir/opened" ;;
esac
`;

/** @param repository as gh names it: `owner/name` */
export function makeGh(folder: string, repository: string): StandInGh {
  const url = `https://github.test/${repository}`;
  const pullRequest = `${url}/pull/7`;
  writeFileSync(join(folder, 'gh'), SCRIPT);
  chmodSync(join(folder, 'gh'), 0o755);
  const view = { nameWithOwner: repository, url, defaultBranchRef: { name: 'main' }, viewerPermission: 'WRITE' };
  writeFileSync(join(folder, 'view.json'), JSON.stringify(view));
  writeFileSync(join(folder, 'opened'), `${pullRequest}\n`);
  return {
    path: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    pullRequest,
    asked: () =>
      readFileSync(join(folder, 'asked'), 'utf8')
        .split('--\n')
        .filter((call) => call !== '')
        .map((call) => call.trimEnd().split('\n')),
    body: () => readFileSync(join(folder, 'body'), 'utf8'),
  };
}
