/** What the window asks of the day's budget, and is told of it. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';
import type { Shell } from './shell.ts';

export function dailyBudgetHandlers(drover: Drover, shell: Pick<Shell, 'push'>): Pick<Handlers, 'budget.today'> {
  drover.onToday((today) => shell.push({ kind: 'today', today }));
  return {
    'budget.today': async () => {
      await drover.board.ready();
      return drover.today();
    },
  };
}
