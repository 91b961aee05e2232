/** How far a file was read, and whether that part of it still stands. */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

/** Looked at, of the part's beginning and of its end. */
const LOOK = 64 * 1024;

/** A digest of the beginning and of the end of a file's first `length` bytes. */
export async function digestOfPart(path: string, length: number): Promise<string> {
  const file = await open(path);
  try {
    const hash = createHash('sha256').update(String(length));
    hash.update(await bytesOf(file, 0, Math.min(length, LOOK)));
    if (length > LOOK) hash.update(await bytesOf(file, Math.max(LOOK, length - LOOK), length));
    return hash.digest('base64url');
  } finally {
    await file.close();
  }
}

async function bytesOf(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
  return bytes.subarray(0, bytesRead);
}
