/** `drover coaching plan`: what is due for a model, cheapest information first, and what it would cost. Runs nothing. */
import type { PlannedItem, TrialPlan } from '../../shared/ipc-coaching.ts';
import type { WorkerChoice } from '../../shared/ipc-judgment.ts';
import { counted, dollars, dueWords, minuteWords } from './coaching-words.ts';
import type { Output } from './output.ts';

export async function printPlan(plan: TrialPlan, worker: WorkerChoice, options: { json: boolean }, output: Output): Promise<void> {
  const { items, untestable, usd, minutes } = plan;
  if (options.json) return output.json({ worker, items, untestable, usd, minutes });
  for (const item of items) await output.line(`${item.entry}  ${itemWords(item)}`);
  for (const { entry, why } of untestable) output.note(`${entry}: cannot be tested. ${why}`);
  output.note(planWords(plan, worker));
}

function itemWords({ due, pairs, usd, minutes }: PlannedItem): string {
  const price = usd === null || minutes === null ? 'price not known yet' : `${dollars(usd)}, ${minuteWords(minutes)}`;
  return `${due === null ? 'not due' : dueWords[due]} · ${counted(pairs, 'pair', 'pairs')} · ${price}`;
}

/** All of it in one sentence. */
export function planWords({ items, usd, minutes }: TrialPlan, { model, target }: WorkerChoice): string {
  const on = `${model} @ ${target}`;
  if (items.length === 0) return `Nothing is due on ${on}.`;
  const pairs = items.reduce((sum, item) => sum + item.pairs, 0);
  const unknown = items.filter((item) => item.usd === null).length;
  const price = unknown === items.length ? [] : [`${dollars(usd)} and ${minuteWords(minutes)}`];
  const open = unknown === 0 ? [] : [`a price that is not known before the first run of ${counted(unknown, 'entry', 'entries')}`];
  const cost = [...price, ...open].join(', and ');
  return `${counted(items.length, 'entry', 'entries')} on ${on}: about ${counted(pairs, 'pair', 'pairs')} of runs, ${cost}.`;
}
