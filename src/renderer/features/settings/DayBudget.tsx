import { useState } from 'react';
import type { Today } from '../../../shared/ipc-judgment.ts';
import type { DailyBudget } from '../../../shared/settings.ts';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { useDrover } from '../../store/use-drover.ts';
import { useToday } from '../../store/use-today.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { formatTokens } from '../../ui/format-tokens.ts';
import { NumberInput } from '../../ui/NumberInput.tsx';
import { UseMeter } from '../../ui/UseMeter.tsx';
import { SettingsHead } from './SettingsHead.tsx';

const fields = [
  { name: 'usd', label: 'Money, in US dollars', whole: false },
  { name: 'tokens', label: 'Tokens', whole: true },
  { name: 'minutes', label: 'Minutes', whole: false },
  { name: 'iterations', label: 'Tries', whole: true },
] as const;

/** What all sessions together may spend in a day, and what they have. */
export function DayBudget({ settings }: { settings: SettingsView }) {
  const drover = useDrover();
  const today = useToday();
  const [budget, setBudget] = useState<DailyBudget>(settings.dailyBudget);
  const [busy, setBusy] = useState(false);
  const mistakes = fields.map(({ name, whole }) => mistakeOf(budget[name], whole));
  const same = fields.every(({ name }) => budget[name] === settings.dailyBudget[name]);
  async function save(): Promise<void> {
    setBusy(true);
    const done = await drover.call('settings.dailyBudget', { budget });
    setBusy(false);
    if (done !== undefined) drover.note('The day’s budget is saved.');
  }
  return (
    <>
      <SettingsHead title="The day’s budget">
        Of all sessions together, from midnight to midnight by this computer’s clock. Reaching a limit pauses what runs, with everything
        kept.
      </SettingsHead>
      {today?.reached == null ? null : <p className="mb-3 rounded-md bg-waiting-soft px-3 py-2 text-waiting">{today.reached}</p>}
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {fields.map(({ name, label }, index) => (
          <div key={name} className="grid grid-cols-[16rem_1fr] items-end gap-4">
            <Field label={label} error={mistakes[index]}>
              <NumberInput
                value={budget[name]}
                placeholder="no limit"
                onValue={(value) =>
                  setBudget(({ [name]: _before, ...others }) => (value === undefined ? others : { ...others, [name]: value }))
                }
              />
            </Field>
            {today === null ? null : (
              <dl className="pb-1 text-ink-2">
                <Spent name={name} today={today} />
              </dl>
            )}
          </div>
        ))}
        <div>
          <Button look="primary" type="submit" busy={busy} disabled={same || mistakes.some((mistake) => mistake !== undefined)}>
            Save the budget
          </Button>
        </div>
      </form>
    </>
  );
}

function Spent({ name, today }: { name: (typeof fields)[number]['name']; today: Today }) {
  const words = (used: string, limit: string): string => `${used} of ${limit} today`;
  const limit = today.limit[name];
  switch (name) {
    case 'usd':
      return (
        <UseMeter
          name="Money today"
          used={today.usd}
          limit={limit}
          format={formatMoney}
          words={words}
          unit={limit === undefined ? 'today' : ''}
        />
      );
    case 'tokens':
      return (
        <UseMeter
          name="Tokens today"
          used={today.tokens}
          limit={limit}
          format={formatTokens}
          words={words}
          unit={limit === undefined ? 'today' : ''}
        />
      );
    case 'minutes':
      return (
        <UseMeter
          name="Minutes today"
          used={Math.floor(today.minutes)}
          limit={limit}
          format={(value) => `${value} min`}
          words={words}
          unit={limit === undefined ? 'today' : ''}
        />
      );
    case 'iterations':
      return (
        <UseMeter
          name="Tries today"
          used={today.iterations}
          limit={limit}
          format={String}
          words={words}
          unit={limit === undefined ? 'today' : ''}
        />
      );
  }
}

function mistakeOf(value: number | undefined, whole: boolean): string | undefined {
  if (value === undefined) return undefined;
  if (value <= 0) return 'More than 0, or empty for no limit';
  return whole && !Number.isInteger(value) ? 'A whole number' : undefined;
}
