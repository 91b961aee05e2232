/** Which paths the gate takes from the base, whatever a patch says. Pure. */
import { globMatcher } from './check-diff.ts';

export type Protection =
  /** Those of the base are restored; new ones may come. */
  | 'test'
  /** Those of the base are restored, and a new one is taken out: it would steer what the base's do. */
  | 'config'
  | 'ci'
  | 'lockfile'
  /** A file whose part that steers is restored, while the rest may change. */
  | 'fields'
  /** The spec names it. */
  | 'spec';

/** Every name of a list may stand in any folder, but for those that begin with `/`. */
const DEFAULTS: Record<Exclude<Protection, 'spec'>, readonly string[]> = {
  test: [
    ...['test/**', 'tests/**', '__tests__/**', '__snapshots__/**', '__mocks__/**', 'testdata/**'],
    ...['/spec/**', '/specs/**', '/e2e/**', '/cypress/**', '/fixtures/**', '/__fixtures__/**'],
    ...[
      '*.{test,spec,e2e,cy}.*',
      '*.snap',
      '*_test.{go,py,rb,exs,cc,cpp,dart}',
      '*_spec.rb',
      'test_*.{py,rb}',
      'tests.py',
      'test.{js,cjs,mjs,ts,py,sh}',
    ],
    ...['*{Test,Tests,Spec,IT}.{java,kt,scala,groovy,cs,swift,php}'],
  ],
  config: [
    ...[
      'conftest.py',
      'pytest.ini',
      '.pytest.ini',
      'tox.ini',
      'noxfile.py',
      '.coveragerc',
      'sitecustomize.py',
      'usercustomize.py',
      '*.pth',
    ],
    ...['{jest,vitest,vite,ava,karma,wdio,playwright,cypress,babel,webpack,rollup,esbuild,tsup,rspack,metro,nyc,c8,eslint}.config.*'],
    ...[
      'vitest.workspace.*',
      '{jest,vitest,mocha}.setup.*',
      'setupTests.*',
      '.mocharc*',
      '.nycrc*',
      '.c8rc*',
      '.taprc*',
      '.babelrc*',
      '.swcrc',
      '.rspec',
    ],
    ...[
      '.npmrc',
      '.yarnrc*',
      '.yarn/**',
      '.pnpmfile.*',
      '.pnp.*',
      'pnpm-workspace.yaml',
      'bunfig.toml',
      'deno.json*',
      'lerna.json',
      'nx.json',
      'turbo.json',
    ],
    ...[
      'tsconfig*.json',
      'jsconfig*.json',
      '.node-version',
      '.nvmrc',
      '.python-version',
      '.ruby-version',
      '.java-version',
      '.tool-versions',
      'mise.toml',
      '.mise.toml',
    ],
    ...[
      'Makefile',
      'makefile',
      'GNUmakefile',
      'BSDmakefile',
      '*.mk',
      'justfile',
      '.justfile',
      'Justfile',
      'Taskfile.y*ml',
      'Rakefile',
      'CMakeLists.txt',
      'meson.build',
      'build.ninja',
    ],
    ...[
      'build.gradle*',
      'settings.gradle*',
      'gradle.properties',
      'gradlew',
      'gradle/**',
      'pom.xml',
      '.mvn/**',
      'build.sbt',
      'BUILD',
      'BUILD.bazel',
      'WORKSPACE',
      '.bazelrc',
    ],
    ...['.cargo/**', 'rust-toolchain*', 'build.rs', 'Dockerfile*', 'docker-compose*', 'compose.y*ml'],
    ...[
      '.eslintrc*',
      '.oxlintrc*',
      '.prettierrc*',
      'biome.json*',
      '.flake8',
      'ruff.toml',
      '.ruff.toml',
      'mypy.ini',
      '.mypy.ini',
      'pyrightconfig.json',
      '.golangci.*',
      'clippy.toml',
    ],
    ...[
      '.env',
      '.env.*',
      '.envrc',
      '.gitattributes',
      '.gitmodules',
      '.gitconfig',
      '.husky/**',
      '.githooks/**',
      '.lefthook*',
      'lefthook.yml',
      '.pre-commit-config.yaml',
      '.lintstagedrc*',
    ],
    ...[
      'node_modules/**',
      'site-packages/**',
      'dist-packages/**',
      '.venv/**',
      'venv/**',
      '__pycache__/**',
      '*.pyc',
      '*.pyd',
      '.pytest_cache/**',
    ],
  ],
  ci: [
    ...[
      '/.github/workflows/**',
      '/.github/actions/**',
      '/.gitlab-ci.yml',
      '/.gitlab/**',
      '/.circleci/**',
      '/.travis.yml',
      '/.buildkite/**',
      '/.drone.yml',
    ],
    ...[
      '/.woodpecker*',
      '/.woodpecker/**',
      '/azure-pipelines*',
      '/.azure/**',
      '/bitbucket-pipelines.yml',
      '/Jenkinsfile',
      '/appveyor.yml',
      '/.forgejo/**',
      '/.gitea/**',
    ],
  ],
  lockfile: [
    ...['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb', 'deno.lock'],
    ...[
      'poetry.lock',
      'Pipfile.lock',
      'uv.lock',
      'pdm.lock',
      'Cargo.lock',
      'go.sum',
      'Gemfile.lock',
      'composer.lock',
      'mix.lock',
      'flake.lock',
      'pubspec.lock',
    ],
  ],
  fields: ['package.json', 'pyproject.toml', 'setup.cfg'],
};

const ORDER = ['fields', 'lockfile', 'ci', 'config', 'test'] as const;

export interface Protections {
  of(path: string): Protection | null;
}

/** @param protect globs of the spec: added to the defaults; one with `!` takes out what it matches, the last that matches wins */
export function protections(protect: readonly string[] = []): Protections {
  const defaults = ORDER.map((kind) => ({ kind, matches: anyOf(DEFAULTS[kind]) }));
  const own = protect.map((glob) => ({ guards: !glob.startsWith('!'), matches: globMatcher(glob.replace(/^!/, '')) }));
  return {
    of(path) {
      const said = own.findLast(({ matches }) => matches(path));
      if (said?.guards === false) return null;
      const usual = defaults.find(({ matches }) => matches(path))?.kind ?? null;
      return said === undefined ? usual : (usual ?? 'spec');
    },
  };
}

function anyOf(names: readonly string[]): (path: string) => boolean {
  const matchers = names.map((name) => globMatcher(name.startsWith('/') ? name.slice(1) : `**/${name}`));
  return (path) => matchers.some((matches) => matches(path));
}
