import type { DraftSpec } from '../../../../shared/spec-draft.ts';
import type { CardField } from '../cards/card-fields.ts';
import { FieldControl } from '../cards/FieldControl.tsx';
import type { SpecEdits } from '../use-spec-edits.ts';

type Name = 'minutes' | 'iterations' | 'usd' | 'tokens';

const fields: readonly (CardField & { name: Name; width: string })[] = [
  { name: 'minutes', label: 'Minutes', type: 'number', span: 12, otherwise: 20, width: 'w-16' },
  { name: 'iterations', label: 'Tries', type: 'number', span: 12, otherwise: 5, width: 'w-14' },
  { name: 'usd', label: 'Dollars', type: 'number', span: 12, placeholder: 'no limit', width: 'w-20' },
  { name: 'tokens', label: 'Tokens', type: 'number', span: 12, placeholder: 'no limit', width: 'w-24' },
];

/** What a dispatch of the spec may spend; what is wrong with it is said below the bar. */
export function BudgetFields({ spec, edits }: { spec: DraftSpec; edits: SpecEdits }) {
  return fields.map((field) => (
    <div key={field.name} className={field.width}>
      <FieldControl
        field={field}
        value={spec.budget[field.name]}
        mistake={undefined}
        asked={false}
        onType={(value) => edits.type({ do: 'budget', field: field.name, value }, `budget ${field.name}`)}
        onChoose={() => undefined}
      />
    </div>
  ));
}
