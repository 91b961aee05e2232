import { z } from 'zod';
import { ProblemError } from '../../shared/problem.ts';
import type { McpPorts } from './ports.ts';

export const fileInput = {
  session: z.string().min(1).max(60).describe('Id of the session, whole or its beginning or end'),
  seq: z.number().int().min(1).optional().describe('The event after which the file is wanted; without it, the last'),
  path: z.string().max(4096).default('').describe('The file; empty, or ending in /, lists what is there'),
  offset: z.number().int().min(0).default(0).describe('Where to begin: a character of the file, or an entry of the list'),
};

const MOST_CHARACTERS = 50_000;
const MOST_ENTRIES = 500;

type Input = z.infer<z.ZodObject<typeof fileInput>>;

/** @returns the file or a list of files and, as `next`, the offset to go on from; null at the end */
export async function getWorkspaceFile(ports: McpPorts, input: Input) {
  const session = ports.session(input.session);
  const head = ports.head(session);
  const seq = input.seq ?? head;
  if (seq > head)
    throw new ProblemError({ what: `The session has ${head} events`, where: `seq ${seq}`, todo: 'Ask for an event that there is.' });
  if (input.path === '' || input.path.endsWith('/')) return listing(ports, session, seq, input);
  const file = await ports.fileAt(session, seq, input.path);
  if (file.kind === 'missing') {
    const todo = 'List what is there: the same call with an empty path. The files of an imported session are not here.';
    throw new ProblemError({ what: `There is no such file after event ${seq}`, where: input.path, todo });
  }
  if (file.kind === 'binary') return { session, seq, path: file.path, bytes: file.bytes, binary: true };
  const text = file.text.slice(input.offset, input.offset + MOST_CHARACTERS);
  const end = input.offset + text.length;
  return { session, seq, path: file.path, bytes: file.bytes, text, truncated: file.truncated, next: end < file.text.length ? end : null };
}

async function listing(ports: McpPorts, session: string, seq: number, { path, offset }: Input) {
  const view = await ports.filesAt(session, seq);
  const entries = view.entries.filter((entry) => entry.path.startsWith(path));
  const files = entries
    .slice(offset, offset + MOST_ENTRIES)
    .map(({ path: name, kind, bytes, sinceBase }) => ({ path: name, kind, bytes, since_base: sinceBase }));
  const end = offset + files.length;
  return {
    session,
    seq,
    snapshot_seq: view.snapshotSeq,
    state: view.state,
    files,
    left_out: view.leftOut,
    next: end < entries.length ? end : null,
  };
}
