/**
 * gzip in a page, by fflate, which inflates and does not check: whether the content has the CRC-32 and the
 * length that stand behind it is looked at here.
 *
 *     header │ deflated │ CRC-32 │ length ││ header │ …        one member behind the other (RFC 1952)
 */
import { Gunzip, gzipSync } from 'fflate';
import type { LoadedCodec } from './browser-codecs.ts';
import { collectPieces, type Take } from './collect-pieces.ts';
import { crc32 } from './crc32.ts';

/** Deflate grows at most a thousandfold: what is pushed at once bounds what comes out at once. */
const PIECE = 4096;
const TRAILER = 8;

type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export const codec: LoadedCodec = {
  // A header without a time, or the same run would give other bytes a second later.
  compress: (data, level) => gzipSync(data, { mtime: 0, level: (level ?? 6) as Level }),
  decompress: (data, maxBytes) => collectPieces('gzip', maxBytes, (take) => gunzip(data, take)),
};

function gunzip(data: Uint8Array, take: Take): void {
  let member = new Member();
  const stream = new Gunzip((piece) => {
    member.add(piece);
    take(piece);
  });
  stream.onmember = (at) => {
    member.check(data, at);
    member = new Member();
  };
  // The end comes by itself: fflate takes no second member out of a last piece.
  for (let at = 0; at < data.length; at += PIECE) stream.push(data.subarray(at, at + PIECE));
  stream.push(new Uint8Array(), true);
  member.check(data, data.length);
}

/** What has come out of one member so far. */
class Member {
  #crc = 0;
  #length = 0;

  add(piece: Uint8Array): void {
    this.#crc = crc32(piece, this.#crc);
    this.#length += piece.length;
  }

  /** Throws where the trailer, which ends at `end`, says something else. */
  check(data: Uint8Array, end: number): void {
    if (end < TRAILER) throw new Error('its end is missing');
    const trailer = new DataView(data.buffer, data.byteOffset + end - TRAILER, TRAILER);
    const [crc, length] = [trailer.getUint32(0, true), trailer.getUint32(4, true)];
    if (crc !== this.#crc) {
      throw new Error(`its CRC-32 says ${hex(crc)}, the content has ${hex(this.#crc)}`);
    }
    if (length !== this.#length % 2 ** 32) {
      throw new Error(`its length says ${length}, the content has ${this.#length} bytes`);
    }
  }
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}
