import { useMemo, useState } from 'react';
import { freeEntryId } from '../../../../shared/coaching/entry-id.ts';
import type { CoachingEntry } from '../../../../shared/coaching/place-entry.ts';
import { parseProbe, type ParsedProbe } from '../../../../shared/coaching/probe-text.ts';
import type { CoachingView } from '../../../../shared/ipc-coaching.ts';
import type { Problem } from '../../../../shared/problem.ts';
import { useDrover } from '../../../store/use-drover.ts';
import { scopeList, withChangedEntry, withNewEntry } from './save-entry.ts';
import type { TypedScope } from './ScopeFields.tsx';

/** What the dialog begins with. */
export type EntryStart =
  /** `source`: what it was made of, in words; null: nothing. */
  | { kind: 'new'; text: string; probe: string; source: string | null }
  | { kind: 'edit'; entry: CoachingEntry & { id: string }; probe: string | null };

/** Nothing is drafted. */
export const emptyEntry: EntryStart = { kind: 'new', text: '', probe: '', source: null };

export interface EntryForm {
  text: string;
  scope: TypedScope;
  probe: string;
  /** Null: there is none. */
  parsed: ParsedProbe | null;
  /** The id that it has, or is likely to get. */
  id: string;
  /** Something differs from what it began with. */
  dirty: boolean;
  /** Why it cannot be saved, in words; null: it can. */
  lacks: string | null;
  busy: boolean;
  problem: Problem | null;
  change(change: Partial<{ text: string; probe: string }>): void;
  changeScope(change: Partial<TypedScope>): void;
  /** `told` false: kept as one that nobody is told before it was tried. Resolves to its id; null where it was refused. */
  save(told: boolean): Promise<string | null>;
}

export function useEntryForm(project: string, start: EntryStart): EntryForm {
  const drover = useDrover();
  const [begin] = useState(() => beginningOf(start));
  const [text, setText] = useState(begin.text);
  const [probe, setProbe] = useState(begin.probe);
  const [scope, setScope] = useState(begin.scope);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** It is in the file; its probe may not be. */
  const [saved, setSaved] = useState<string | null>(null);
  const parsed = useMemo(() => (probe.trim() === '' ? null : parseProbe(probe)), [probe]);
  const [mistake] = parsed === null || parsed.parsed.ok ? [] : parsed.parsed.mistakes;

  async function write(told: boolean): Promise<string | Problem> {
    const read = await drover.ask('coaching.read', { project });
    if (!read.ok) return read.problem;
    const view = read.value;
    if (view.problem !== null) return view.problem;
    let id = saved;
    if (id === null) {
      const words = {
        text: text.trim(),
        scope: { paths: scopeList(scope.paths), kinds: scopeList(scope.kinds), models: scopeList(scope.models) },
      };
      const file = view.text ?? '';
      const written =
        start.kind === 'new' ? withNewEntry(file, view.section, words, told) : withChangedEntry(file, view.section, start.entry, words);
      if (!written.ok) return refused(view, written.mistakes[0]);
      if (written.text !== view.text) {
        const answer = await drover.ask('coaching.save', { project, text: written.text, expected: view.text });
        if (!answer.ok) return answer.problem;
      }
      id = written.id;
      setSaved(id);
    }
    // One that is left over belongs to no entry; one that was opened here must be as it was.
    const expected = start.kind === 'new' ? (view.probes.find(({ entry }) => entry === id)?.text ?? null) : start.probe;
    const wanted = parsed === null ? '' : probe;
    if (wanted === (expected ?? '')) return id;
    const answer = await drover.ask('coaching.saveProbe', { project, entry: id, text: wanted, expected });
    return answer.ok ? id : answer.problem;
  }

  return {
    text,
    scope,
    probe,
    parsed,
    id: start.kind === 'edit' ? start.entry.id : freeEntryId(text, new Set()),
    dirty: text !== begin.text || probe !== begin.probe || JSON.stringify(scope) !== JSON.stringify(begin.scope),
    lacks: text.trim() === '' ? 'An entry needs words.' : mistake === undefined ? null : `Probe, line ${mistake.line}: ${mistake.message}`,
    busy,
    problem,
    change(change) {
      if (change.text !== undefined) setText(change.text);
      if (change.probe !== undefined) setProbe(change.probe);
    },
    changeScope: (change) => setScope((now) => ({ ...now, ...change })),
    async save(told) {
      if (busy) return null;
      setBusy(true);
      setProblem(null);
      const done = await write(told);
      setBusy(false);
      if (typeof done === 'string') return done;
      setProblem(done);
      return null;
    },
  };
}

function beginningOf(start: EntryStart): { text: string; probe: string; scope: TypedScope } {
  if (start.kind === 'new') return { text: start.text, probe: start.probe, scope: { paths: '', kinds: '', models: '' } };
  const { text, scope } = start.entry;
  return {
    text,
    probe: start.probe ?? '',
    scope: { paths: scope.paths.join(', '), kinds: scope.kinds.join(', '), models: scope.models.join(', ') },
  };
}

function refused(view: Pick<CoachingView, 'path'>, mistake: { line: number; message: string } | undefined): Problem {
  return {
    what: (mistake?.message ?? 'The file cannot be edited').replace(/\.$/, ''),
    where: `${view.path}, line ${mistake?.line ?? 1}`,
    todo: 'Correct the file in an editor, then do it again.',
  };
}
