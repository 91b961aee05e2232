import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useCoaching } from './coaching-context.ts';
import { RuleDialog } from './RuleDialog.tsx';
import { RulesDialog } from './RulesDialog.tsx';

/** What is done to the coaching now and then. */
export function MoreMenu() {
  const { view, desk } = useCoaching();
  const [open, setOpen] = useState<'rules' | 'rule' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <Menu
        trigger={<IconButton label="More about coaching" icon={<Ellipsis />} />}
        items={[
          { label: 'Import rules…', detail: 'that other tools read', onChoose: () => setOpen('rules') },
          { label: 'How trials are judged…', onChoose: () => setOpen('rule') },
        ]}
      />
      {open === 'rules' ? <RulesDialog view={view} desk={desk} onClose={close} /> : null}
      {open === 'rule' ? <RuleDialog rule={view.trials} onClose={close} onSaved={desk.read} /> : null}
    </>
  );
}
