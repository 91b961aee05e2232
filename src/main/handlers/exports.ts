/** What the window asks of exports. */
import type { Drover } from '../app/drover.ts';
import { exportChunks, exportName } from '../app/exports.ts';
import { writeFile } from '../export/write-file.ts';
import type { Handlers } from '../ipc/register.ts';
import type { Shell } from './shell.ts';

const KINDS = {
  jsonl: { name: 'Session, for Drover', extensions: ['jsonl'] },
  html: { name: 'Session, as a page', extensions: ['html'] },
};

export function exportHandlers({ log, vault }: Drover, shell: Shell): Pick<Handlers, 'session.export'> {
  return {
    'session.export': async ({ session, format }) => {
      const path = await shell.pickNewFile('Export the session', exportName(log, session, format), KINDS[format]);
      if (path === null) return null;
      await writeFile(
        path,
        exportChunks(log, session, format, (text) => vault.mask(text)),
      );
      return { path };
    },
  };
}
