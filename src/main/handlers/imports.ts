/** What the window asks of imports. */
import type { Drover } from '../app/drover.ts';
import { importJsonl } from '../app/exports.ts';
import type { Handlers } from '../ipc/register.ts';
import type { Shell } from './shell.ts';

type Channels = 'import.claudeCode' | 'import.pick' | 'import.jsonl' | 'import.cancel';

export function importHandlers({ imports, log }: Drover, shell: Shell): Pick<Handlers, Channels> {
  imports.onProgress((progress) => shell.push({ kind: 'import', progress }));
  return {
    'import.claudeCode': ({ folder }) => ({ id: imports.claudeCode(folder).id }),
    'import.pick': () => shell.pickFolder('Import sessions from a folder'),
    'import.jsonl': async () => {
      const file = await shell.pickFile('Import a session', { name: 'Exported session', extensions: ['jsonl'] });
      return file === null ? null : importJsonl(log, file);
    },
    'import.cancel': ({ id }) => {
      imports.cancel(id);
      return null;
    },
  };
}
