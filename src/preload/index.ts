/** The bridge, whole: all that the window can reach of the main process. Bundled as CommonJS for a sandboxed preload. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Channel, DroverBridge, Push } from '../shared/ipc.ts';

/** Every channel by name. Not `inputs` itself: the schemas are checked in the main process and would only weigh here. */
const channels: Record<Channel, true> = {
  'about.get': true,
  'demo.run': true,
  'sessions.list': true,
  'session.events': true,
  'session.watch': true,
  'session.unwatch': true,
  'session.stop': true,
  'session.continue': true,
  'session.diff': true,
  'diff.file': true,
  'session.outline': true,
  'session.skeleton': true,
  'session.event': true,
  'session.find': true,
  'session.at': true,
  'session.saw': true,
  'session.files': true,
  'session.file': true,
  'session.changes': true,
  'session.fork': true,
  'session.compare': true,
  'compare.diff': true,
  'session.restore': true,
  'session.verify': true,
  'session.export': true,
  'sessions.lineage': true,
  'link.take': true,
  search: true,
  'import.claudeCode': true,
  'import.pick': true,
  'import.jsonl': true,
  'import.cancel': true,
  'verdict.accept': true,
  'verdict.commits': true,
  'verdict.reject': true,
  'verdict.sendBack': true,
  'pullRequest.ready': true,
  'pullRequest.open': true,
  'spec.tryOnBase': true,
  'spec.cancelTry': true,
  'spec.onBase': true,
  'spec.suggest': true,
  'spec.cancelSuggest': true,
  'spec.misses': true,
  'spec.importForeign': true,
  'settings.dailyBudget': true,
  'budget.today': true,
  'coaching.read': true,
  'coaching.save': true,
  'coaching.saveProbe': true,
  'coaching.draft': true,
  'coaching.plan': true,
  'coaching.test': true,
  'coaching.guard': true,
  'coaching.stop': true,
  'coaching.trials': true,
  'coaching.history': true,
  'settings.trials': true,
  'project.pick': true,
  'project.open': true,
  'projects.list': true,
  'project.forget': true,
  'spec.read': true,
  'spec.check': true,
  'spec.save': true,
  'spec.dispatch': true,
  'settings.get': true,
  'settings.theme': true,
  'provider.save': true,
  'provider.remove': true,
  'provider.test': true,
  'target.save': true,
  'target.remove': true,
  'target.test': true,
  'target.trust': true,
  'target.passphrase': true,
  'ssh.hosts': true,
};

const bridge: DroverBridge = {
  call(channel, input) {
    if (!Object.hasOwn(channels, channel)) return Promise.reject(new TypeError(`no channel "${String(channel)}"`));
    return ipcRenderer.invoke('drover:call', channel, input);
  },
  onPush(listener) {
    const receive = (_event: IpcRendererEvent, push: Push): void => listener(push);
    ipcRenderer.on('drover:push', receive);
    return () => void ipcRenderer.off('drover:push', receive);
  },
};

contextBridge.exposeInMainWorld('drover', bridge);
