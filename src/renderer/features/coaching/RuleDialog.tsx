import { useState } from 'react';
import type { TrialSettings } from '../../../shared/settings.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { NumberInput } from '../../ui/NumberInput.tsx';

interface RuleDialogProps {
  rule: TrialSettings;
  onClose: () => void;
  onSaved: () => void;
}

/** How trials are judged: which effect matters, and how many pairs an answer may take. */
export function RuleDialog({ rule, onClose, onSaved }: RuleDialogProps) {
  const drover = useDrover();
  const [points, setPoints] = useState<number | undefined>(Math.round(rule.smallest * 100));
  const [maxPairs, setMaxPairs] = useState<number | undefined>(rule.maxPairs);
  const [busy, setBusy] = useState(false);
  const smallestFault = points === undefined || points < 5 || points > 50 ? 'From 5 to 50 points' : undefined;
  const isWhole = maxPairs !== undefined && Number.isInteger(maxPairs) && maxPairs >= 1 && maxPairs <= 1000;
  const pairsFault = isWhole ? undefined : 'A whole number from 1 to 1000';
  async function save(): Promise<void> {
    if (points === undefined || maxPairs === undefined || smallestFault !== undefined || pairsFault !== undefined || busy) return;
    setBusy(true);
    const done = await drover.call('settings.trials', { trials: { smallest: points / 100, maxPairs } });
    setBusy(false);
    if (done === undefined) return;
    onSaved();
    onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="How trials are judged"
      description="An entry is needed when it raises the pass rate by more than this, and outgrown when it does not."
      onSubmit={() => void save()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={smallestFault !== undefined || pairsFault !== undefined}>
            Save
          </Button>
        </>
      }
    >
      <Field label="Smallest effect that matters, in points" error={smallestFault} hint="A smaller one takes many more pairs.">
        <NumberInput value={points} onValue={setPoints} />
      </Field>
      <Field label="Most pairs for an entry" error={pairsFault}>
        <NumberInput value={maxPairs} onValue={setMaxPairs} />
      </Field>
    </Dialog>
  );
}
