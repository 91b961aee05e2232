/** Packs made here: thousands of small objects cost one `git index-pack` instead of a process each. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { assertObjectId } from './object-id.ts';

export interface GitObject {
  type: 'commit' | 'tree' | 'blob';
  content: Buffer;
}

const TYPE_NUMBER = { commit: 1, tree: 2, blob: 3 } as const;

/** The hash of a repository whose ids look like this one. */
const hashLike = (id: string) => createHash(id.length === 64 ? 'sha256' : 'sha1');

/** The id that git gives an object, in the format of `like`, an id of the same repository. */
export function objectIdOf(object: GitObject, like: string): string {
  const id = hashLike(like).update(`${object.type} ${object.content.length}\0`).update(object.content).digest('hex');
  assertObjectId(id);
  return id;
}

/** A pack (version 2, no deltas) of the objects: gitformat-pack(5). */
export function packObjects(objects: readonly GitObject[], like: string): Buffer {
  const header = Buffer.alloc(12);
  header.write('PACK', 'latin1');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects.length, 8);
  const parts = objects.flatMap((object) => [entryHeader(object), deflateSync(object.content)]);
  const body = Buffer.concat([header, ...parts]);
  return Buffer.concat([body, hashLike(like).update(body).digest()]);
}

/** Three bits of type and the size, least significant bits first: four of them, then seven a byte. */
function entryHeader({ type, content }: GitObject): Buffer {
  const bytes = [(TYPE_NUMBER[type] << 4) | (content.length & 0x0f)];
  for (let rest = Math.floor(content.length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest & 0x7f);
  }
  return Buffer.from(bytes);
}
