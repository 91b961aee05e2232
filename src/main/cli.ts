#!/usr/bin/env node
/** The command line's root: the same parts as the window, without it. */
import { Command } from 'commander';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dataFolder } from './data-folder.ts';
import { runDemo, type DemoOptions } from './cli-demo.ts';
import { problemText, toProblem } from '../shared/problem.ts';

const here = dirname(fileURLToPath(import.meta.url));

const program = new Command('drover').description('Runs specs with AI workers and judges the results.');

program
  .command('demo')
  .description('Runs the demo: a scripted worker, a real sandbox, a real gate. Exit code 0 only if it passed.')
  .option('--json', 'print one machine-readable summary on stdout and nothing else there', false)
  .option('--data-dir <dir>', 'keep data there', dataFolder())
  .option('--target <url>', 'run it on a box: ssh://user@host:port')
  .option('--identity <file>', 'private key for the box')
  .option('--known-hosts <file>', 'known_hosts file that has the box')
  .option('--unisolated', 'run without isolation, on purpose', false)
  .action(async (options: Omit<DemoOptions, 'resources' | 'logWorker'>) => {
    process.exitCode = await runDemo({
      ...options,
      resources: join(here, '..', '..', 'resources'),
      logWorker: pathToFileURL(join(here, 'store-worker.js')),
    });
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(problemText(toProblem(error, 'drover')));
  process.exitCode = 1;
});
