/** Columns of events as they are computed, kept and joined. */

export interface Columns {
  length: number;
  kind: Uint8Array<ArrayBuffer>;
  flags: Uint8Array<ArrayBuffer>;
  at: Float64Array<ArrayBuffer>;
  duration: Float32Array<ArrayBuffer>;
  cost: Float32Array<ArrayBuffer>;
  /** Position of what the event belongs to; 0 where there is none. */
  link: Int32Array<ArrayBuffer>;
}

const BYTES = 22;

export function newColumns(length: number): Columns {
  return {
    length,
    kind: new Uint8Array(length),
    flags: new Uint8Array(length),
    at: new Float64Array(length),
    duration: new Float32Array(length),
    cost: new Float32Array(length),
    link: new Int32Array(length),
  };
}

/** Copies `count` entries of `source` from `from` on to `at`. */
export function copyColumns(target: Columns, at: number, source: Columns, from: number, count: number): void {
  target.kind.set(source.kind.subarray(from, from + count), at);
  target.flags.set(source.flags.subarray(from, from + count), at);
  target.at.set(source.at.subarray(from, from + count), at);
  target.duration.set(source.duration.subarray(from, from + count), at);
  target.cost.set(source.cost.subarray(from, from + count), at);
  target.link.set(source.link.subarray(from, from + count), at);
}

/** Each a copy of its own, so that sending one does not send more. */
export function sliceColumns(source: Columns, from: number, count: number): Columns {
  const target = newColumns(count);
  copyColumns(target, 0, source, from, count);
  return target;
}

/** Widest first, so that every column begins where its numbers may. */
export function packColumns({ length, at, duration, cost, link, kind, flags }: Columns): Buffer {
  const packed = Buffer.alloc(length * BYTES);
  let offset = 0;
  for (const column of [at, duration, cost, link, kind, flags]) {
    packed.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += column.byteLength;
  }
  return packed;
}

/** Null where the bytes are not columns of this length. */
export function unpackColumns(packed: Buffer, length: number): Columns | null {
  if (packed.byteLength !== length * BYTES) return null;
  // What SQLite gives is seldom a part of something else; then it is copied to where numbers may begin.
  const { buffer, byteOffset } =
    packed.byteOffset % 8 === 0 && packed.buffer instanceof ArrayBuffer
      ? { buffer: packed.buffer, byteOffset: packed.byteOffset }
      : { buffer: new Uint8Array(packed).buffer, byteOffset: 0 };
  return {
    length,
    at: new Float64Array(buffer, byteOffset, length),
    duration: new Float32Array(buffer, byteOffset + length * 8, length),
    cost: new Float32Array(buffer, byteOffset + length * 12, length),
    link: new Int32Array(buffer, byteOffset + length * 16, length),
    kind: new Uint8Array(buffer, byteOffset + length * 20, length),
    flags: new Uint8Array(buffer, byteOffset + length * 21, length),
  };
}
