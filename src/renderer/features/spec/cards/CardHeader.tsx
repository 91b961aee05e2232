import { Ellipsis, Eye, EyeOff, GripVertical, SlidersHorizontal, Trash2 } from 'lucide-react';
import type { PointerEvent, ReactNode } from 'react';
import type { DraftCriterion } from '../../../../shared/spec-draft.ts';
import { KINDS } from '../../../../shared/spec-fields.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import type { SpecEdits } from '../use-spec-edits.ts';
import { kindLooks } from './card-fields.ts';
import { KindIcon } from './KindIcon.tsx';
import { Toggle } from './Toggle.tsx';

export interface CardHeaderProps {
  criterion: DraftCriterion;
  edits: SpecEdits;
  /** What is known of it on the base. */
  state: ReactNode;
  more: boolean;
  onMore: () => void;
  onHold: (index: number, event: PointerEvent) => void;
  onMove: (index: number, by: -1 | 1) => void;
}

/** What kind it is, what it is called, whether it must hold, who sees it; and what can be done with it. */
export function CardHeader({ criterion, edits, state, more, onMore, onHold, onMove }: CardHeaderProps) {
  const { index, id, kind, values } = criterion;
  const name = id ?? `${index + 1}`;
  const hidden = values['visibility'] === 'held_out';
  const should = values['weight'] === 'should';
  const set = (field: string, value: string | undefined): void => void edits.edit({ do: 'field', criterion: index, field, value });
  const title = typeof values['title'] === 'string' && values['title'] !== '' ? values['title'] : name;
  return (
    <header className="flex items-center gap-1.5">
      <span
        aria-hidden="true"
        data-handle={index}
        title="Drag to move; Alt+Up and Alt+Down do it too"
        onPointerDown={(event) => onHold(index, event)}
        className="-ml-2 flex h-7 w-5 shrink-0 cursor-grab touch-none items-center justify-center rounded-sm text-ink-3 hover:bg-surface-3 active:cursor-grabbing"
      >
        <GripVertical className="size-3.5" />
      </span>
      <KindIcon kind={kind} className="size-4 shrink-0 text-ink-3" />
      <h3 className="mr-1 min-w-8 truncate font-semibold" title={kind === undefined ? 'Unknown kind' : kindLooks[kind].name}>
        {visibleLine(title)}
      </h3>
      <Toggle
        name="Must hold"
        pressed={!should}
        tip={should ? 'It is reported only' : 'It decides the verdict'}
        onPress={() => set('weight', should ? undefined : 'should')}
      >
        {should ? 'should' : 'must'}
      </Toggle>
      <Toggle
        name="Held out"
        pressed={hidden}
        tone={hidden ? 'held' : 'plain'}
        tip={hidden ? 'Only the gate knows it' : 'The worker sees and runs it'}
        onPress={() => set('visibility', hidden ? undefined : 'held_out')}
      >
        {hidden ? <EyeOff aria-hidden="true" className="size-3" /> : <Eye aria-hidden="true" className="size-3" />}
        {hidden ? 'held out' : 'shown'}
      </Toggle>
      <span className="ml-auto flex shrink-0 items-center">
        {state}
        <IconButton label="More about this criterion" icon={<SlidersHorizontal />} aria-expanded={more} onClick={onMore} />
        <Menu
          trigger={<IconButton label="Move, copy or change this criterion" icon={<Ellipsis />} />}
          items={[
            { label: 'Move up', detail: 'Alt ↑', onChoose: () => onMove(index, -1) },
            { label: 'Move down', detail: 'Alt ↓', onChoose: () => onMove(index, 1) },
            { label: 'Duplicate', detail: 'Ctrl D', onChoose: () => edits.edit({ do: 'duplicate', criterion: index }) },
            ...KINDS.filter((other) => other !== kind).map((other) => ({
              label: `Make it a ${kindLooks[other].name.toLowerCase()}`,
              detail: kindLooks[other].what,
              onChoose: () => edits.edit({ do: 'kind', criterion: index, kind: other }),
            })),
          ]}
        />
        <IconButton
          label="Remove this criterion"
          icon={<Trash2 />}
          onClick={() => edits.edit({ do: 'remove', criterion: index }, `remove ${name}`)}
        />
      </span>
    </header>
  );
}
