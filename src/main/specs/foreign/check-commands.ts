/** Commands that check something, found in the plans and task lists of other tools. Nothing is run. Pure. */
import type { Companion } from './foreign-source.ts';

export interface CheckCommand {
  run: string;
  /** The file it stands in. */
  source: string;
  /** What the text around it says that it is about, e.g. `1.2`, `FR-001`, `US1`. */
  about: string[];
}

const RUNNERS = [
  /(?:npm|pnpm|yarn|bun) (?:run )?[\w:-]*(?:test|lint|check|types?|build|verify|validate|ci\b)[\w:-]*/,
  /npm t\b/,
  /npx (?:--yes |--no-install |-y )?(?:vitest|jest|mocha|ava|tap|tsc|eslint|oxlint|prettier --check|playwright test|cypress run|biome)\b/,
  /(?:vitest|jest|mocha|tsc|eslint)\b/,
  /node --(?:test|check)\b/,
  /(?:(?:uv|poetry|pdm|hatch|pipenv) run )?(?:python3? -m )?(?:pytest|unittest|mypy|pyright|tox|nox|ruff check|flake8|pylint)\b/,
  /go (?:test|vet|build)\b/,
  /cargo (?:test|nextest|clippy|check|build|fmt (?:--all )?-- ?--check|fmt --check)\b/,
  /(?:make|just|task|rake) [\w:-]*(?:test|lint|check|build|verify|validate|spec)[\w:-]*/,
  /(?:\.\/)?(?:gradlew?|mvnw?) .*(?:test|check|build|verify)/,
  /dotnet (?:test|build)\b/,
  /(?:bundle exec )?(?:rspec|rubocop|rails test)\b/,
  /(?:vendor\/bin\/|\.\/vendor\/bin\/)?(?:phpunit|phpstan|pest)\b/,
  /php artisan test\b/,
  /(?:(?:ba|z)?sh )?\.?\/?[\w./-]*(?:test|check|lint|verify)[\w.-]*\.(?:ba)?sh\b/,
  /(?:mix|swift|deno|flutter|dart|ctest|bats|sbt|lein|stack|cabal) ?(?:test|check|lint|analyze)?\b/,
];
const CHECK = new RegExp(`^(?:cd [\\w./-]+ && )?(?:[A-Z_][A-Z0-9_]*=[^\\s]+ )*(?:${RUNNERS.map((one) => one.source).join('|')})`);
/** Longer ones are no single command. */
const MAX_LENGTH = 300;
/** Something is to be put in by whoever reads it. */
const BLANKS = /<[\w -]+>|\[[A-Za-z][\w -]*\]|\.\.\.|…|\{\{|\$ARGUMENTS/;

/** Each command once, with all that it is said to be about. */
export function checkCommands(companions: readonly Companion[]): CheckCommand[] {
  const found = new Map<string, CheckCommand>();
  for (const { path, text } of companions) {
    for (const { block, about } of blocksOf(text)) {
      for (const run of commandsIn(block)) {
        const known = found.get(run);
        if (known === undefined) found.set(run, { run, source: path, about });
        else known.about = [...new Set([...known.about, ...about])];
      }
    }
  }
  return [...found.values()];
}

/** A task with what stands below it, or what stands between tasks. */
function blocksOf(text: string): { block: string; about: string[] }[] {
  const blocks: string[][] = [[]];
  for (const line of text.split('\n')) {
    if (/^\s*[-*] \[[ xX~-]\]/.test(line) || /^#{1,6} /.test(line)) blocks.push([]);
    blocks.at(-1)?.push(line);
  }
  return blocks.map((lines) => {
    const block = lines.join('\n');
    const numbers = [...block.matchAll(/_Requirements?:([^_\n]*)_/g)].flatMap((match) => (match[1] ?? '').match(/\d+(?:\.\d+)*/g) ?? []);
    const names = block.match(/\b(?:FR|NFR|SC)-\d+\b/g) ?? [];
    const stories = [...block.matchAll(/\[(US\d+)\]/g)].map((match) => match[1] ?? '');
    return { block, about: [...new Set([...numbers, ...names, ...stories])] };
  });
}

function commandsIn(block: string): string[] {
  const found: string[] = [];
  let fence: string | undefined;
  let shell = false;
  for (const line of block.split('\n')) {
    const [, mark, language = ''] = /^\s*(`{3,}|~{3,})\s*(\w*)/.exec(line) ?? [];
    if (mark !== undefined) {
      if (fence === undefined) shell = ['', 'bash', 'sh', 'shell', 'console', 'zsh', 'terminal'].includes(language);
      fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
    } else if (fence === undefined) found.push(...[...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
    else if (shell) found.push(line);
  }
  return found.flatMap((command) => plainCommand(command) ?? []);
}

/** Without a prompt and a comment; undefined where it checks nothing. */
function plainCommand(line: string): string | undefined {
  const text = line.trim();
  if (text.length > MAX_LENGTH) return undefined;
  const command = text
    .replace(/^[$>%] +/, '')
    .replace(/ +# .*$/, '')
    .trim();
  return CHECK.test(command) && !BLANKS.test(command) ? command : undefined;
}
