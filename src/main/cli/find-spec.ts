import { resolve } from 'node:path';
import { UsageError } from './usage.ts';

export interface SpecPlace {
  /** A folder in the repository. */
  project: string;
  slug: string;
}

/** A spec by its file, `…/.drover/specs/<slug>.md`, or by its slug in a project. Pure but for the working folder. */
export function findSpec(spec: string, project: string | undefined): SpecPlace {
  const path = /^(.*)[\\/]\.drover[\\/]specs[\\/]([a-z0-9][a-z0-9-]{0,80})\.md$/.exec(resolve(spec));
  if (path?.[1] !== undefined && path[2] !== undefined && /[\\/.]/.test(spec)) return { project: path[1], slug: path[2] };
  if (/^[a-z0-9][a-z0-9-]{0,80}$/.test(spec)) return { project: resolve(project ?? '.'), slug: spec };
  const todo =
    'Name a file like .drover/specs/retry-uploads.md in a repository, or only retry-uploads, with --project where it is not this folder.';
  throw new UsageError({ what: 'This is not where a spec is', where: spec, todo });
}
