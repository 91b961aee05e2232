/** What a rewind starts with, and what of it the user changed. Pure. */
import type { SessionEvent } from '../../../shared/events.ts';
import type { SessionState } from '../../../shared/fold.ts';
import type { FilesView, ForkChanges, ForkCoaching } from '../../../shared/instant.ts';
import { formatSpec } from '../../../shared/spec-text.ts';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { formatCount } from '../../ui/format-count.ts';
import { choiceMistake } from '../spec/dispatch/dispatch-choice.ts';

export interface RewindChoice {
  message: string;
  spec: string;
  provider: string;
  model: string;
  target: string;
  coaching: ForkCoaching;
}

export interface RewindStart extends RewindChoice {
  /** Whose words `message` holds: those of the event itself, which is then replaced; of the one after it; or nobody's yet. */
  said: 'here' | 'next' | 'nothing';
  /** Entries of the coaching that it was told. */
  told: number;
}

/** @param around the event at `seq` and the one after it */
export function startOf(state: SessionState, seq: number, around: readonly SessionEvent[], specText: string | null): RewindStart {
  const here = around.find((event) => event.seq === seq);
  const next = around.find((event) => event.seq === seq + 1);
  const spoken = here?.type === 'user.message' ? here : next?.type === 'user.message' ? next : undefined;
  return {
    message: spoken?.content.map((block) => block.text).join('\n') ?? '',
    said: spoken === undefined ? 'nothing' : spoken === here ? 'here' : 'next',
    spec: specText ?? (state.outcome === null ? '' : formatSpec(state.outcome.spec)),
    provider: state.dispatch?.provider ?? '',
    model: state.dispatch?.model ?? '',
    target: state.dispatch?.target ?? '',
    coaching: 'keep',
    told: state.told?.entries.length ?? 0,
  };
}

/** Only what differs is said: what is left out stays as it was. A message that came next is said again, also unchanged. */
export function changesOf(start: RewindStart, choice: RewindChoice): ForkChanges {
  const message = choice.message.trim();
  return {
    ...(message !== '' && (start.said !== 'here' || choice.message !== start.message) && { message: choice.message }),
    ...(choice.spec.trim() !== '' && choice.spec !== start.spec && { spec: choice.spec }),
    ...((choice.provider !== start.provider || choice.model !== start.model) && { provider: choice.provider, model: choice.model }),
    ...(choice.target !== start.target && { target: choice.target }),
    ...(choice.coaching !== 'keep' && { coaching: choice.coaching }),
  };
}

/** Why it cannot go on with this model at this target, in words; null where it can. */
export function choiceLacks(settings: SettingsView, choice: Pick<RewindChoice, 'provider' | 'model' | 'target'>): string | null {
  const provider = settings.providers.find((candidate) => candidate.id === choice.provider);
  if (provider?.models.some((model) => model.id === choice.model) !== true) {
    return `${choice.model === '' ? 'Its model' : choice.model} is not among your models: choose one.`;
  }
  if (!settings.targets.some((target) => target.id === choice.target)) {
    return `${choice.target === '' ? 'Its target' : choice.target} is not among your targets: choose one.`;
  }
  return choiceMistake(settings, choice);
}

/** Which files the new session begins with, and whether they are to be had. */
export function filesInWords(files: FilesView, target: string): { text: string; todo: string | null } {
  const count = `${formatCount(files.entries.length)}${files.truncated ? ' and more' : ''} ${files.entries.length === 1 ? 'file' : 'files'}`;
  const changed = files.entries.filter((entry) => entry.sinceBase !== null).length;
  const since = files.snapshotSeq === 0 ? 'of the base commit' : `as they were saved at #${formatCount(files.snapshotSeq)}`;
  switch (files.state) {
    case 'here':
      return {
        text: `${count} ${since}${files.snapshotSeq === 0 ? '' : changed === 0 ? ', none changed since the base' : `, ${formatCount(changed)} changed since the base`}.`,
        todo: null,
      };
    case 'waiting':
      return {
        text: `The files saved at #${formatCount(files.snapshotSeq)} are still on ${target}.`,
        todo: `They come by themselves when ${target} can be reached. Wait for them, or rewind to an earlier event.`,
      };
    case 'lost':
      return {
        text: `The files saved at #${formatCount(files.snapshotSeq)} went with their sandbox before they could be fetched.`,
        todo: `Rewind to an event before #${formatCount(files.snapshotSeq)}: the files of that time are kept.`,
      };
  }
}
