import { readFileSync } from 'node:fs';
import { compressFrameSync } from 'lz4-napi';
import { describe, expect, test } from 'vitest';
import { type Codec, CodecError } from '#env/codecs.ts';
import { type BlockCodec, decompressLz4Frame } from '#env/framing/lz4-frame.ts';
import { decompressSnappy } from '#env/framing/snappy-framing.ts';
import { nodeCodecs } from '#env/node/node-codecs.ts';

const CODECS = ['gzip', 'snappy', 'lz4', 'zstd'] as const;

/**
 * The text that Kafka 4.3.1's own output streams compressed into tests/golden/codecs/sample.*:
 * 64 KiB of a short pattern, then 500 bytes that no compressor makes smaller.
 */
function sample(): Uint8Array {
  const data = Uint8Array.from({ length: 65_536 + 500 }, (_, index) => index % 251);
  let state = 12345;
  for (let index = 65_536; index < data.length; index += 1) {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    data[index] = state >>> 16;
  }
  return data;
}

function golden(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../golden/codecs/${name}`, import.meta.url)));
}

function kindOf(codec: Codec, data: Uint8Array, maxBytes = 1_000_000): string {
  try {
    nodeCodecs.decompress(codec, data, maxBytes);
  } catch (failure) {
    if (failure instanceof CodecError) return failure.kind;
    throw failure;
  }
  return 'no error';
}

/** A view somewhere in the middle of a larger buffer, as batches in a fetch response are. */
function embedded(data: Uint8Array): Uint8Array {
  const larger = new Uint8Array(data.length + 20).fill(0xee);
  larger.set(data, 7);
  return larger.subarray(7, 7 + data.length);
}

describe.each(CODECS)('%s', (codec) => {
  test('reads what Kafka wrote', () => {
    expect(nodeCodecs.decompress(codec, golden(`sample.${codec}`), 70_000)).toEqual(sample());
    expect(nodeCodecs.decompress(codec, golden(`empty.${codec}`), 70_000)).toHaveLength(0);
  });

  test('reads from and writes of the middle of a buffer', () => {
    const compressed = nodeCodecs.compress(codec, embedded(sample()));
    expect(nodeCodecs.decompress(codec, embedded(compressed), 70_000)).toEqual(sample());
  });

  test('gives back what it was given, at every size around its blocks', () => {
    for (const size of [0, 1, 12, 13, 32_767, 32_768, 32_769, 65_535, 65_536, 65_537, 200_000]) {
      const data = Uint8Array.from({ length: size }, (_, index) => (index * index) >> 3);
      const compressed = nodeCodecs.compress(codec, data);
      expect(nodeCodecs.decompress(codec, compressed, size)).toEqual(data);
    }
  });

  test('returns plain arrays, whose slice is a copy', () => {
    for (const data of [
      nodeCodecs.compress(codec, sample()),
      nodeCodecs.decompress(codec, golden(`sample.${codec}`), 70_000),
    ]) {
      expect(data.constructor).toBe(Uint8Array);
    }
  });

  test('allows exactly as many bytes as asked', () => {
    expect(kindOf(codec, golden(`sample.${codec}`), sample().length)).toBe('no error');
    expect(kindOf(codec, golden(`sample.${codec}`), sample().length - 1)).toBe('too-large');
    expect(kindOf(codec, golden(`sample.${codec}`), 0)).toBe('too-large');
    expect(kindOf(codec, golden(`empty.${codec}`), 0)).toBe('no error');
  });

  test('refuses a bomb', () => {
    const bomb = nodeCodecs.compress(codec, new Uint8Array(64 * 2 ** 20));
    expect(bomb.length).toBeLessThan(4 * 2 ** 20);
    expect(kindOf(codec, bomb, 100_000)).toBe('too-large');
  });

  test('calls cut and broken data corrupt, whichever byte it is', () => {
    const whole = golden(`sample.${codec}`);
    for (const length of [0, 1, 5, 10, 17, 30, whole.length - 20]) {
      const kind = kindOf(codec, whole.subarray(0, length));
      // Snappy's frame has no end mark: nothing but its header is a frame of nothing.
      expect([length, kind]).toEqual([length, 'corrupt']);
    }
    expect(kindOf(codec, new TextEncoder().encode('this is no compressed data'))).toBe('corrupt');
  });

  test('never fails but with a CodecError, whatever byte is changed', () => {
    const whole = golden(`sample.${codec}`);
    for (let at = 0; at < whole.length; at += 1 + (at >> 5)) {
      const broken = whole.slice();
      broken[at] = (broken[at] as number) ^ (1 << (at % 8));
      expect(['corrupt', 'too-large', 'no error']).toContain(kindOf(codec, broken, 70_000));
    }
  });
});

describe('snappy framings', () => {
  test('writes, byte for byte, what Kafka writes', () => {
    expect(nodeCodecs.compress('snappy', sample())).toEqual(golden('sample.snappy'));
    expect(nodeCodecs.compress('snappy', new Uint8Array(0))).toEqual(golden('empty.snappy'));
  });

  test('reads a bare block, as clients without the framing send it', () => {
    const raw = golden('sample-raw.snappy');
    expect(nodeCodecs.decompress('snappy', raw, 70_000)).toEqual(sample());
    expect(kindOf('snappy', raw, 60_000)).toBe('too-large');
  });

  test('reads streams that follow one another', () => {
    const one = golden('sample.snappy');
    const two = new Uint8Array([...one, ...one]);
    expect(nodeCodecs.decompress('snappy', two, 140_000)).toHaveLength(2 * sample().length);
  });

  test('refuses a block that claims gigabytes before it makes room for them', () => {
    const claim = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x08, 0x00);
    const blocks: BlockCodec = {
      compress: (block) => block,
      decompress: () => expect.unreachable(),
    };
    expect(() => decompressSnappy(claim, 1_000_000, blocks)).toThrow(/larger than the 1000000/);
  });

  test('refuses a length that reaches past the end or is negative', () => {
    const header = [...golden('empty.snappy')];
    expect(kindOf('snappy', Uint8Array.from([...header, 0, 0, 0, 9, 1]))).toBe('corrupt');
    expect(kindOf('snappy', Uint8Array.from([...header, 0xff, 0, 0, 9, 1]))).toBe('corrupt');
  });
});

describe('lz4 frames', () => {
  const HEADER_SIZE = 7;

  test('writes the header that Kafka writes', () => {
    const ours = nodeCodecs.compress('lz4', sample());
    expect(ours.subarray(0, HEADER_SIZE)).toEqual(golden('sample.lz4').subarray(0, HEADER_SIZE));
    expect(nodeCodecs.compress('lz4', new Uint8Array(0))).toEqual(golden('empty.lz4'));
  });

  test('reads larger blocks and checks their checksums and the content checksum', () => {
    const data = new Uint8Array([...sample(), ...sample(), ...sample(), ...sample()]);
    const frame = compressFrameSync(Buffer.from(data), {
      blockChecksums: true,
      contentChecksum: true,
    });
    expect(nodeCodecs.decompress('lz4', frame, 300_000)).toEqual(data);
    const broken = Uint8Array.from(frame);
    broken[broken.length - 1] = (broken[broken.length - 1] as number) ^ 1;
    expect(kindOf('lz4', broken)).toBe('corrupt');
  });

  test('refuses a wrong header checksum, dependent blocks, dictionaries and other versions', () => {
    const whole = golden('sample.lz4');
    for (const [at, value] of [
      [6, 0],
      [4, 0x40],
      [4, 0x61],
      [4, 0xa0],
      [5, 0x30],
      [5, 0x41],
    ] as const) {
      const broken = whole.slice();
      broken[at] = value;
      expect(kindOf('lz4', broken)).toBe('corrupt');
    }
  });

  test('asks for no more room than is left, and stops at the block that has none', () => {
    const data = new Uint8Array(300_000);
    const bomb = nodeCodecs.compress('lz4', data);
    const asked: number[] = [];
    const blocks: BlockCodec = {
      compress: (block) => block,
      decompress(_block, maxBytes) {
        asked.push(maxBytes);
        if (maxBytes < 65_536) throw new Error('the output is too small');
        return new Uint8Array(65_536);
      },
    };
    expect(() => decompressLz4Frame(bomb, 100_000, blocks)).toThrow(CodecError);
    expect(asked).toEqual([65_536, 100_000 - 65_536]);
  });

  test('refuses a block above the size that the frame names', () => {
    const frame = Uint8Array.from([...golden('empty.lz4').subarray(0, HEADER_SIZE), 1, 0, 1, 0]);
    expect(kindOf('lz4', frame)).toBe('corrupt');
  });
});
