/** What all sessions together may spend in a day: the counter, its limit, and who is told of it. */
import { dayLimitReached, startOfNextDay } from '../../shared/day.ts';
import { nothingSpent } from '../../shared/fold-spent.ts';
import type { Today } from '../../shared/ipc-judgment.ts';
import type { Log } from '../log/log.ts';
import { appendAsUser } from '../sessions/append-as-user.ts';
import type { Board } from '../sessions/board.ts';
import { countSpentToday } from '../sessions/spent-today.ts';
import type { SettingsStore } from '../settings/settings.ts';

/** The session of what is spent outside of any: suggestions, trials on the base. It is never dispatched, so no list shows it. */
const OUTSIDE = 'sesn_outsideofsessions';

/** At most so often is anybody told. */
const TELL_MS = 1000;

export interface DailyBudgets {
  today(): Today;
  /** Told when it changes, at most once a second. Returns what ends it. */
  onToday(listener: (today: Today) => void): () => void;
  /** Counts what was paid outside of any session, in US dollars. */
  spend(costUsd: number): Promise<void>;
}

export interface DailyBudget extends DailyBudgets {
  /** Which limit is reached, in words; null: none. Costs nothing where there is no limit. */
  reached(): string | null;
  close(): void;
}

export function createDailyBudget({ log, board, settings }: { log: Log; board: Board; settings: SettingsStore }): DailyBudget {
  const counter = countSpentToday(log, (session) => board.state(session));
  const listeners = new Set<(today: Today) => void>();
  let told = '';
  let timer: NodeJS.Timeout | undefined;
  let nextDay: NodeJS.Timeout | undefined;
  let ends: (() => void)[] = [];

  const today = (): Today => {
    const limit = settings.get().dailyBudget ?? {};
    const spent = counter.get();
    return { ...spent, limit, reached: dayLimitReached(spent, limit) };
  };

  const tell = async (): Promise<void> => {
    // A session that is folded for the first time and long must not hold up the window.
    await board.ready();
    timer = undefined;
    if (listeners.size === 0) return;
    const now = today();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener(now);
  };
  const soon = (): void => void (timer ??= setTimeout(() => void tell(), TELL_MS));
  const watchMidnight = (): void => {
    const now = Date.now();
    nextDay = setTimeout(
      () => {
        soon();
        watchMidnight();
      },
      startOfNextDay(now) - now,
    ).unref();
  };
  const stop = (): void => {
    clearTimeout(timer);
    clearTimeout(nextDay);
    timer = undefined;
    for (const end of ends) end();
    ends = [];
  };

  return {
    today,
    reached: () => (Object.keys(settings.get().dailyBudget ?? {}).length === 0 ? null : today().reached),
    onToday(listener) {
      if (listeners.size === 0) {
        ends = [log.onGrowth(soon), settings.onChange(soon)];
        watchMidnight();
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    async spend(costUsd) {
      if (costUsd > 0) await appendAsUser(log, OUTSIDE, [{ type: 'session.usage', usage: nothingSpent.usage, cost_usd: costUsd }]);
    },
    close() {
      listeners.clear();
      stop();
      counter.close();
    },
  };
}
