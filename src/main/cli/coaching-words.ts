/** What commands about coaching call things. Pure. */
import type { EntryRow, RowState } from '../../shared/coaching/entry-rows.ts';
import { pairsIn } from '../../shared/coaching/effect.ts';
import type { DueReason } from '../../shared/ipc-coaching.ts';

export const dueWords: Record<DueReason, string> = {
  never_tested: 'never tested',
  new_model: 'new model',
  new_text: 'new words',
  new_probe: 'new probe',
  unclear: 'no answer yet',
};

const stateWords: Record<RowState, string> = {
  untested: 'untested',
  needed: 'needed',
  outgrown: 'outgrown',
  harmful: 'harmful',
  unclear: 'unclear',
  cannot_be_tested: 'cannot be tested',
};

/** E.g. `needed, effect 85 points (26 to 100), 10 pairs, tested 2026-11-26`. @param among how many entries were tested */
export function rowWords({ state, stands, record, untestable }: EntryRow, among: number): string {
  if (record === null || record.pairs === 0) return untestable === null ? stateWords[state] : `${stateWords[state]}: ${untestable}`;
  const { counts, effect } = record.judgement;
  const pairs = pairsIn(counts);
  const isClaim = state === 'needed' || state === 'outgrown' || state === 'harmful';
  return [
    stateWords[state],
    ...(isClaim && !stands ? [`not certain among ${among}`] : []),
    ...(pairs === 0 ? [] : [`effect ${points(effect.estimate)} points (${points(effect.lower)} to ${points(effect.upper)})`]),
    `${pairs} ${pairs === 1 ? 'pair' : 'pairs'}`,
    ...(record.running === 0 ? [] : [`${record.running} running`]),
    ...(record.lastAt === null ? [] : [`tested ${record.lastAt.slice(0, 10)}`]),
  ].join(', ');
}

/** Among how many entries an answer has to stand. */
export function testedIn(rows: readonly EntryRow[]): number {
  return rows.filter(({ record }) => record !== null && record.judgement.state !== 'untested').length;
}

export function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? 'less than $0.01' : `$${usd.toFixed(2)}`;
}

export function minuteWords(minutes: number): string {
  if (minutes < 1) return 'less than a minute';
  return minutes < 100 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function points(share: number): number {
  return Math.round(share * 100) || 0;
}
