/** What the window is shown of the settings: never a key, never a passphrase. */
import type { TargetFacts } from './events.ts';
import type { Problem } from './problem.ts';
import type { TargetReport } from './sandbox.ts';
import type { DailyBudget, Provider, Settings, TargetSettings, TrialSettings } from './settings.ts';

export interface ProviderView extends Provider {
  /** `stored`: in the system's keyring; `memory`: for this run only; the key itself never comes here. */
  key: 'stored' | 'memory' | 'none';
  builtIn: boolean;
}

export interface SettingsView {
  theme: Settings['theme'];
  dailyBudget: DailyBudget;
  trials: TrialSettings;
  providers: ProviderView[];
  targets: (TargetSettings & { builtIn: boolean })[];
  projects: string[];
  keyring: { available: boolean; reason: string };
}

export interface SshHost {
  alias: string;
  host: string;
  port: number;
  user: string;
  identityFile: string;
}

export type TargetTest =
  | { state: 'ok'; report: TargetReport }
  /** The host's key is not known yet: show the fingerprint, ask, then `target.trust`. */
  | { state: 'unknown_host'; host: string; port: number; keyType: string; fingerprint: string }
  | { state: 'passphrase_needed'; identityFile: string; problem: Problem | null }
  | { state: 'failed'; problem: Problem; facts: TargetFacts | null };
