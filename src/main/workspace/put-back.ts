/** Single files of the store into a sandbox, byte for byte: attributes are not applied. */
import type { Sandbox } from '../../shared/sandbox.ts';
import type { ObjectReader } from './object-reader.ts';
import { quote, runScript, scriptFailed } from './script.ts';

export interface FileBack {
  /** Within the workspace. */
  path: string;
  /** Octal. */
  mode: string;
  /** Of its blob. */
  id: string;
}

const DOING = 'Putting files back';
const LARGEST = 512 * 1024 * 1024;

/** Nobody may be at work in the sandbox meanwhile. Repeatable. */
export async function putBack(
  reader: ObjectReader,
  sandbox: Sandbox,
  { files, prefix, signal }: { files: readonly FileBack[]; prefix: string; signal?: AbortSignal | undefined },
): Promise<void> {
  for (const { path, id } of files) {
    signal?.throwIfAborted();
    const blob = await reader.read(id, LARGEST);
    if (blob === null) throw new Error(`the file ${path} (${id}) is not in the store`);
    await sandbox.upload(path, once(blob.content));
  }
  const modes = files.map(({ path, mode }) => `chmod ${quote(mode)} ${quote(`./${path}`)}`);
  const script = `set -eu\ncd ${quote(sandbox.workspacePath)}\n${modes.join('\n')}`;
  const answer = await runScript(sandbox, `${prefix}-modes`, script, { doing: DOING, timeoutMs: 60_000, signal });
  if (answer.exitCode !== 0) throw scriptFailed(sandbox, DOING, answer);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
