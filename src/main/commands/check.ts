import { idleGlobs } from '../../shared/idle-globs.ts';
import { checkSpec } from '../cli/check-spec.ts';
import { findSpec } from '../cli/find-spec.ts';
import type { Output } from '../cli/output.ts';
import { createSpecFiles, specPath } from '../specs/spec-files.ts';
import { createWorkspaces } from '../workspace/workspaces.ts';
import type { AddCommand, CommonOptions } from './command.ts';

/** Reads a spec of a repository: no log, no sandbox, no model. */
export function addCheckCommand(command: AddCommand, output: Output): void {
  command('check <spec>', 'Says what is wrong with a spec, by line, and what no criterion of it proves. Runs nothing.')
    .option('--project <dir>', 'the repository, where the spec is given by its name')
    .action(async (spec: string, options: CommonOptions & { project?: string }) => {
      const { project, slug } = findSpec(spec, options.project);
      const workspaces = createWorkspaces({ dataDir: options.dataDir });
      try {
        const { text } = await createSpecFiles().read(project, slug);
        const idle = idleGlobs(text, await workspaces.projectFiles(project));
        process.exitCode = await checkSpec({ path: specPath(slug), text, idle }, options, output);
      } finally {
        workspaces.close();
      }
    });
}
