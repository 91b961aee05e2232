import { useMemo, useState, type ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { provenBy } from '../../../shared/ears.ts';
import type { DraftSpec } from '../../../shared/spec-draft.ts';
import type { SpecMistake } from '../../../shared/spec.ts';
import { layoutStorage } from '../../bridge.ts';
import { BaseHeading } from './base/BaseHeading.tsx';
import type { Base } from './base/use-base.ts';
import { CriteriaPane } from './cards/CriteriaPane.tsx';
import { FieldControl } from './cards/FieldControl.tsx';
import type { CardField } from './cards/card-fields.ts';
import { Broken } from './Broken.tsx';
import { goalOf } from './goal-of.ts';
import { GoalEditor } from './GoalEditor.tsx';
import { LinkDialog, type Linking } from './LinkDialog.tsx';
import { Requirements } from './Requirements.tsx';
import type { SpecDraft } from './spec-draft.ts';
import { SpecExtras } from './SpecExtras.tsx';
import type { SpecEdits } from './use-spec-edits.ts';

interface CardsEditorProps {
  draft: SpecDraft;
  spec: DraftSpec;
  /** Globs that match no file of the project. */
  idle: readonly SpecMistake[];
  edits: SpecEdits;
  base: Base;
  actions: ReactNode;
  /** Below the cards: what is proposed. */
  children: ReactNode;
  onFile: () => void;
}

const title: CardField = { name: 'title', label: 'Title', type: 'text', span: 12, placeholder: 'Retry failed uploads' };

/** The goal as text on the left, the criteria as cards on the right. */
export function CardsEditor({ draft, spec, idle, edits, base, actions, children, onFile }: CardsEditorProps) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: 'spec', storage: layoutStorage, onlySaveAfterUserInteractions: true });
  const [linking, setLinking] = useState<Linking | null>(null);
  const { asked, text } = draft;
  const goal = useMemo(() => goalOf(text), [text]);
  const proofs = useMemo(() => provenBy(spec.goal, spec.criteria), [spec.goal, spec.criteria]);
  const mistake = (path: string): string | undefined => spec.mistakes.find((one) => one.path === path)?.message;
  const { tryThem, cancel } = base;
  const cardActions = useMemo(
    () => ({
      onTry: (id: string) => {
        edits.flush();
        void tryThem([id]);
      },
      onCancel: cancel,
      onLink: (criterion: number) => setLinking({ criterion }),
    }),
    [edits, tryThem, cancel],
  );
  const last = draft.past.at(-1)?.what;
  const noGoal = asked && mistake('goal') !== undefined;
  return (
    <Group orientation="horizontal" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
      <Panel id="goal" defaultSize="42%" minSize="300px" className="flex min-h-0 flex-col gap-3 p-4">
        <FieldControl
          field={title}
          value={spec.title}
          mistake={mistake('title')}
          asked={asked}
          autoFocus={spec.title === ''}
          onType={(value) => edits.type({ do: 'title', title: typeof value === 'string' ? value : '' }, 'title')}
          onChoose={() => undefined}
        />
        <div className="flex min-h-0 flex-1 flex-col gap-1">
          <h2 aria-hidden="true" className="text-sm text-ink-2">
            Goal
          </h2>
          <GoalEditor
            goal={goal}
            proofs={proofs}
            invalid={noGoal}
            onGoal={(next) => edits.setGoal(next)}
            onLink={(line) => setLinking({ line })}
          />
          {noGoal ? <p className="text-sm text-failed">Say what is to be done.</p> : null}
          <Requirements proofs={proofs} onLink={(line) => setLinking({ line })} />
        </div>
      </Panel>
      <Separator
        aria-label="Resize the panels"
        className="w-px bg-line data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong"
      />
      <Panel id="criteria" minSize="420px" className="flex min-h-0 flex-col">
        {spec.broken ? (
          <Broken spec={spec} onFile={onFile} />
        ) : (
          <CriteriaPane
            spec={spec}
            idle={idle}
            edits={edits}
            asked={asked}
            removed={last?.startsWith('remove ') === true ? last.slice('remove '.length) : null}
            heading={<BaseHeading spec={spec} base={base} edits={edits} />}
            bases={base.bases}
            proofs={proofs}
            cardActions={cardActions}
            actions={actions}
          >
            {children}
            <SpecExtras spec={spec} idle={idle} edits={edits} asked={asked} />
          </CriteriaPane>
        )}
      </Panel>
      {linking === null ? null : (
        <LinkDialog linking={linking} spec={spec} proofs={proofs} edits={edits} onClose={() => setLinking(null)} />
      )}
    </Group>
  );
}
