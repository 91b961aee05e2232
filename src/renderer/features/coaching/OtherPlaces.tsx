import { visibleLine } from '../../../shared/visible-text.ts';
import { useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';

/** Where coaching could be kept instead of in a file of its own; chosen once, before there is an entry. */
export function OtherPlaces({ project, places }: { project: string; places: readonly string[] }) {
  const drover = useDrover();
  const others = places.slice(1);
  if (others.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center justify-center gap-2 text-sm text-ink-3">
      It will be kept in <span className="machine">{visibleLine(places[0] ?? '')}</span>
      {others.map((place) => (
        <Button key={place} look="quiet" onClick={() => void drover.call('coaching.begin', { project, place })}>
          Keep it in {visibleLine(place)} instead
        </Button>
      ))}
    </p>
  );
}
