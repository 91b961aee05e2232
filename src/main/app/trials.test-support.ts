/** A project with coaching and probes, on which the personas of `resources/rehearsal/coaching.yaml` are tried. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TrialSettings } from '../../shared/settings.ts';
import type { EntryRecord } from '../../shared/coaching/entry-record.ts';
import type { RunView } from '../../shared/ipc-coaching.ts';
import type { Drover } from './drover.ts';
import type { Stage } from './loop.test-support.ts';
import { REHEARSAL } from './providers.ts';

/** Of a dozen pairs, on a machine that does other things as well. */
export const TRIALS_LIMIT_MS = 240_000;

export const RULE: TrialSettings = { smallest: 0.5, maxPairs: 30 };

export const CAPITAL = '- Begin a sentence with a capital letter. <!-- id: capital -->\n';
export const STOP = '- End a sentence with a full stop. <!-- id: stop -->\n';

/** Asks for what the personas do, and judges it once. */
export const PROBE = `---
title: Greet
criteria:
  - id: greets
    kind: command
    run: grep -qx 'Hello\\.' greeting.txt
budget:
  iterations: 1
---

Write a greeting into \`greeting.txt\`.
`;

export interface TrialStage {
  project(): Promise<string>;
  put(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  /** The coaching file, and a probe with a small repository of its own for each of these. */
  coach(file: string, ...probed: string[]): Promise<void>;
  rule(rule: TrialSettings, drover?: Drover): void;
  places(places: number): void;
  begin(model: string, entries: string[], budgetUsd?: number | null): Promise<string>;
  ended(run: string): Promise<RunView>;
  /** To its end. */
  test(model: string, entries: string[], budgetUsd?: number | null): Promise<RunView>;
  record(entry: string, model: string): Promise<EntryRecord | undefined>;
}

export function trialStage(at: Stage): TrialStage {
  const made: TrialStage = {
    project: () => at.project(),
    async put(path, text) {
      const file = join(await at.project(), path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    read: async (path) => readFile(join(await at.project(), path), 'utf8'),
    async coach(file, ...probed) {
      await made.put('.drover/coaching.md', file);
      for (const entry of probed) {
        await made.put(`.drover/probes/${entry}.md`, PROBE);
        await made.put(`.drover/probes/${entry}/README`, 'A place for a greeting.\n');
      }
    },
    rule: (trials) => at.drover.settings.update((settings) => ({ ...settings, trials })),
    places: (places) =>
      at.drover.settings.update((settings) => ({ ...settings, targets: settings.targets.map((target) => ({ ...target, places })) })),
    async begin(model, entries, budgetUsd = null) {
      const worker = { provider: REHEARSAL, model, target: 'local' };
      const { run } = await at.drover.testCoaching({ project: await at.project(), kind: 'entries', worker, entries, budgetUsd });
      return run;
    },
    async ended(run) {
      const view = await at.drover.awaitTrials(await at.project(), run, AbortSignal.timeout(TRIALS_LIMIT_MS));
      if (view.ended === null) throw new Error(`the trials never ended: ${JSON.stringify(view.progress)}`);
      return view;
    },
    test: async (model, entries, budgetUsd) => made.ended(await made.begin(model, entries, budgetUsd)),
    async record(entry, model) {
      const { records } = await at.drover.readCoaching(await at.project());
      return records.findLast((record) => record.entry === entry && record.model === model);
    },
  };
  return made;
}
