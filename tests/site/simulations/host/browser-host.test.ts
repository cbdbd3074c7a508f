/**
 * The browser's host against Node's: what one compresses the other reads, and digests agree. Its tasks
 * need a browser: they are tested there (browser/).
 */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Codec } from '#env/codecs.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { browserCodecs, loadCodecs } from '../../../../site/simulations/host/browser-codecs.ts';
import { browserDigests, loadDigests } from '../../../../site/simulations/host/browser-digests.ts';
import { ReadingCodecs } from '../../../../site/simulations/host/reading-codecs.ts';

const codecs: readonly Codec[] = ['gzip', 'snappy', 'lz4', 'zstd'];
const LIMIT = 1 << 20;

beforeAll(() => loadCodecs(codecs));

/** Bytes with repetition in them, as records have: some runs, some noise, up to several blocks. */
const content = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 300 })), {
    maxLength: 12,
  })
  .map((parts) => Uint8Array.from(parts.flatMap(([bytes, times]) => repeat(bytes, times))));

function repeat(bytes: Uint8Array, times: number): number[] {
  return Array.from({ length: times }, () => [...bytes]).flat();
}

describe('gzip in the browser', () => {
  const data = new TextEncoder().encode('what was packed '.repeat(1000));
  const packed = gzipSync(data);
  const read = (bytes: Uint8Array) => browserCodecs.decompress('gzip', bytes, LIMIT);
  const changed = (at: number) => {
    const broken = Uint8Array.from(packed);
    broken[broken.length + at] = (broken.at(at) as number) ^ 1;
    return broken;
  };

  it('checks the CRC-32 behind the content, and says both', () => {
    const own = packed.readUInt32LE(packed.length - 8);
    const hex = (word: number) => `0x${word.toString(16).padStart(8, '0')}`;
    expect(() => read(changed(-8))).toThrow(
      `its CRC-32 says ${hex((own ^ 1) >>> 0)}, the content has ${hex(own)}`,
    );
  });

  it('checks the length behind the content', () => {
    expect(() => read(changed(-4))).toThrow(
      `its length says ${data.length ^ 1}, the content has ${data.length} bytes`,
    );
  });

  it('refuses what Node refuses: content of which a byte was changed, and an end that is missing', () => {
    const stored = gzipSync(data, { level: 0 });
    stored[40] = (stored[40] as number) ^ 1;
    for (const broken of [stored, packed.subarray(0, -1), packed.subarray(0, -8)]) {
      expect(() => nodeHost.codecs.decompress('gzip', broken, LIMIT)).toThrow();
      expect(() => read(broken)).toThrow();
    }
  });

  it('reads several members, however they lie in the pieces', () => {
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 4 }), (parts) => {
        const members = Buffer.concat(parts.map((part) => gzipSync(part)));
        expect(read(members)).toEqual(Uint8Array.from(Buffer.concat(parts)));
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(codecs)('%s in the browser', (codec) => {
  it('reads what it wrote, and Node reads it too', () => {
    fc.assert(
      fc.property(content, (data) => {
        const packed = browserCodecs.compress(codec, data);
        expect(browserCodecs.decompress(codec, packed, LIMIT)).toEqual(data);
        expect(nodeHost.codecs.decompress(codec, packed, LIMIT)).toEqual(data);
      }),
      { numRuns: 40 },
    );
  });

  it('reads what Node wrote', () => {
    fc.assert(
      fc.property(content, (data) => {
        const packed = nodeHost.codecs.compress(codec, data);
        expect(browserCodecs.decompress(codec, packed, LIMIT)).toEqual(data);
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same bytes for the same content', () => {
    const data = new TextEncoder().encode('the same again and again '.repeat(50));
    expect(browserCodecs.compress(codec, data)).toEqual(browserCodecs.compress(codec, data));
  });

  it('refuses to become larger than it may', () => {
    const packed = nodeHost.codecs.compress(codec, new Uint8Array(500_000));
    expect(() => browserCodecs.decompress(codec, packed, 1000)).toThrow(
      expect.objectContaining({ name: 'CodecError', kind: 'too-large' }),
    );
  });

  it('throws nothing but a CodecError on rubbish', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rubbish) => {
        expect(outcome(() => browserCodecs.decompress(codec, rubbish, LIMIT))).toBe('fine');
      }),
    );
  });

  it('throws nothing but a CodecError where a byte was changed', () => {
    const data = Uint8Array.from({ length: 700 }, (_, index) => (index * index) % 61);
    const packed = browserCodecs.compress(codec, data);
    for (let at = 0; at < packed.length; at += 1) {
      const broken = Uint8Array.from(packed);
      broken[at] = (broken[at] as number) ^ 0x41;
      expect(outcome(() => browserCodecs.decompress(codec, broken, LIMIT))).toBe('fine');
    }
  });
});

function outcome(run: () => unknown): string {
  try {
    run();
    return 'fine';
  } catch (error) {
    return (error as Error).name === 'CodecError' ? 'fine' : String((error as Error).stack);
  }
}

describe('digests in the browser', () => {
  it('are there for what a broker does by itself; the others say that they have to be loaded', () => {
    expect(browserDigests.hash('md5', Uint8Array.of(1))).toHaveLength(16);
    expect(() => browserDigests.hash('sha256', Uint8Array.of(1))).toThrow('await loadDigests()');
  });
});

describe('codecs that come when bytes need them', () => {
  it('open on the second try what they could not on the first', async () => {
    const codecs = new ReadingCodecs();
    const packed = nodeHost.codecs.compress('lz4', Uint8Array.of(1, 2, 3));
    expect(codecs.coming()).toBeUndefined();
    expect(() => codecs.decompress('lz4', packed, LIMIT)).toThrow('its codec is being loaded');
    await codecs.coming();
    expect(codecs.decompress('lz4', packed, LIMIT)).toEqual(Uint8Array.of(1, 2, 3));
    expect(codecs.coming()).toBeUndefined();
  });
});

describe.each(['md5', 'sha1', 'sha256', 'sha512'] as const)('%s in the browser', (algorithm) => {
  beforeAll(loadDigests);

  it('is what Node computes, keyed or not', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (key, data) => {
        const { digests } = nodeHost;
        expect(browserDigests.hash(algorithm, data)).toEqual(digests.hash(algorithm, data));
        expect(browserDigests.hmac(algorithm, key, data)).toEqual(
          digests.hmac(algorithm, key, data),
        );
      }),
    );
  });
});
