import { resolve } from 'node:path';
import { listCoaching } from '../cli/list-coaching.ts';
import type { Output } from '../cli/output.ts';
import { findCoaching } from '../specs/coaching-file.ts';
import { createWorkspaces } from '../workspace/workspaces.ts';
import type { AddCommand, CommonOptions } from './command.ts';

/** What concerns the coaching of a repository. */
export function addCoachingCommands(command: AddCommand, output: Output): void {
  command('list', 'Lists the entries of the coaching file, and says what is wrong with it, by line.')
    .option('--project <dir>', 'the repository', '.')
    .action(async (options: CommonOptions & { project: string }) => {
      const workspaces = createWorkspaces({ dataDir: options.dataDir });
      try {
        const { root } = await workspaces.describeRepository(resolve(options.project));
        process.exitCode = await listCoaching(await findCoaching(root), options, output);
      } finally {
        workspaces.close();
      }
    });
}
