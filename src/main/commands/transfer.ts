/** The commands that bring sessions in and out. */
import { Option } from 'commander';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exportChunks, exportFormats, importJsonl, type ExportFormat } from '../app/exports.ts';
import { createImports } from '../app/imports.ts';
import { importSessions } from '../cli/import.ts';
import type { Output } from '../cli/output.ts';
import { stopOnSignals } from '../cli/signals.ts';
import { openLog, type Log } from '../log/log.ts';
import { openSettings } from '../settings/settings.ts';
import { createVault } from '../vault/vault.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { exportSession } from './export.ts';
import { takeKeys } from './keys.ts';
import { withSession } from './reading.ts';

export function addExportCommand(command: AddCommand, output: Output): void {
  command('export <id>', 'Writes a session to a file, or to stdout: as JSONL, which imports again, or as a page for a browser.')
    .addOption(new Option('--format <format>', 'jsonl or html').choices(exportFormats).makeOptionMandatory())
    .option('--out <file>', 'the file to write; without it, stdout')
    .action((id: string, options: CommonOptions & { format: ExportFormat; out?: string }) =>
      withSession(id, options, output, async (log, session) => {
        const vault = createVault({ file: join(options.dataDir, 'vault.json'), cipher: null });
        await takeKeys({ settings: openSettings(join(options.dataDir, 'settings.json')), vault });
        const chunks = exportChunks(log, session, options.format, (text) => vault.mask(text));
        return exportSession({ session, chunks }, options, output);
      }),
    );
}

export function addImportCommands(command: AddCommand, output: Output, logWorker: URL): void {
  command('claude-code [folder]', "Imports Claude Code's sessions: of a folder, or of its own places. Again, it adds what is new.").action(
    (folder: string | undefined, options: CommonOptions) =>
      withParts(options, logWorker, async ({ log, settings, vault }) => {
        const providers = (): ReturnType<typeof settings.get>['providers'] => settings.get().providers;
        const imports = createImports({ dataDir: options.dataDir, log, providers, secrets: () => vault.secrets() });
        return importSessions(imports, folder === undefined ? null : resolve(folder), options, output, stopOnSignals());
      }),
  );
  command('jsonl <file>', 'Imports a session that was exported as JSONL: the very same events.').action(
    (file: string, options: CommonOptions) =>
      withParts(options, logWorker, async ({ log }) => {
        const { sessions, added } = await importJsonl(log, resolve(file));
        if (options.json) await output.json({ sessions, events_added: added });
        else await output.line(`Done. ${added} new events in ${sessions.join(', ')}.`);
        return 0;
      }),
  );
}

interface Parts {
  log: Log;
  settings: ReturnType<typeof openSettings>;
  vault: ReturnType<typeof createVault>;
}

async function withParts({ dataDir }: CommonOptions, worker: URL, use: (parts: Parts) => Promise<number>): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const settings = openSettings(join(dataDir, 'settings.json'));
  const vault = createVault({ file: join(dataDir, 'vault.json'), cipher: null });
  await takeKeys({ settings, vault });
  const log = openLog(join(dataDir, 'log.db'), { worker });
  try {
    process.exitCode = await use({ log, settings, vault });
  } finally {
    await log.close();
  }
}
