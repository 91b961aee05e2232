import { Inspector } from '../Inspector.tsx';
import type { InstantProps } from './InstantPane.tsx';

/** What holds for the whole session, wherever the cursor is. */
export function SessionTab({ summary, watched }: InstantProps) {
  return <Inspector summary={summary} watched={watched} />;
}
