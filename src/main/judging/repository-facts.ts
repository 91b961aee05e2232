/** What a repository says about how it is checked: its scripts, its tests, its own CI. Pure; the files are hostile text. */

/** A repository at a commit, as far as it is asked. */
export interface RepositoryFiles {
  paths: readonly string[];
  /** Null where it is no text, or not there. */
  read(path: string): Promise<string | null>;
}

/** Characters of each file, and how many tests are named. */
const LONGEST_FILE = 4000;
const MOST_TESTS = 120;

const READ =
  /^(README(\.\w+)?|pyproject\.toml|tox\.ini|setup\.cfg|Cargo\.toml|go\.mod|justfile|\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml)$/i;
const TESTS = /(^|\/)(tests?|spec|__tests__)\/|(\.|_|-)(test|spec)s?\.\w+$|(^|\/)test_[^/]+\.py$/;

export async function repositoryFacts(files: RepositoryFiles): Promise<string> {
  const has = new Set(files.paths);
  const scripts = [
    ...(has.has('package.json') ? npmScripts(await files.read('package.json')) : []),
    ...(has.has('Makefile') ? makeTargets(await files.read('Makefile')) : []),
    ...usual(has),
  ];
  const read = files.paths.filter((path) => READ.test(path)).slice(0, 8);
  const texts = await Promise.all(read.map(async (path) => `## ${path}\n${((await files.read(path)) ?? '').slice(0, LONGEST_FILE)}`));
  const tests = files.paths.filter((path) => TESTS.test(path));
  const named = [...tests.slice(0, MOST_TESTS), ...(tests.length > MOST_TESTS ? [`… and ${tests.length - MOST_TESTS} more`] : [])];
  return [
    `# Scripts\n${scripts.join('\n') || '(none)'}`,
    `# Tests\n${named.join('\n') || '(none)'}`,
    `# Files\n${texts.join('\n\n')}`,
  ].join('\n\n');
}

function npmScripts(text: string | null): string[] {
  let scripts: unknown;
  try {
    const json: unknown = JSON.parse(text ?? '');
    scripts = typeof json === 'object' && json !== null && 'scripts' in json ? json.scripts : null;
  } catch {
    return [];
  }
  const names = typeof scripts === 'object' && scripts !== null ? Object.entries(scripts) : [];
  return names.flatMap(([name, run]) =>
    typeof run === 'string' && /^[\w:-]{1,60}$/.test(name)
      ? [`script ${name}: ${name === 'test' ? 'npm test' : `npm run ${name}`}   (${run.replaceAll('\n', ' ').slice(0, 200)})`]
      : [],
  );
}

function makeTargets(text: string | null): string[] {
  const targets = [...(text ?? '').matchAll(/^([A-Za-z][\w-]{0,40}):(?!=)/gm)].map(([, name = '']) => name);
  return [...new Set(targets)].slice(0, 30).map((name) => `script ${name}: make ${name}`);
}

/** What a project of its kind is checked with where nothing says so. */
function usual(has: ReadonlySet<string>): string[] {
  return [
    ...(has.has('Cargo.toml') ? ['script cargo-test: cargo test'] : []),
    ...(has.has('go.mod') ? ['script go-test: go test ./...'] : []),
    ...([...has].some((path) => /(^|\/)test_[^/]+\.py$/.test(path)) && !has.has('package.json')
      ? [has.has('pytest.ini') || has.has('pyproject.toml') ? 'script pytest: python3 -m pytest' : 'script unittest: python3 -m unittest']
      : []),
  ];
}
