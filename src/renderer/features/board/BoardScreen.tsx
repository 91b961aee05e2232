import { FilePlus, FolderOpen } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { newSpecIn, pickProject } from '../../app/new-spec.ts';
import { useKeys } from '../../app/use-keys.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { AttemptsCard } from './AttemptsCard.tsx';
import { boardColumns, type BoardCard } from './board-columns.ts';
import { DayMeter } from './DayMeter.tsx';
import { stepCard } from './step-card.ts';
import { DraftCard } from './DraftCard.tsx';
import { FirstRun } from './FirstRun.tsx';
import { SessionCard } from './SessionCard.tsx';

/** Everything that is yours to know, in four columns. */
export function BoardScreen() {
  const drover = useDrover();
  const summaries = useApp((state) => state.summaries);
  const projects = useApp((state) => state.projects);
  const columns = useMemo(() => boardColumns(Object.values(summaries), projects), [summaries, projects]);
  useKeys({ j: () => stepCard(1), k: () => stepCard(-1) });
  if (Object.keys(summaries).length === 0 && projects.length === 0) return <FirstRun />;
  return (
    <Screen
      label="Board"
      title="Board"
      actions={
        <>
          <DayMeter />
          <Button icon={<FolderOpen />} onClick={() => void pickProject(drover)}>
            Open a repository
          </Button>
          {projects.length > 1 ? (
            <Menu
              heading="In which project"
              trigger={
                <Button look="primary" icon={<FilePlus />}>
                  New spec
                </Button>
              }
              items={projects.map((project) => ({
                label: visibleLine(project.name),
                detail: visibleLine(project.branch ?? ''),
                onChoose: () => void newSpecIn(drover, project.path),
              }))}
            />
          ) : (
            <Button look="primary" icon={<FilePlus />} keys="mod+n" onClick={() => void newSpecIn(drover)}>
              New spec
            </Button>
          )}
        </>
      }
    >
      <div className="grid min-h-0 flex-1 auto-cols-[minmax(216px,1fr)] grid-flow-col gap-3 overflow-x-auto p-3">
        <Column title="Drafts" count={columns.drafts.length} empty="A spec that is not dispatched yet stands here.">
          {columns.drafts.map((draft) => (
            <DraftCard key={`${draft.project.path}/${draft.spec.slug}`} draft={draft} />
          ))}
        </Column>
        <Column title="Running" count={columns.running.length} empty="Nothing runs.">
          <Cards cards={columns.running} />
        </Column>
        <Column title="Waiting for you" count={columns.waiting.length} urgent empty="Nothing waits for you.">
          <Cards cards={columns.waiting} />
        </Column>
        <Column title="Judged" count={columns.judged.length} empty="What the gate has ruled on stands here.">
          <Cards cards={columns.judged} />
        </Column>
      </div>
    </Screen>
  );
}

/** More than this is no board any more; the list has them all. */
const SHOWN = 60;

function Cards({ cards }: { cards: readonly BoardCard[] }) {
  const drover = useDrover();
  const rest = cards.length - SHOWN;
  return (
    <>
      {cards
        .slice(0, SHOWN)
        .map((card) =>
          card.kind === 'session' ? (
            <SessionCard key={card.summary.id} summary={card.summary} />
          ) : (
            <AttemptsCard key={card.group.id} group={card.group} />
          ),
        )}
      {rest <= 0 ? null : (
        <Button look="quiet" onClick={() => drover.go({ screen: 'sessions' })}>
          {formatCount(rest)} more in Sessions
        </Button>
      )}
    </>
  );
}

function Column({
  title,
  count,
  urgent = false,
  empty,
  children,
}: {
  title: string;
  count: number;
  urgent?: boolean;
  empty: string;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="flex min-h-0 min-w-0 flex-col">
      <h2 className="flex h-7 shrink-0 items-center gap-2 px-1 font-semibold">
        {title}
        <span
          className={`rounded-full px-1.5 text-sm font-normal ${urgent && count > 0 ? 'bg-waiting-soft font-semibold text-waiting' : 'text-ink-3'}`}
        >
          {formatCount(count)}
        </span>
      </h2>
      {/* The padding leaves room for the focus ring of the cards. */}
      <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-1">
        {count === 0 ? <p className="rounded-md border border-dashed border-line p-3 text-ink-3">{empty}</p> : children}
      </div>
    </section>
  );
}
