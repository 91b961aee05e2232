import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, FrameDecoder, MAX_FRAME_BYTES } from './frames.ts';

const frame = fc.record({ header: fc.record({ t: fc.string(), n: fc.nat() }), body: fc.uint8Array({ maxLength: 300 }) });

test('frames come out as they went in, whatever pieces the stream makes of them', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 6 }), fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (frames, sizes) => {
      const wire = Buffer.concat(frames.flatMap(({ header, body }) => encodeFrame(header, body)));
      const decoder = new FrameDecoder();
      const got = [];
      for (let at = 0; at < wire.length;) {
        const size = sizes.next().value ?? 1;
        for (const one of decoder.push(wire.subarray(at, at + size))) got.push({ header: one.header, body: [...one.body] });
        at += size;
      }
      expect(got).toEqual(frames.map(({ header, body }) => ({ header, body: [...body] })));
    }),
  );
});

test('a peer that announces more than a frame may hold is not believed', () => {
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(MAX_FRAME_BYTES + 1, 4);
  expect(() => [...new FrameDecoder().push(lengths)]).toThrow('not a frame of the hand');
  expect(() => [...new FrameDecoder().push(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'))]).toThrow('not a frame of the hand');
});
