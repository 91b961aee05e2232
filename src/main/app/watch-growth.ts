/** Whether anything has happened that a run of trials may wait for. */
import { isCoachingLog } from '../coaching/trial-log.ts';
import type { Log } from '../log/log.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { isTrialSession } from '../../shared/trial-session.ts';

/** What changes without an event (a day that ends, another program's settings) is looked for so often, in ms. */
const LOOK_MS = 5000;

export function watchGrowth(
  log: Pick<Log, 'onGrowth'>,
  settings: Pick<SettingsStore, 'onChange'>,
): { grown(signal: AbortSignal): Promise<void>; end(): void } {
  let changed = false;
  let tell = (): void => {};
  const note = (): void => {
    changed = true;
    tell();
  };
  const ends = [
    log.onGrowth((sessions) => sessions.some((session) => isTrialSession(session) || isCoachingLog(session)) && note()),
    settings.onChange(note),
  ];
  return {
    async grown(signal) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          tell = () => {};
          resolve();
        };
        const timer = setTimeout(done, LOOK_MS);
        signal.addEventListener('abort', done);
        tell = done;
        if (changed || signal.aborted) done();
      });
      changed = false;
    },
    end: () => ends.forEach((end) => end()),
  };
}
