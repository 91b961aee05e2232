import { FileInput, Sparkles } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { CriterionDraft } from '../../../shared/ipc-judgment.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { useKeys } from '../../app/use-keys.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { ProvesNothingDialog } from './base/ProvesNothingDialog.tsx';
import { useBase } from './base/use-base.ts';
import { CardsEditor } from './CardsEditor.tsx';
import { DispatchBar } from './dispatch/DispatchBar.tsx';
import { firstChoice, type Choice } from './dispatch/dispatch-choice.ts';
import { draftKey } from './draft-key.ts';
import { FileEditor } from './FileEditor.tsx';
import { ofProject } from './idle-warnings.ts';
import { isDirty, type SpecDraft } from './spec-draft.ts';
import { Misses, Proposals } from './suggest/Proposals.tsx';
import { SuggestBar } from './suggest/SuggestBar.tsx';
import { useDispatch } from './use-dispatch.ts';
import { useDraftView } from './use-draft-view.ts';
import { useSpecCheck } from './use-spec-check.ts';
import { useSpecDraft } from './use-spec-draft.ts';
import { useSpecEdits } from './use-spec-edits.ts';

interface Place {
  project: string;
  slug: string | null;
}

/** What "done" means: the goal on the left, what proves it on the right; the file is the same thing as text. */
export function SpecScreen({ project, slug }: Place) {
  const { draft, problem, change, reload } = useSpecDraft(project, slug);
  if (problem !== null) {
    return (
      <Screen label="Spec" title={slug ?? 'New spec'}>
        <div className="p-4">
          <ProblemView problem={problem} action={<Button onClick={reload}>Try again</Button>} />
        </div>
      </Screen>
    );
  }
  if (draft === null)
    return (
      <Screen label="Spec" title={slug ?? 'New spec'}>
        {null}
      </Screen>
    );
  return <Editor project={project} slug={slug} draft={draft} change={change} reload={reload} />;
}

interface EditorProps extends Place {
  draft: SpecDraft;
  change: (next: (draft: SpecDraft) => SpecDraft) => void;
  reload: () => void;
}

function Editor({ project, slug, draft, change, reload }: EditorProps) {
  const drover = useDrover();
  const info = useApp((state) => state.projects.find((candidate) => candidate.path === project));
  const settings = useApp((state) => state.settings);
  const [chosen, setChosen] = useState<readonly Choice[] | null>(null);
  const [suggesting, setSuggesting] = useState(false);
  const [stopLosers, setStopLosers] = useState(true);
  const first = settings === null ? null : firstChoice(settings, Object.values(drover.store.getState().summaries));
  const attempts = chosen ?? (first === null ? [] : [first]);
  const spec = useDraftView(draft);
  const hasGlobs = spec.protect.length > 0 || spec.criteria.some(({ kind }) => kind === 'diff');
  const checked = useSpecCheck(hasGlobs ? draft.text : null, project);
  const idle = useMemo(() => ofProject(checked?.warnings ?? [], spec), [checked, spec]);
  const edits = useSpecEdits(change);
  const base = useBase({ project, head: info?.head, text: draft.text, spec, choice: attempts[0] ?? null });
  const dispatching = useDispatch({ project, slug, edits, base, change, attempts, stopLosers });
  const { busy, refused, warned } = dispatching;
  const { tryUnknown } = base;
  const { toTry } = draft;
  useEffect(() => {
    if (!toTry) return;
    change((current) => ({ ...current, toTry: false }));
    void tryUnknown();
  }, [toTry, change, tryUnknown]);
  const propose = (proposals: readonly CriterionDraft[]): void =>
    change((current) => ({ ...current, proposals: [...current.proposals, ...proposals] }));
  function textNow(): string {
    edits.flush();
    return drover.store.getState().drafts[draftKey(project, slug)]?.text ?? draft.text;
  }
  function show(view: SpecDraft['view']): void {
    edits.flush();
    change((current) => ({ ...current, view }));
  }
  useKeys({
    'mod+s': () => void dispatching.save(),
    'mod+Enter': () => void dispatching.dispatch(),
    'mod+z': edits.undo,
    'mod+y': edits.redo,
    'mod+i': () => show(draft.view === 'cards' ? 'file' : 'cards'),
  });
  const title = spec.title.trim() === '' ? (slug ?? 'New spec') : spec.title;
  return (
    <Screen
      label="Spec"
      title={
        <>
          {visibleLine(title)}
          <span className="ml-3 text-base font-normal text-ink-3">
            {visibleLine(info?.name ?? project)}
            {isDirty(draft) ? ' · not saved' : ''}
          </span>
        </>
      }
      actions={
        <>
          {slug === null ? (
            <Button look="quiet" icon={<FileInput />} onClick={() => drover.store.setState({ overlay: 'specs' })}>
              Import…
            </Button>
          ) : null}
          <Button look="quiet" keys="mod+i" onClick={() => show(draft.view === 'cards' ? 'file' : 'cards')}>
            {draft.view === 'cards' ? 'View file' : 'View cards'}
          </Button>
          <Button keys="mod+s" busy={busy === 'save'} disabled={!isDirty(draft)} onClick={() => void dispatching.save()}>
            Save
          </Button>
        </>
      }
    >
      {draft.view === 'cards' ? (
        <CardsEditor
          draft={draft}
          spec={spec}
          idle={idle}
          edits={edits}
          base={base}
          actions={
            <Button look="quiet" icon={<Sparkles />} aria-expanded={suggesting} onClick={() => setSuggesting(!suggesting)}>
              Suggest…
            </Button>
          }
          onFile={() => show('file')}
        >
          {suggesting ? (
            <SuggestBar
              project={project}
              textNow={textNow}
              choice={attempts[0] ?? null}
              onProposals={propose}
              onClose={() => setSuggesting(false)}
            />
          ) : null}
          {slug === null ? null : <Misses project={project} slug={slug} onShow={propose} />}
          <Proposals proposals={draft.proposals} count={spec.criteria.length} edits={edits} change={change} />
        </CardsEditor>
      ) : (
        <FileEditor text={draft.text} path={slug === null ? null : `.drover/specs/${slug}.md`} spec={spec} idle={idle} edits={edits} />
      )}
      {refused === null ? null : (
        <div className="px-4 pb-2">
          <ProblemView problem={refused} action={slug === null ? undefined : <Button onClick={reload}>Read the file again</Button>} />
        </div>
      )}
      <DispatchBar
        spec={spec}
        edits={edits}
        inFile={draft.view === 'file'}
        asked={draft.asked}
        attempts={attempts}
        stopLosers={stopLosers}
        project={info}
        busy={busy === 'dispatch' || busy === 'try'}
        notice={
          busy === 'try' ? (
            <p role="status" className="flex items-center gap-2 text-running">
              Trying on the base before the dispatch.
              <Button onClick={() => base.cancel()}>Cancel</Button>
            </p>
          ) : null
        }
        onAttempts={setChosen}
        onStopLosers={setStopLosers}
        onDispatch={() => void dispatching.dispatch()}
      />
      {warned === null ? null : (
        <ProvesNothingDialog
          ids={warned}
          spec={spec}
          bases={base.bases}
          onAnyway={() => void dispatching.anyway()}
          onBack={dispatching.back}
        />
      )}
    </Screen>
  );
}
