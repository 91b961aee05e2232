/** Which model at which target a dispatch takes, before the user says otherwise. Pure. */
import type { SettingsView } from '../../../../shared/settings-view.ts';
import type { SessionSummary } from '../../../../shared/summary.ts';

export interface Choice {
  provider: string;
  model: string;
  target: string;
}

/** The last dispatch's choice where it still exists; else the first model whose provider can be used, and the first target. */
export function firstChoice(settings: SettingsView, summaries: Iterable<SessionSummary>): Choice | null {
  const own = [...summaries].filter((summary) => summary.imported === null);
  const newest = own.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]?.dispatch;
  const usable = settings.providers.find((provider) => provider.key !== 'none' && !provider.builtIn) ?? settings.providers[0];
  const provider =
    settings.providers.find(
      (candidate) => candidate.id === newest?.provider && candidate.models.some((model) => model.id === newest.model),
    ) ?? usable;
  const model = provider?.models.find((candidate) => candidate.id === newest?.model) ?? provider?.models[0];
  const target = settings.targets.find((candidate) => candidate.id === newest?.target) ?? settings.targets[0];
  if (provider === undefined || model === undefined || target === undefined) return null;
  return { provider: provider.id, model: model.id, target: target.id };
}

/** Why a choice cannot be dispatched, in words; null where it can. */
export function choiceMistake(settings: SettingsView, choice: Choice | null): string | null {
  if (choice === null) return 'Choose a model and a target.';
  const provider = settings.providers.find((candidate) => candidate.id === choice.provider);
  if (provider !== undefined && provider.key === 'none' && !provider.builtIn) return `${provider.name} has no key yet.`;
  return null;
}
