import { Field } from '../../../ui/Field.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';

export interface TypedScope {
  paths: string;
  kinds: string;
  models: string;
}

/** To which dispatches an entry is told; what is empty narrows nothing. */
export function ScopeFields({ scope, onScope }: { scope: TypedScope; onScope: (change: Partial<TypedScope>) => void }) {
  return (
    <div className="grid grid-cols-3 gap-3">
      <Field label="Paths" hint="src/**, test/**">
        <TextInput mono value={scope.paths} onValue={(paths) => onScope({ paths })} />
      </Field>
      <Field label="Kinds of task" hint="fix, feature">
        <TextInput value={scope.kinds} onValue={(kinds) => onScope({ kinds })} />
      </Field>
      <Field label="Models" hint="claude-*; empty: all">
        <TextInput mono value={scope.models} onValue={(models) => onScope({ models })} />
      </Field>
    </div>
  );
}
