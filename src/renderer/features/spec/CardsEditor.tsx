import { FileText, Terminal } from 'lucide-react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { Criterion } from '../../../shared/criteria.ts';
import type { Spec } from '../../../shared/spec.ts';
import { layoutStorage } from '../../bridge.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextArea, TextInput } from '../../ui/TextInput.tsx';
import { CriterionCard } from './CriterionCard.tsx';
import { editCards, fieldMistakes, newCriterion, type SpecDraft } from './spec-draft.ts';

/** The goal as text on the left, the criteria as cards on the right. */
export function CardsEditor({ draft, cards, onChange }: { draft: SpecDraft; cards: Spec; onChange: (draft: SpecDraft) => void }) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: 'spec', storage: layoutStorage, onlySaveAfterUserInteractions: true });
  const mistakes = draft.asked ? fieldMistakes(cards) : new Map<string, string>();
  const set = (change: Partial<Spec>): void => onChange(editCards(draft, { ...cards, ...change }));
  const setCriteria = (criteria: Criterion[]): void => set({ criteria });
  return (
    <Group orientation="horizontal" defaultLayout={defaultLayout} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
      <Panel id="goal" defaultSize="46%" minSize="300px" className="flex min-h-0 flex-col gap-3 p-4">
        <Field label="Title" error={mistakes.get('title')}>
          <TextInput
            value={cards.title}
            autoFocus={cards.title === ''}
            placeholder="Retry failed uploads"
            onValue={(title) => set({ title })}
          />
        </Field>
        <Field
          label="Goal"
          error={mistakes.get('goal')}
          className="min-h-0 flex-1"
          hint="Markdown. Say what must be true when it is done; the worker reads this and the shown criteria."
        >
          <TextArea
            className="min-h-24 flex-1 leading-relaxed"
            value={cards.goal}
            placeholder="When an upload fails with a 5xx, the client retries it three times with a growing pause, then reports the last error."
            onValue={(goal) => set({ goal })}
          />
        </Field>
      </Panel>
      <Separator
        aria-label="Resize the panels"
        className="w-px bg-line data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong"
      />
      <Panel id="criteria" minSize="400px" className="flex min-h-0 flex-col">
        <section aria-label="Criteria" className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto p-4">
          <h2 className="text-sm text-ink-2">
            Criteria <span className="text-ink-3">{cards.criteria.length}</span>
          </h2>
          {mistakes.has('criteria') ? <p className="text-sm text-failed">{mistakes.get('criteria')}</p> : null}
          {cards.criteria.map((criterion, index) => (
            <CriterionCard
              key={index}
              criterion={criterion}
              mistake={(field) => mistakes.get(`criteria.${index}.${field}`)}
              onChange={(next) => setCriteria(cards.criteria.with(index, next))}
              onRemove={() => setCriteria(cards.criteria.toSpliced(index, 1))}
            />
          ))}
          <div className="flex items-center gap-2">
            <Button icon={<Terminal />} onClick={() => setCriteria([...cards.criteria, newCriterion('command', cards.criteria)])}>
              Add a command
            </Button>
            <Button icon={<FileText />} onClick={() => setCriteria([...cards.criteria, newCriterion('file', cards.criteria)])}>
              Add a file
            </Button>
          </div>
        </section>
      </Panel>
    </Group>
  );
}
