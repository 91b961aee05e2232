import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { onWindowFocus } from '../../bridge.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { useThrottled } from '../../ui/use-throttled.ts';
import { createCoachingDesk, type CoachingDesk } from './coaching-desk.ts';

/** Trials end many times a second when many run; the screen is read again this often at most. */
const READ_EVERY_MS = 300;

/** A project's coaching, read again when it changes and when the window gets the focus back from an editor. */
export function useCoachingDesk(project: string): CoachingDesk {
  const drover = useDrover();
  const [desk] = useState(() => createCoachingDesk(drover, project));
  // Pushes name the repository's folder, which a project's path may lead to by a link.
  const root = useStore(desk.store, ({ view }) => view?.project ?? project);
  const changes = useThrottled(
    useApp((state) => state.coachingChanges[root] ?? 0),
    READ_EVERY_MS,
  );
  useEffect(() => {
    desk.open();
    return desk.close;
  }, [desk]);
  useEffect(() => desk.read(), [desk, changes]);
  useEffect(() => onWindowFocus(desk.read), [desk]);
  return desk;
}
