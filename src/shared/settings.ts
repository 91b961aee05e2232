import { z } from 'zod';

/** US dollars per million tokens. */
export const Prices = z.strictObject({
  input: z.number().min(0),
  output: z.number().min(0),
  cacheRead: z.number().min(0),
  cacheWrite: z.number().min(0),
});
export type Prices = z.infer<typeof Prices>;

export const ProviderModel = z.strictObject({
  id: z.string().min(1, 'a model needs its id'),
  prices: Prices,
  maxOutputTokens: z.number().int().positive().default(16_000),
  /** The model's window. A conversation that fills three quarters of it is compacted. */
  contextTokens: z.number().int().positive().default(200_000),
});
export type ProviderModel = z.infer<typeof ProviderModel>;

/** What all sessions together may spend in a day, by this computer's clock. Reaching one pauses what runs. */
export const DailyBudget = z.strictObject({
  usd: z.number().positive().optional(),
  tokens: z.number().int().positive().optional(),
  minutes: z.number().positive().optional(),
  iterations: z.number().int().positive().optional(),
});
export type DailyBudget = z.infer<typeof DailyBudget>;

/** How trials of coaching are judged, where it is not the default rule. */
export const TrialSettings = z.strictObject({
  /** The smallest effect on the pass rate that matters, between 0 and 1. */
  smallest: z.number().min(0.05).max(0.5),
  /** Pairs of runs for an entry at most. */
  maxPairs: z.number().int().min(1).max(1000),
});
export type TrialSettings = z.infer<typeof TrialSettings>;

/** How many workers' sandboxes a target holds at a time, `PLACES` where it is not said; more sessions wait for a place. */
const places = z.number().int().min(1).max(64).optional();
export const PLACES = 4;

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes');

/** Anything that speaks the Messages API. The key is not here: the vault keeps it under `provider:<id>`. */
export const Provider = z.strictObject({
  id: Id,
  name: z.string().min(1),
  baseURL: z.url({ protocol: /^https?$/, error: 'an http or https address, e.g. https://api.anthropic.com' }),
  models: z.array(ProviderModel).min(1, 'add at least one model'),
  /** Sent as `anthropic-version`; empty leaves it to the SDK. */
  versionHeader: z.string().default(''),
});
export type Provider = z.infer<typeof Provider>;

export const TargetSettings = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('local'),
    id: Id,
    name: z.string().min(1),
    isolation: z.enum(['bubblewrap', 'none']),
    places,
    /** Folders outside the system that hold tools (nvm, pyenv …): mounted read-only, their `bin` on the PATH. */
    toolPaths: z.array(z.string()).default([]),
  }),
  z.strictObject({
    kind: z.literal('ssh'),
    id: Id,
    name: z.string().min(1),
    isolation: z.enum(['bubblewrap', 'none']),
    places,
    toolPaths: z.array(z.string()).default([]),
    host: z.string().min(1, 'a host is needed'),
    port: z.number().int().min(1).max(65535).default(22),
    user: z.string().min(1, 'a user name is needed'),
    /** Path of a private key; empty uses the agent alone. */
    identityFile: z.string().default(''),
    /** Another known_hosts file to believe, beside the user's and Drover's own. */
    knownHostsFile: z.string().default(''),
  }),
]);
export type TargetSettings = z.infer<typeof TargetSettings>;

export const Settings = z.object({
  version: z.literal(1),
  /** Names this installation on every target, so that it removes only its own sandboxes. */
  installation: z.string(),
  theme: z.enum(['system', 'light', 'dark']),
  dailyBudget: DailyBudget.optional(),
  trials: TrialSettings.optional(),
  providers: z.array(Provider),
  targets: z.array(TargetSettings),
  /** Folders of opened repositories, newest first. */
  projects: z.array(z.string()),
});
export type Settings = z.infer<typeof Settings>;
