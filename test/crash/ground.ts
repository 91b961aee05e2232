/** What a session of marked calls needs: a project with its spec, and the application's resources with the script among them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatSpec } from '../../src/shared/spec-text.ts';
import { GROWN, MARKS, work, type Pace, type Work } from './script.ts';

const resources = resolve(import.meta.dirname, '../../resources');

export const SLUG = 'marks';
export const MODEL = 'marks';

export interface Ground extends Work {
  project: string;
  resources: string;
}

/** Lies in a folder that git ignores; a line for each time that the setup ran there. */
export const SET_UP = 'deps/set-up';

/**
 * @param folder a folder of the caller's
 * @param options `setup`: the spec has one, and a criterion that it ran once where the check is
 */
export function makeGround(folder: string, calls: number, pace?: Pace, options: { setup?: boolean } = {}): Ground {
  const made = work(calls, pace);
  const project = makeProject(join(folder, 'project'), options.setup ?? false);
  return { ...made, project, resources: makeResources(join(folder, 'resources'), made) };
}

function makeProject(project: string, hasSetup: boolean): string {
  mkdirSync(join(project, '.drover', 'specs'), { recursive: true });
  writeFileSync(join(project, GROWN), 'end\n');
  writeFileSync(join(project, '.gitignore'), 'deps/\n');
  const once = `test "$(cat ${SET_UP})" = once`;
  const spec = formatSpec({
    title: 'Leave marks',
    goal: 'Do what the script says.',
    criteria: [
      { id: 'marked', kind: 'command', visibility: 'shown', weight: 'must', run: `test -s ${MARKS}`, exitCode: 0, timeoutSeconds: 30 },
      { id: 'grown', kind: 'file', visibility: 'held_out', weight: 'must', path: GROWN, exists: true, matches: 'end$' },
      ...(hasSetup
        ? [
            {
              id: 'set-up',
              kind: 'command' as const,
              visibility: 'shown' as const,
              weight: 'must' as const,
              run: once,
              exitCode: 0,
              timeoutSeconds: 30,
            },
          ]
        : []),
    ],
    budget: { minutes: 60, iterations: 2 },
    ...(hasSetup && { setup: { run: `mkdir -p deps && echo once >> ${SET_UP} && sleep 0.3`, timeoutSeconds: 60 } }),
  });
  writeFileSync(join(project, '.drover', 'specs', `${SLUG}.md`), spec);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'A tester');
  git('config', 'user.email', 'tester@drover.invalid');
  git('add', '--all');
  git('commit', '--quiet', '--message=Before');
  return project;
}

/** JSON is YAML. */
export function makeResources(folder: string, { script }: Pick<Work, 'script'>): string {
  mkdirSync(join(folder, 'rehearsal'), { recursive: true });
  for (const name of readdirSync(resources)) if (name !== 'rehearsal') symlinkSync(join(resources, name), join(folder, name));
  writeFileSync(join(folder, 'rehearsal', `${MODEL}.yaml`), JSON.stringify(script));
  return folder;
}
