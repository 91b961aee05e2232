/** The hand's wire: u32 header length, u32 body length (big endian), header (JSON), body (bytes). */

/** Both ends drop a peer that announces more. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

export interface Frame {
  header: unknown;
  body: Buffer;
}

export function encodeFrame(header: object, body?: Uint8Array): Buffer[] {
  const text = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.allocUnsafe(8);
  lengths.writeUInt32BE(text.length, 0);
  lengths.writeUInt32BE(body?.length ?? 0, 4);
  const start = Buffer.concat([lengths, text]);
  return body === undefined || body.length === 0 ? [start] : [start, Buffer.from(body.buffer, body.byteOffset, body.byteLength)];
}

/** Puts frames together from whatever pieces the stream comes in. */
export class FrameDecoder {
  private pieces: Buffer[] = [];
  private held = 0;
  /** Bytes that the next frame needs: 8 until its lengths are known. */
  private wanted = 8;

  /** Throws where the peer does not speak this protocol. */
  *push(chunk: Buffer): Generator<Frame> {
    this.pieces.push(chunk);
    this.held += chunk.length;
    while (this.held >= this.wanted) {
      const data = this.pieces.length === 1 ? (this.pieces[0] ?? chunk) : Buffer.concat(this.pieces, this.held);
      this.pieces = [data];
      const header = data.readUInt32BE(0);
      const body = data.readUInt32BE(4);
      if (header > MAX_FRAME_BYTES || body > MAX_FRAME_BYTES) throw new Error('not a frame of the hand');
      this.wanted = 8 + header + body;
      if (this.held < this.wanted) return;
      const rest = data.subarray(this.wanted);
      const frame = { header: JSON.parse(data.toString('utf8', 8, 8 + header)) as unknown, body: data.subarray(8 + header, this.wanted) };
      this.pieces = rest.length === 0 ? [] : [rest];
      this.held = rest.length;
      this.wanted = 8;
      yield frame;
    }
  }
}
