import type { YamlValue } from '../../../../shared/yaml-words.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { useApp } from '../../../store/use-drover.ts';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { judgeOfValue, judgeOptions, valueOfJudge, type Judge } from './judge-options.ts';

interface JudgeChoiceProps {
  label: string;
  values: Readonly<Record<string, YamlValue>>;
  mistake: string | undefined;
  /** Undefined: the session's own. */
  onChoose: (judge: Judge | undefined) => void;
}

/** Which model answers a rubric. */
export function JudgeChoice({ label, values, mistake, onChoose }: JudgeChoiceProps) {
  const settings = useApp((state) => state.settings);
  const written = { provider: wordOf(values['provider']), model: wordOf(values['model']) };
  const options = settings === null ? [] : judgeOptions(settings, written);
  return (
    <Field label={label} error={mistake} className="col-span-8">
      <Select
        label={label}
        value={valueOfJudge(written)}
        options={options.map((option) => ({ ...option, label: visibleLine(option.label) }))}
        onValue={(value) => onChoose(judgeOfValue(value))}
      />
    </Field>
  );
}

function wordOf(value: YamlValue | undefined): string {
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
