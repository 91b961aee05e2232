/** Of which model a command about coaching speaks, where that was not said whole. Pure. */
import type { EntryRecord } from '../../shared/coaching/entry-record.ts';
import type { CoachingView } from '../../shared/ipc-coaching.ts';

interface Known {
  newest: CoachingView['newest'];
  records: readonly Pick<EntryRecord, 'provider' | 'model'>[];
  /** Those of the settings. */
  providers: readonly { id: string; models: readonly { id: string }[] }[];
}

/**
 * The model of the project's newest dispatch, else the one that was tried last; of a model that is named, the provider that
 * these had it from, else the first one that has it. Null: nobody knows of any.
 */
export function coachedModel(
  asked: { provider?: string; model?: string },
  { newest, records, providers }: Known,
): { provider: string; model: string } | null {
  const has = (one: { provider: string; model: string }): boolean =>
    (asked.provider === undefined || one.provider === asked.provider) && (asked.model === undefined || one.model === asked.model);
  const seen = [...(newest === null ? [] : [newest]), ...records.toReversed()].find(has);
  const listed = providers.flatMap(({ id, models }) => models.map((model) => ({ provider: id, model: model.id }))).find(has);
  // Of a model that is named whole nothing has to be known.
  const named = asked.provider === undefined || asked.model === undefined ? null : { provider: asked.provider, model: asked.model };
  const isAsked = asked.provider !== undefined || asked.model !== undefined;
  const found = named ?? seen ?? (isAsked ? listed : undefined);
  return found === undefined ? null : { provider: found.provider, model: found.model };
}
