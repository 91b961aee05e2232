import { GitCompareArrows, Import } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ImportProgress } from '../../../shared/instant.ts';
import { newSpecIn } from '../../app/new-spec.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useThrottled } from '../../ui/use-throttled.ts';
import { useKeys } from '../../app/use-keys.ts';
import { shareDone } from '../import/import-words.ts';
import { useLineage } from '../fork/use-lineage.ts';
import { SessionsTable } from './SessionsTable.tsx';
import { sessionTree } from './session-tree.ts';
import type { Sort } from './session-list.ts';

/** Sessions that run change many times a second; a list of thousands is sorted this often at most. */
const SORT_EVERY_MS = 150;

/** Every session there is, sorted and filtered, forks and threads under the one that they came from. */
export function SessionsScreen() {
  const drover = useDrover();
  const summaries = useThrottled(
    useApp((state) => state.summaries),
    SORT_EVERY_MS,
  );
  const importing = useApp((state) => state.importing);
  const lineage = useLineage();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort>({ column: 'updated', down: true });
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const input = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => sessionTree(Object.values(summaries), lineage, filter, sort, closed),
    [summaries, lineage, filter, sort, closed],
  );
  const fold = useCallback((id: string) => setClosed((now) => toggled(now, id)), []);
  const choose = useCallback((id: string) => setChosen((now) => chosenWith(now, id)), []);
  const [a, b] = chosen;
  function compare(): void {
    if (a !== undefined && b !== undefined) drover.go({ screen: 'compare', a, b });
  }
  useKeys({ '/': () => input.current?.querySelector('input')?.focus(), c: compare });
  const count = Object.keys(summaries).length;
  const fitting = filter.trim() === '' ? count : rows.filter((row) => row.fits).length;
  return (
    <Screen
      label="Sessions"
      title={
        <>
          Sessions <span className="text-base font-normal text-ink-3">{fitting === count ? count : `${fitting} of ${count}`}</span>
        </>
      }
      actions={
        <>
          {count < 2 ? null : (
            <Button icon={<GitCompareArrows />} keys="c" disabled={b === undefined} onClick={compare}>
              {chosen.length === 1 ? 'Choose one more' : 'Compare'}
            </Button>
          )}
          <Button icon={<Import />} onClick={() => drover.store.setState({ overlay: 'import' })}>
            {importing?.state === 'running' ? importLabel(importing) : 'Import…'}
          </Button>
          <div ref={input} className="w-64 max-[1180px]:w-52">
            <TextInput
              aria-label="Filter sessions"
              placeholder="Filter by title, project, model, state"
              value={filter}
              onValue={setFilter}
            />
          </div>
        </>
      }
    >
      {count === 0 ? (
        <EmptyState
          title="No sessions yet"
          action={
            <>
              <Button onClick={() => void newSpecIn(drover)}>New spec</Button>
              <Button onClick={() => drover.store.setState({ overlay: 'import' })}>Import sessions</Button>
            </>
          }
        >
          Dispatch a spec, and its session stands here for good. Claude Code’s sessions can be read and searched here too.
        </EmptyState>
      ) : rows.length === 0 ? (
        <EmptyState title="No session fits the filter" action={<Button onClick={() => setFilter('')}>Show all</Button>} />
      ) : (
        <SessionsTable rows={rows} sort={sort} filter={filter} chosen={chosen} onSort={setSort} onFold={fold} onChoose={choose} />
      )}
    </Screen>
  );
}

function importLabel(progress: ImportProgress): string {
  const share = shareDone(progress);
  return share === null ? 'Importing…' : `Importing ${Math.floor(share * 100)} %`;
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Two at most: a third takes the place of the first. */
function chosenWith(chosen: readonly string[], id: string): readonly string[] {
  return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-2);
}
