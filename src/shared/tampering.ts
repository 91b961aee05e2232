/**
 * Code that reaches for whoever tests it. None of it proves a cheat, and all of it is rare in code that has no reason to know
 * that it is tested; so it is shown to whoever judges. Pure.
 */

const SIGNS: { pattern: RegExp; what: string }[] = [
  { pattern: /\b(?:unittest|TestCase|pytest|_pytest|doctest)\b[\w.]*\.\w+\s*=[^=]/, what: 'it replaces a part of the test framework' },
  { pattern: /\bassert(?:\.\w+)+\s*=[^=]|\bexpect\.\w+\s*=[^=>]|\bassert\.strict\s*=[^=]/, what: 'it replaces an assertion' },
  { pattern: /\bsetattr\(\s*(?:unittest|TestCase|pytest|builtins|sys|os)\b/, what: 'it replaces a part of a module that tests rely on' },
  { pattern: /\b(?:builtins|__builtins__)\b(?:\.\w+|\[[^\]]+\])\s*=[^=]/, what: 'it replaces a built-in function' },
  {
    pattern: /\bsys\.(?:exit|settrace|setprofile|excepthook|modules\[[^\]]+\])\s*=[^=]|\bsys\.meta_path\b/,
    what: 'it changes how Python ends or imports',
  },
  {
    pattern: /\bos\._exit\(|\bprocess\.(?:reallyExit|_exit)\b|\bprocess\.exit\s*=[^=]|\bprocess\.exitCode\s*=/,
    what: 'it ends the process past its runner',
  },
  {
    pattern: /\bModule\.(?:_load|_resolveFilename|_extensions)\b|\brequire\.(?:cache|extensions)\b|\bregisterHooks?\(/,
    what: 'it changes how modules are loaded',
  },
  {
    pattern: /\bPYTEST_(?:CURRENT_TEST|ADDOPTS|VERSION)\b|\bNODE_TEST_CONTEXT\b|\bJEST_WORKER_ID\b|\bVITEST(?:_\w+)?\b|\bMOCHA_\w+\b/,
    what: 'it asks whether it is being tested',
  },
  {
    pattern: /['"](?:pytest|unittest|_pytest|nose)['"]\s+in\s+sys\.modules|\binspect\.(?:stack|currentframe)\(|\bsys\._getframe\(/,
    what: 'it looks at who calls it',
  },
  {
    pattern: /\bsys\.modules\.get\(['"](?:pytest|unittest|__main__)|\bgc\.get_(?:objects|referrers)\(/,
    what: 'it looks for the test framework in memory',
  },
  { pattern: /\bjunit(?:xml)?\b.*\bopen\(|\breport\.(?:tap|xml)\b/, what: 'it names a file of the gate’s reporters' },
];

/** What of this the text has and its base has not, in words. */
export function tampering(text: string, base: string | null): string[] {
  return SIGNS.filter(({ pattern }) => pattern.test(text) && (base === null || !pattern.test(base))).map(({ what }) => what);
}
