import { X } from 'lucide-react';
import type { DraftCriterion } from '../../../../shared/spec-draft.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { IconButton } from '../../../ui/IconButton.tsx';

/** Fields that Drover does not have: kept in the file, without effect; those that look misspelt are a mistake. */
export function UnknownFields({ criterion, onRemove }: { criterion: DraftCriterion; onRemove: (field: string) => void }) {
  const { unknown, mistakes } = criterion;
  if (unknown.length === 0) return null;
  return (
    <ul aria-label="Fields that Drover does not have" className="flex flex-col gap-0.5">
      {unknown.map(({ name, value, misspelt }) => (
        <li key={name} className="flex min-w-0 items-center gap-2 text-sm">
          <span className="machine shrink-0">{visibleLine(name)}:</span>
          <span className="machine min-w-0 truncate text-ink-2">
            {visibleLine(typeof value === 'string' ? value : JSON.stringify(value))}
          </span>
          <span className={`shrink-0 ${misspelt ? 'text-failed' : 'text-ink-3'}`}>
            {misspelt ? (mistakes.get(name)?.[0]?.message ?? 'not a field') : 'kept, no effect'}
          </span>
          <IconButton label={`Take ${name} out`} icon={<X />} className="!size-5" onClick={() => onRemove(name)} />
        </li>
      ))}
    </ul>
  );
}
