/** Calls from the window about what the criteria say before the work, and which ones there could be. */
import type { Drover } from '../app/drover.ts';
import type { Handlers } from '../ipc/register.ts';
import type { Shell } from './shell.ts';

type Channels = 'spec.tryOnBase' | 'spec.cancelTry' | 'spec.onBase' | 'spec.suggest' | 'spec.cancelSuggest' | 'spec.misses';

export function judgingHandlers(drover: Drover, shell: Pick<Shell, 'push'>): Pick<Handlers, Channels> {
  drover.onBaseCheck((check) => shell.push({ kind: 'baseCheck', check }));
  return {
    'spec.tryOnBase': (asked) => drover.tryOnBase(asked),
    'spec.cancelTry': ({ job }) => drover.cancelTry(job),
    'spec.onBase': (asked) => drover.onBase(asked),
    'spec.suggest': (asked) => drover.suggest(asked),
    'spec.cancelSuggest': ({ job }) => drover.cancelSuggest(job),
    'spec.misses': (asked) => drover.misses(asked),
  };
}
