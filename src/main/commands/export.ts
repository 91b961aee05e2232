import { resolve } from 'node:path';
import type { Output } from '../cli/output.ts';
import { EXIT } from '../cli/usage.ts';
import { pieces, writeFile } from '../export/write-file.ts';

/** Writes a session where it was asked to go. */
export async function exportSession(
  { session, chunks }: { session: string; chunks: Iterable<string> },
  options: { json: boolean; out?: string },
  output: Output,
): Promise<number> {
  if (options.out === undefined) {
    for (const piece of pieces(chunks)) {
      if (output.unread.aborted) break;
      await output.raw(piece);
    }
    return EXIT.ok;
  }
  const path = resolve(options.out);
  const bytes = await writeFile(path, chunks);
  if (options.json) await output.json({ session, path, bytes });
  else await output.line(`${path}, ${bytes} bytes`);
  return EXIT.ok;
}
