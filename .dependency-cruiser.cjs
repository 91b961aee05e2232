/** Who may import whom. `npm run check` proves it, and that there was something to prove it on (scripts/check-imports.mjs). */

const testing = '[.]test[.]tsx?$|[.]test-support[.]ts$|/testing[^/]*[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'shared-is-pure',
      comment: 'src/shared is what every process has in common: it imports itself, zod, yaml, picomatch and a Markdown parser',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: testing },
      to: { pathNot: '^src/shared/|node_modules/(zod|yaml|picomatch|@lezer/markdown)/' },
    },
    {
      name: 'parts-know-themselves',
      comment: 'A folder under src/main imports src/shared and itself. Those where parts meet are held to the three rules after this one',
      severity: 'error',
      from: { path: '^src/main/(?!(?:app|handlers|commands)/)([^/]+)/' },
      to: { path: '^(src|resources|e2e|bench|scripts)/', pathNot: ['^src/shared/', '^src/main/$1/'] },
    },
    {
      name: 'parts-meet-in-app',
      comment: 'src/main/app puts parts together and knows neither the window nor the terminal',
      severity: 'error',
      from: { path: '^src/main/app/', pathNot: testing },
      to: {
        path: '^(src|e2e|bench|scripts)/',
        pathNot: ['^src/shared/', '^src/main/(?!(?:handlers|ipc|window|commands|cli|mcp)/)[^/]+/'],
      },
    },
    {
      name: 'handlers-answer-the-window',
      severity: 'error',
      from: { path: '^src/main/handlers/', pathNot: testing },
      to: { path: '^(src|e2e|bench|scripts)/', pathNot: ['^src/shared/', '^src/main/(?!(?:window|commands|cli|mcp)/)[^/]+/'] },
    },
    {
      name: 'commands-answer-the-terminal',
      severity: 'error',
      from: { path: '^src/main/commands/', pathNot: testing },
      to: { path: '^(src|e2e|bench|scripts)/', pathNot: ['^src/shared/', '^src/main/(?!(?:handlers|ipc|window)/)[^/]+/'] },
    },
    {
      name: 'two-roots',
      comment: 'Directly in src/main lie the two programs alone: what they share is in app, handlers and commands',
      severity: 'error',
      from: { path: '^src/main/(main|cli)[.]ts$' },
      to: { path: '^(src|e2e|bench|scripts)/', pathNot: '^src/(main/[^/]+|shared)/' },
    },
    {
      name: 'no-third-root',
      severity: 'error',
      from: { path: '^src/main/[^/]+$', pathNot: '^src/main/(main|cli)[.]ts$' },
      to: {},
    },
    {
      name: 'the-window-knows-shared-alone',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: { path: '^(src|e2e|bench|scripts)/', pathNot: ['^src/shared/', '^src/$1/'] },
    },
    {
      name: 'no-node-in-the-window',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: testing },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/(main[.]ts$|ipc/|vault/|window/)|^src/preload/' },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'ssh-in-the-sandbox',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/sandbox/' },
      to: { path: '(^|node_modules/)(@types/)?ssh2(/|$)' },
    },
    {
      name: 'what-ships-needs-no-test',
      severity: 'error',
      from: { path: '^src/', pathNot: testing },
      to: { path: `^test/|${testing}` },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['[.]d[.]ts$', testing, '^src/(main/(main|cli)|preload/index)[.]ts$'] },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '[.]css$|[?]' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules/[.]vite' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
