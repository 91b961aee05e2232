import { useState } from 'react';
import { titleOf } from '../../../shared/spec-text.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useKeys } from '../../app/use-keys.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { visibleLine } from '../../../shared/visible-text.ts';
import { CardsEditor } from './CardsEditor.tsx';
import { DispatchBar } from './DispatchBar.tsx';
import { FileEditor } from './FileEditor.tsx';
import { firstChoice, type Choice } from './dispatch-choice.ts';
import { saveSpec } from './save-spec.ts';
import { draftKey, isDirty, mistakesOf, type SpecDraft } from './spec-draft.ts';
import { useSpecDraft } from './use-spec-draft.ts';

/** What "done" means: the goal on the left, what proves it on the right; the file is the same thing as text. */
export function SpecScreen({ project, slug }: { project: string; slug: string | null }) {
  const drover = useDrover();
  const info = useApp((state) => state.projects.find((candidate) => candidate.path === project));
  const settings = useApp((state) => state.settings);
  const { draft, problem, setDraft, reload } = useSpecDraft(project, slug);
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [busy, setBusy] = useState<'save' | 'dispatch' | null>(null);
  const choice = chosen ?? (settings === null ? null : firstChoice(settings, Object.values(drover.store.getState().summaries)));
  const mistakes = draft === null ? [] : mistakesOf(draft);

  /** The slug under which the file now stands; undefined where it was refused. */
  async function save(current: SpecDraft): Promise<string | undefined> {
    const answer = await saveSpec(drover, project, slug, current);
    if (answer.ok) return answer.slug;
    setRefused(answer.problem);
    return undefined;
  }
  async function saveOnly(): Promise<void> {
    if (draft === null || busy !== null || !isDirty(draft)) return;
    setBusy('save');
    setRefused(null);
    const saved = await save(draft);
    setBusy(null);
    if (saved !== undefined && saved !== slug) drover.replace({ screen: 'spec', project, slug: saved });
  }
  async function dispatch(): Promise<void> {
    if (draft === null || busy !== null || choice === null) return;
    setDraft({ ...draft, asked: true });
    if (mistakes.length > 0) return;
    setBusy('dispatch');
    setRefused(null);
    const saved = isDirty(draft) ? await save(draft) : (slug ?? undefined);
    if (saved !== undefined) {
      const answer = await drover.ask('spec.dispatch', { project, slug: saved, attempts: [choice], stopLosers: false });
      if (answer.ok) {
        drover.store.setState((state) => ({
          drafts: Object.fromEntries(Object.entries(state.drafts).filter(([key]) => key !== draftKey(project, saved))),
        }));
        drover.replace({ screen: 'session', id: answer.value.sessions[0] ?? '', tab: 'timeline' });
        return;
      }
      setRefused(answer.problem);
      if (saved !== slug) drover.replace({ screen: 'spec', project, slug: saved });
    }
    setBusy(null);
  }
  useKeys({ 'mod+s': () => void saveOnly(), 'mod+Enter': () => void dispatch() });

  const title = (draft === null ? undefined : titleOf(draft.text)) ?? slug ?? 'New spec';
  return (
    <Screen
      label="Spec"
      title={
        <>
          {visibleLine(title)}
          <span className="ml-3 text-base font-normal text-ink-3">
            {visibleLine(info?.name ?? project)}
            {draft !== null && isDirty(draft) ? ' · not saved' : ''}
          </span>
        </>
      }
      actions={
        draft === null ? null : (
          <>
            <Button
              look="quiet"
              disabled={draft.view === 'file' && draft.cards === null}
              title={draft.view === 'file' && draft.cards === null ? 'The cards come back when the mistakes are gone' : undefined}
              onClick={() => setDraft({ ...draft, view: draft.view === 'cards' ? 'file' : 'cards' })}
            >
              {draft.view === 'cards' ? 'View file' : 'View cards'}
            </Button>
            <Button keys="mod+s" busy={busy === 'save'} disabled={!isDirty(draft)} onClick={() => void saveOnly()}>
              Save
            </Button>
          </>
        )
      }
    >
      {problem !== null ? (
        <div className="p-4">
          <ProblemView problem={problem} action={<Button onClick={reload}>Try again</Button>} />
        </div>
      ) : draft === null ? null : (
        <>
          {draft.view === 'cards' && draft.cards !== null ? (
            <CardsEditor draft={draft} cards={draft.cards} onChange={setDraft} />
          ) : (
            <FileEditor draft={draft} path={slug === null ? null : `.drover/specs/${slug}.md`} mistakes={mistakes} onChange={setDraft} />
          )}
          {refused === null ? null : (
            <div className="px-4 pb-2">
              <ProblemView problem={refused} action={slug === null ? undefined : <Button onClick={reload}>Read the file again</Button>} />
            </div>
          )}
          <DispatchBar
            draft={draft}
            mistakes={mistakes}
            choice={choice}
            project={info}
            busy={busy === 'dispatch'}
            onChoice={setChosen}
            onChange={setDraft}
            onDispatch={() => void dispatch()}
          />
        </>
      )}
    </Screen>
  );
}
