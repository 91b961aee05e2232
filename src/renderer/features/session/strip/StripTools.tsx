import { Clock, Hash, Maximize2 } from 'lucide-react';
import { layoutStorage } from '../../../bridge.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { AXIS } from '../axis-choice.ts';
import { useSessionView, useViewState } from '../session-view.ts';

/** What the strip's axis counts, and back to all of it. */
export function StripTools() {
  const view = useSessionView();
  const axis = useViewState((state) => state.axis);
  const all = useViewState((state) => state.shown.from <= state.whole.from && state.shown.to >= state.whole.to);
  const other = axis === 'time' ? 'position' : 'time';
  return (
    <div className="absolute top-9 left-1 flex">
      <IconButton
        label={axis === 'time' ? 'The strip shows time; show positions' : 'The strip shows positions; show time'}
        icon={axis === 'time' ? <Clock /> : <Hash />}
        className="size-6 [&_svg]:size-3.5"
        onClick={() => {
          layoutStorage.setItem(AXIS, other);
          view.setAxis(other);
        }}
      />
      <IconButton
        label="Show the whole session"
        icon={<Maximize2 />}
        disabled={all}
        className="size-6 [&_svg]:size-3.5"
        onClick={() => view.show(view.store.getState().whole)}
      />
    </div>
  );
}
