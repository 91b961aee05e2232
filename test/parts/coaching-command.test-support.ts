/** `drover coaching …` in this process, on a real repository, a real log and real settings. */
import { Command } from 'commander';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { openOutput } from '../../src/main/cli/output.ts';
import { addCoachingCommands } from '../../src/main/commands/coaching.ts';
import { toProblem } from '../../src/shared/problem.ts';

export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CoachedRepository {
  root: string;
  dataDir: string;
  put(path: string, text: string): void;
  coaching(...args: string[]): Promise<Said>;
  json(...args: string[]): Promise<ReturnType<typeof JSON.parse>>;
}

/** With one commit; it goes when the test ends. */
export function coachedRepository(): CoachedRepository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'drover-coaching-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [root, dataDir] = [join(folder, 'project'), join(folder, 'data')];
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t.example', ...args], { cwd: root, stdio: 'pipe' });
  mkdirSync(root);
  mkdirSync(dataDir);
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message=Begin');

  const coaching = async (...args: string[]): Promise<Said> => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    // A stream is all that is used of a terminal.
    const output = openOutput(stdout as unknown as NodeJS.WriteStream, stderr as unknown as NodeJS.WriteStream);
    const program = new Command('coaching').exitOverride();
    const command = (nameAndArguments: string, description: string): Command =>
      program.command(nameAndArguments).description(description).option('--json', '', false).option('--data-dir <dir>', '', dataDir);
    addCoachingCommands(command, output);
    const before = process.exitCode;
    try {
      await program.parseAsync([...args, '--project', root], { from: 'user' });
    } catch (error) {
      output.problem(toProblem(error, 'drover'));
      process.exitCode = 1;
    }
    const code = Number(process.exitCode ?? 0);
    process.exitCode = before;
    stdout.end();
    stderr.end();
    return { code, stdout: await textOf(stdout), stderr: await textOf(stderr) };
  };

  return {
    root,
    dataDir,
    put(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    coaching,
    json: async (...args) => JSON.parse((await coaching(...args, '--json')).stdout),
  };
}
