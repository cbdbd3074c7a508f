/**
 * Values and places as a reader sees them.
 */
import { type ByteNode, joinNames } from '../../../course/bytes/byte-node.ts';

/** A value in a few signs; empty for what is only the sum of its parts. */
export function valueText({ value, meaning, parts }: ByteNode, most = 60): string {
  const shown = value === undefined ? '' : shorten(plain(value, parts.length > 0), most);
  if (meaning === undefined || meaning === String(value)) return shown;
  return shown === '' ? meaning : `${shown} (${meaning})`;
}

function plain(value: unknown, isWhole: boolean): string {
  if (typeof value === 'string') return `“${value.replaceAll(/\p{C}/gu, '·')}”`;
  if (value instanceof Uint8Array) {
    return isWhole || value.length > 8 ? `${value.length} bytes` : value.toHex();
  }
  return String(value);
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** The way to a field by its names, without the root: `frame[0].header.clientId`. */
export function pathText(path: readonly ByteNode[]): string {
  return joinNames(path.slice(1).map(({ name }) => name)) || (path[0]?.kind ?? '');
}

export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Where some bytes are: `byte 21`, `bytes 21 to 22`. */
export function rangeText(at: number, end: number): string {
  return end - at <= 1 ? `byte ${at}` : `bytes ${at} to ${end - 1}`;
}
