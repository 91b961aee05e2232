/** One file of encrypted keys, readable by its owner alone. */
import { copyFileSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../shared/problem.ts';

const VaultFile = z.object({ version: z.literal(1), keys: z.record(z.string(), z.base64()) });

/** A file that cannot be understood is copied beside itself and counts as empty. */
export function readVaultFile(file: string): { keys: Map<string, Buffer>; problems: Problem[] } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { keys: new Map(), problems: [] };
    return {
      keys: new Map(),
      problems: [{ what: 'The file of stored keys may not be read', where: file, todo: 'Correct its rights and start Drover again.' }],
    };
  }
  const parsed = VaultFile.safeParse(parseJson(text));
  if (parsed.success)
    return { keys: new Map(Object.entries(parsed.data.keys).map(([name, blob]) => [name, Buffer.from(blob, 'base64')])), problems: [] };
  const copy = `${file}.${new Date()
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 14)}.kept`;
  copyFileSync(file, copy);
  return {
    keys: new Map(),
    problems: [
      {
        what: 'The file of stored keys cannot be understood',
        where: file,
        todo: `It is kept as ${copy}. Enter the keys again in Settings.`,
      },
    ],
  };
}

/** Whole or not at all, and on the disk when the promise resolves. */
export async function writeVaultFile(file: string, keys: ReadonlyMap<string, Buffer>): Promise<void> {
  const content = { version: 1, keys: Object.fromEntries([...keys].map(([name, blob]) => [name, blob.toString('base64')])) };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const folder = await open(dirname(file), 'r');
  await folder.sync();
  await folder.close();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
