/** An import in words: how far it is, and what came of it. Pure. */
import type { ImportProgress } from '../../../shared/instant.ts';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatCount } from '../../ui/format-count.ts';

const counted = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** From 0 to 1, by bytes; null while it is not known how much there is. */
export function shareDone({ bytes, bytesDone }: ImportProgress): number | null {
  return bytes === 0 ? null : Math.min(1, bytesDone / bytes);
}

export function progressInWords(progress: ImportProgress): string {
  const { files, filesDone, bytes, bytesDone } = progress;
  if (files === 0) return 'Looking for sessions…';
  return `${formatCount(filesDone)} of ${counted(files, 'file', 'files')}, ${formatBytes(bytesDone)} of ${formatBytes(bytes)}`;
}

/** What is new, most telling first. A second import of the same finds nothing new and says so. */
export function gainInWords({ sessionsNew, sessionsGrown, eventsAdded, malformed }: ImportProgress): string[] {
  const gained =
    sessionsNew === 0 && sessionsGrown === 0
      ? ['Nothing new: all of it is here already.']
      : [
          [
            sessionsNew === 0 ? '' : counted(sessionsNew, 'new session', 'new sessions'),
            sessionsGrown === 0 ? '' : `${counted(sessionsGrown, 'session', 'sessions')} with more than before`,
          ]
            .filter((part) => part !== '')
            .join(', ')
            .concat(`; ${counted(eventsAdded, 'event', 'events')} added.`),
        ];
  return malformed === 0 ? gained : [...gained, `${counted(malformed, 'line', 'lines')} could not be read; each is kept as it is.`];
}

/** As `gainInWords`, for an import that is not over. */
export function soFarInWords({ sessionsNew, sessionsGrown, eventsAdded }: ImportProgress): string {
  return `${counted(sessionsNew, 'new session', 'new sessions')}, ${formatCount(sessionsGrown)} grown, ${counted(eventsAdded, 'event', 'events')} added`;
}

export function headlineOf({ state }: ImportProgress): string {
  switch (state) {
    case 'running':
      return 'Importing';
    case 'done':
      return 'Imported';
    case 'cancelled':
      return 'Cancelled: what was taken in so far stays, and the next import goes on from there';
    case 'failed':
      return 'The import could not go on';
  }
}
