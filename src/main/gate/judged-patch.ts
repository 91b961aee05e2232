/** What of a patch is judged: protected paths as the base has them, what steers a runner taken out, each told of. */
import { mergeFields } from '../../shared/merge-fields.ts';
import { protections, type Protection } from '../../shared/protected-paths.ts';
import { tampering } from '../../shared/tampering.ts';
import { shadowedModule } from '../../shared/shadowing.ts';
import type { Spec } from '../../shared/spec.ts';
import type { TreeChange, TreeEdit, TreeLeaf } from '../../shared/tree-change.ts';
import type { GateFinding } from '../../shared/verdict.ts';

export interface JudgedPatch {
  edits: TreeEdit[];
  findings: GateFinding[];
}

/** A file's text where it is one of at most 1 MB, else null. */
export type ReadText = (leaf: TreeLeaf) => Promise<string | null>;

const LINK = '120000';
const SUBMODULE = '160000';
const LARGE_BYTES = 1024 * 1024;
/** An LFS pointer is shorter than this. */
const POINTER_BYTES = 1024;
const POINTERS_LOOKED_FOR = 2000;

export async function judgedPatch(changes: readonly TreeChange[], spec: Spec, read: ReadText): Promise<JudgedPatch> {
  const rules = protections(spec.protect);
  const result: JudgedPatch = { edits: [], findings: [] };
  let small = 0;
  for (const change of changes) {
    const decided = await decide(change, rules.of(change.path), spec, read);
    if (decided !== null) {
      result.findings.push({ subject: change.path, change: howChanged(change), ...decided.finding });
      if (decided.put !== undefined) result.edits.push({ raw: change.raw, put: decided.put });
      continue;
    }
    const looked = change.bytes !== null && change.bytes < POINTER_BYTES && small < POINTERS_LOOKED_FOR;
    if (looked) small += 1;
    const noted = await note(change, looked ? read : null);
    if (noted !== null) result.findings.push({ subject: change.path, change: howChanged(change), action: 'noted', ...noted });
    result.findings.push(...(await reachingForTests(change, rules.of(change.path), read)));
  }
  return result;
}

type Decision = { finding: Pick<GateFinding, 'kind' | 'action' | 'message'>; put?: TreeEdit['put'] };

/** Null: the change stands as it is, and nothing protects its path. */
async function decide(change: TreeChange, protection: Protection | null, spec: Spec, read: ReadText): Promise<Decision | null> {
  if (change.now?.mode === LINK) {
    const fault = linkFault(change.path, await read(change.now));
    if (fault !== null) return undo(change, 'link_outside', fault);
  }
  if (protection === 'fields') return decideFields(change, read);
  if (protection === null) return decideShadowing(change, spec);
  if (protection === 'test' && change.base === null) return decideShadowing(change, spec);
  return undo(change, change.base === null && protection === 'config' ? 'steering' : 'protected', WHAT[protection]);
}

const WHAT: Record<Exclude<Protection, 'fields'>, string> = {
  test: 'an existing test',
  config: 'it steers how the project is built, tested or checked out',
  ci: 'it is part of the project’s CI',
  lockfile: 'a lockfile',
  spec: 'the spec protects it',
};

function undo(change: TreeChange, kind: GateFinding['kind'], why: string): Decision {
  const action = change.base === null ? 'dropped' : 'restored';
  const what = change.base === null ? 'Left out of what was judged' : 'The base’s was put back';
  return { finding: { kind, action, message: `${what}: ${why}.` }, put: change.base };
}

async function decideFields(change: TreeChange, read: ReadText): Promise<Decision | null> {
  const { base, now, path } = change;
  if (now === null) return undo(change, 'protected', 'it holds the project’s scripts and configuration');
  const empty = path.endsWith('.json') ? '{}' : '';
  const [before, after] = [base === null ? empty : await read(base), await read(now)];
  const merged = before === null || after === null ? null : mergeFields(path, before, after);
  const kind = base === null ? 'steering' : 'protected';
  if (merged === null) return undo(change, kind, 'it holds configuration that cannot be told from the rest of it');
  if (merged.changed.length === 0) return null;
  const parts = merged.changed.join(', ');
  const message = base === null ? `These parts of it were left out: ${parts}.` : `These parts of it are the base’s again: ${parts}.`;
  return { finding: { kind, action: base === null ? 'dropped' : 'restored', message }, put: { mode: now.mode, content: merged.text } };
}

