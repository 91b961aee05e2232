/** Which model at which target a command takes, where it was not said whole. Pure. */
import type { ProviderView, SettingsView } from '../../shared/settings-view.ts';
import { ProblemError } from '../../shared/problem.ts';

export interface WorkerChoice {
  provider: string;
  model: string;
  target: string;
}

/** @param keyVariable the environment variable that a provider's key comes in */
export function chooseWorker(
  { providers, targets }: Pick<SettingsView, 'providers' | 'targets'>,
  asked: Partial<WorkerChoice>,
  keyVariable: (provider: string) => string,
): WorkerChoice {
  const provider = chooseProvider(providers, asked, keyVariable);
  const isUsable = provider.builtIn || provider.key !== 'none';
  if (!isUsable) {
    const variable = keyVariable(provider.id);
    const todo = `Put its key into the environment as ${variable}; the key that the window keeps is in your keyring, where a terminal cannot get it.`;
    throw new ProblemError({ what: `${provider.name} has no key here`, where: variable, todo });
  }
  return {
    provider: provider.id,
    model: asked.model ?? provider.models[0]?.id ?? '',
    target: asked.target ?? targets[0]?.id ?? 'local',
  };
}

function chooseProvider(
  providers: readonly ProviderView[],
  asked: Partial<WorkerChoice>,
  keyVariable: (provider: string) => string,
): ProviderView {
  const { provider: id, model } = asked;
  const has = (provider: ProviderView): boolean => model === undefined || provider.models.some((one) => one.id === model);
  if (id !== undefined) {
    const named = providers.find((provider) => provider.id === id);
    if (named !== undefined) return named;
    const todo = `Add it in the window under Settings, Providers, or take one of: ${providers.map((provider) => provider.id).join(', ')}.`;
    throw new ProblemError({ what: `The provider "${id}" is not in the settings`, where: '--provider', todo });
  }
  const own = providers.filter((provider) => !provider.builtIn && has(provider));
  const found = own.find((provider) => provider.key !== 'none') ?? own[0] ?? (model === undefined ? undefined : providers.find(has));
  if (found !== undefined) return found;
  if (model !== undefined) {
    throw new ProblemError({
      what: `No provider has a model "${model}"`,
      where: '--model',
      todo: 'Add it to a provider in the window, under Settings.',
    });
  }
  const todo = `Add a provider in the window under Settings, and put its key into the environment, e.g. ${keyVariable('anthropic')}. To try it out: --provider rehearsal --model demo.`;
  throw new ProblemError({ what: 'There is no provider of models yet', where: 'Settings, Providers', todo });
}
