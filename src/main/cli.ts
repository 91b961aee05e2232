#!/usr/bin/env node
/** The command line's root: the same parts as the window, without it. */
import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { toProblem } from '../shared/problem.ts';
import { addCheckCommand } from './commands/check.ts';
import { addGuardCommand } from './commands/coaching-guard.ts';
import { addTrialCommands } from './commands/coaching-trials.ts';
import { addCoachingCommands } from './commands/coaching.ts';
import { addDecidingCommands } from './commands/deciding.ts';
import { runDemo, type DemoOptions } from './commands/demo.ts';
import type { AddCommand } from './commands/command.ts';
import { addMcpCommand } from './commands/mcp.ts';
import { addReadingCommands } from './commands/reading.ts';
import { addExportCommand, addImportCommands } from './commands/transfer.ts';
import { addRunCommand } from './commands/run.ts';
import { addWorkingCommands } from './commands/working.ts';
import { openOutput } from './cli/output.ts';
import { EXIT, UsageError, usageProblem } from './cli/usage.ts';
import { dataFolder } from './app/data-folder.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const places = { resources: join(root, 'resources'), logWorker: pathToFileURL(join(here, 'store-worker.js')) };

const output = openOutput(process.stdout, process.stderr);

const program = new Command('drover')
  .description('Runs specs with AI workers and judges the results. Exit codes: 0 done, 1 failed, 2 cannot be understood.')
  .version(version())
  .exitOverride()
  .configureOutput({ writeErr: () => {} });

/** Adds commands that take what every command takes. */
const commandsOf =
  (parent: Command): AddCommand =>
  (nameAndArguments, description) =>
    parent
      .command(nameAndArguments)
      .description(description)
      .option('--json', 'print JSON: one document, or one a line where events come one by one', false)
      .option('--data-dir <dir>', 'where Drover keeps everything; the window uses the same', dataFolder());
const command = commandsOf(program);

command('demo', 'Runs the demo: a scripted worker, a real sandbox, a real gate. Exit code 0 only if it passed.')
  .option('--target <url>', 'run it on a box: ssh://user@host:port')
  .option('--identity <file>', 'private key for the box')
  .option('--known-hosts <file>', 'known_hosts file that has the box')
  .option('--unisolated', 'run without isolation, on purpose', false)
  .action(async (options: Omit<DemoOptions, 'resources' | 'logWorker'>) => {
    process.exitCode = await runDemo({ ...options, ...places });
  });

addReadingCommands(command, output);
addCheckCommand(command, output);
addRunCommand(command, output, places);
addWorkingCommands(command, output, places);
addDecidingCommands(command, output, places);
addMcpCommand(command, version());
addExportCommand(command, output);
const coaching = commandsOf(program.command('coaching').description("What a project's workers are to be told, and what trials say of it."));
addCoachingCommands(coaching, output);
addTrialCommands(coaching, output, places);
addGuardCommand(coaching, output, places);
addImportCommands(commandsOf(program.command('import').description('Takes in sessions from elsewhere.')), output, places.logWorker);

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

async function main(): Promise<void> {
  try {
    if (process.argv.length === 2) return void (await output.text(program.helpInformation().trimEnd()));
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      const { code, problem } = usageProblem(error);
      if (problem !== null) output.problem(problem);
      process.exitCode = code;
      return;
    }
    output.problem(toProblem(error, 'drover'));
    process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}

await main();
