/** Which of a repository's remotes is the one that gh speaks of. Pure. */

export interface Remote {
  name: string;
  url: string;
}

/** @param repository as gh names it: `owner/name` */
export function remoteOf(remotes: readonly Remote[], repository: string, host: string): Remote | undefined {
  const same = remotes.filter(({ url }) => ownerAndName(url) === repository.toLowerCase());
  // A host may have another name in the user's SSH configuration, so it only decides between two.
  return same.find(({ url }) => url.includes(host)) ?? same.find(({ name }) => name === 'origin') ?? same[0];
}

/** The last two parts of the path of `https://host/owner/name.git`, `git@host:owner/name` or a folder. */
function ownerAndName(url: string): string {
  const parts = url
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .filter((part) => part !== '');
  return parts.slice(-2).join('/').toLowerCase();
}