/** A module that the spec itself asks for is meant to be there. */
function decideShadowing(change: TreeChange, spec: Spec): Decision | null {
  const module = change.base === null ? shadowedModule(change.path) : null;
  if (module === null) return null;
  const why = `an import of "${module}" would find it before the module that is meant`;
  if (!asksFor(spec, change.path)) return undo(change, 'steering', why);
  return { finding: { kind: 'steering', action: 'noted', message: `The spec names it, so it stayed; but ${why}.` } };
}

function asksFor({ goal, criteria }: Spec, path: string): boolean {
  return (
    goal.includes(path) ||
    criteria.some((one) => (one.kind === 'file' && one.path === path) || (one.kind === 'diff' && one.mustChange?.includes(path) === true))
  );
}

/** Why a link must not be followed by a check; null where it stays in the tree. */
function linkFault(path: string, target: string | null): string | null {
  if (target === null) return 'a link whose target cannot be read';
  if (target.startsWith('/')) return `a link to ${target}, outside of the project`;
  const steps = [...path.split('/').slice(0, -1)];
  for (const step of target.split('/')) {
    if (step === '..' && steps.pop() === undefined) return `a link to ${target}, outside of the project`;
    if (step !== '..' && step !== '.' && step !== '') steps.push(step);
  }
  return steps[0]?.toLowerCase() === '.git' ? `a link to ${target}, into git’s own folder` : null;
}

async function note({ base, now, bytes }: TreeChange, read: ReadText | null): Promise<Pick<GateFinding, 'kind' | 'message'> | null> {
  if (now?.mode === SUBMODULE || base?.mode === SUBMODULE)
    return { kind: 'submodule', message: 'A submodule: what it points to is not part of the patch and was not there when it was judged.' };
  if (bytes !== null && bytes > LARGE_BYTES)
    return { kind: 'large', message: `A file of ${(bytes / LARGE_BYTES).toFixed(1)} MB: more than anybody reads.` };
  if (now === null || read === null || now.mode === LINK) return null;
  const pointer = (await read(now))?.startsWith('version https://git-lfs.github.com/spec/') === true;
  return pointer ? { kind: 'lfs_pointer', message: 'A pointer of Git LFS: the file itself was not there when it was judged.' } : null;
}

/** Code that reaches for whoever tests it; a test may. */
async function reachingForTests(change: TreeChange, protection: Protection | null, read: ReadText): Promise<GateFinding[]> {
  const { base, now, path } = change;
  if (protection === 'test' || now === null || now.mode === LINK || now.mode === SUBMODULE || !CODE.test(path)) return [];
  const found = tampering((await read(now)) ?? '', base === null || base.mode === SUBMODULE ? null : await read(base));
  const said = (what: string): GateFinding => ({
    ...{ kind: 'steering', subject: path, change: howChanged(change), action: 'noted' },
    message: `Look at it: ${what}.`,
  });
  return found.map(said);
}

const CODE = /\.(?:[cm]?[jt]sx?|py|pyw|rb|sh)$/;

function howChanged({ base, now }: TreeChange): GateFinding['change'] {
  if (base === null) return 'added';
  return now === null ? 'deleted' : 'modified';
}

/** Paths that a patch makes to differ from another in case alone: on some systems they are one file. */
export function caseClashes(changes: readonly TreeChange[], paths: readonly string[]): GateFinding[] {
  const byFold = new Map<string, string[]>();
  for (const path of [...paths, ...changes.flatMap(({ path, now }) => (now === null ? [path] : []))]) {
    const fold = path.toLowerCase();
    byFold.set(fold, [...new Set([...(byFold.get(fold) ?? []), path])]);
  }
  return changes.flatMap((change) => {
    const others = (byFold.get(change.path.toLowerCase()) ?? []).filter((path) => path !== change.path);
    if (change.base !== null || others.length === 0) return [];
    const message = `Its name differs from ${others.join(', ')} in case alone: on some systems they are one file.`;
    return [{ kind: 'case_clash' as const, subject: change.path, change: 'added' as const, action: 'noted' as const, message }];
  });
}
