import { useApp, useDrover } from '../store/use-drover.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { keyMap } from './key-map.ts';

export function KeyMap() {
  const drover = useDrover();
  const open = useApp((state) => state.overlay === 'keys');
  const close = (): void => drover.store.setState({ overlay: null });
  return (
    <Dialog
      open={open}
      onClose={close}
      onSubmit={close}
      wide
      title="Keys"
      buttons={
        <Button type="submit" look="primary">
          Close
        </Button>
      }
    >
      {/* Taller than a small window: it has the focus, so that the keyboard scrolls it. */}
      <div role="group" aria-label="All keys" tabIndex={0} className="columns-2 gap-8">
        {keyMap.map(({ group, keys }) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-sm font-semibold text-ink-2">{group}</h3>
            <dl>
              {keys.map(([chord, what]) => (
                <div key={chord} className="flex h-6 items-center justify-between">
                  <dt>{what}</dt>
                  <dd>
                    <span className="sr-only">{chord}</span>
                    <Kbd keys={chord} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
