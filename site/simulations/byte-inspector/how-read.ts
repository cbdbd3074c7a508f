/**
 * How a value comes out of its bytes, as a sentence: what one would do by hand.
 */
import type { ByteNode } from '../../../course/bytes/byte-node.ts';

const FIXED = /^u?int(8|16|32|64)$/;

/** Undefined where the bytes are the value. */
export function howRead({ kind, at, end }: ByteNode, bytes: Uint8Array): string | undefined {
  const own = bytes.subarray(at, end);
  if (own.length === 0) return undefined;
  if (FIXED.test(kind)) return fixed(own, kind.startsWith('u'));
  if (kind === 'unsigned varint') return `${sevens(own)} = ${varintOf(own)}.`;
  if (kind === 'varint' || kind === 'varlong') {
    const zigzag = varintOf(own);
    const value = (zigzag >> 1n) ^ -(zigzag & 1n);
    return `${sevens(own)} = ${zigzag}; zigzag ${zigzag} is ${value}.`;
  }
  return undefined;
}

function fixed(own: Uint8Array, isUnsigned: boolean): string {
  const hex = own.toHex();
  const value = BigInt(`0x${hex}`);
  const bits = BigInt(own.length * 8);
  const order = own.length === 1 ? '' : ', the highest byte first';
  if (isUnsigned || value < 1n << (bits - 1n)) return `0x${hex}${order} = ${value}.`;
  return `0x${hex}${order} = ${value}; the top bit is set, so minus 2^${bits}: ${value - (1n << bits)}.`;
}

/** Seven bits of each byte, the lowest first; the top bit says whether another follows. */
function sevens(own: Uint8Array): string {
  const groups = [...own].map((byte, index) => {
    const bits = (byte & 0x7f).toString(2).padStart(7, '0');
    return index === 0 ? bits : `${bits}·2^${7 * index}`;
  });
  const many = own.length === 1 ? 'Seven bits' : 'Seven bits of each byte, the lowest first';
  return `${many}: ${groups.join(' + ')}`;
}

function varintOf(own: Uint8Array): bigint {
  let value = 0n;
  for (const [index, byte] of own.entries()) value |= BigInt(byte & 0x7f) << BigInt(7 * index);
  return value;
}
