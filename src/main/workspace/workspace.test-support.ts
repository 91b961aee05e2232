/** Real repositories in temporary folders, with an identity of their own and nothing of this machine's configuration. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPlainSandbox, type PlainSandbox } from './plain-sandbox.test-support.ts';
import { createWorkspaces, type Workspaces, type WorkspacesOptions } from './workspaces.ts';

export interface Fixture {
  /** The temporary folder; the repository is `root` inside it. */
  folder: string;
  root: string;
  environment: NodeJS.ProcessEnv;
  workspaces: Workspaces;
  git(...args: string[]): string;
  gitIn(folder: string, ...args: string[]): string;
  /** Git on Drover's own store of the repository. */
  storeGit(...args: string[]): string;
  write(path: string, content: string | Uint8Array): void;
  /** Commits everything and answers the commit's id. */
  commit(message?: string): string;
  sandbox(): Promise<PlainSandbox>;
  /** The same data folder, as the next start of Drover would open it. */
  reopen(options?: Partial<WorkspacesOptions>): Workspaces;
  remove(): Promise<void>;
}

export function createFixture({ objectFormat = 'sha1', ...options }: Partial<WorkspacesOptions> & { objectFormat?: string } = {}): Fixture {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'drover-workspace-')));
  const root = join(folder, 'project');
  mkdirSync(root);
  const environment: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: join(folder, 'home'), GIT_CONFIG_NOSYSTEM: '1' };
  mkdirSync(join(folder, 'home'));
  writeFileSync(
    join(folder, 'home', '.gitconfig'),
    '[user]\n\tname = Ada User\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n',
  );
  const gitIn = (where: string, ...args: string[]): string =>
    execFileSync('git', ['-C', where, ...args], { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).replace(
      /\n$/,
      '',
    );
  const git = (...args: string[]): string => gitIn(root, ...args);
  git('init', '--quiet', `--object-format=${objectFormat}`);
  const sandboxes: PlainSandbox[] = [];
  const reopen = (more: Partial<WorkspacesOptions> = {}): Workspaces =>
    createWorkspaces({ dataDir: join(folder, 'data'), environment, ...options, ...more });
  return {
    folder,
    root,
    environment,
    workspaces: reopen(),
    git,
    gitIn,
    storeGit: (...args) => gitIn(join(folder, 'data', 'workspaces', readdirSync(join(folder, 'data', 'workspaces'))[0] ?? ''), ...args),
    write(path, content) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    commit(message = 'a commit') {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    async sandbox() {
      const sandbox = await createPlainSandbox();
      sandboxes.push(sandbox);
      return sandbox;
    },
    reopen,
    async remove() {
      await Promise.all(sandboxes.map((sandbox) => sandbox.destroy()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
