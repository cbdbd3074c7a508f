/**
 * Uuids: 16 bytes on the wire, 22 characters everywhere else.
 *
 * Kafka writes a uuid as base64 with the URL alphabet and without padding, in its tools, its files
 * and its logs; Gregor keeps that string as the value itself, so uuids compare with `===` and work
 * as Map keys. 22 characters hold 132 bits: the last character's low 4 bits are zero.
 *
 *     bytes   00 01 02 | 03 04 05 | ... | 0f
 *     chars   4 x 6 b  | 4 x 6 b  | ... | 2 x 6 b
 *
 * Invariant: `uuidFromBytes` and `writeUuid` are inverse to each other on every 16 bytes.
 */
import { EncodeError } from '#protocol/wire-error.ts';

/** The uuid of all zeros: "no id". */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

export const UUID_BYTES = 16;
const UUID_CHARACTERS = 22;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Value of each character code; 255 where the character is not in the alphabet. */
const SIXTETS = new Uint8Array(128).fill(255);
for (let value = 0; value < 64; value++) SIXTETS[ALPHABET.charCodeAt(value)] = value;

/** The 22 characters of the 16 bytes at `at`. The caller has checked that they are there. */
export function uuidFromBytes(bytes: Uint8Array, at = 0): string {
  let text = '';
  for (let index = at; index < at + 15; index += 3) {
    const triple = (byteAt(bytes, index) << 16) | (byteAt(bytes, index + 1) << 8);
    const bits = triple | byteAt(bytes, index + 2);
    text += sixtet(bits >> 18) + sixtet(bits >> 12) + sixtet(bits >> 6) + sixtet(bits);
  }
  const last = byteAt(bytes, at + 15);
  return text + sixtet(last >> 2) + sixtet(last << 4);
}

/**
 * Writes the 16 bytes of a uuid at `at`.
 *
 * @throws EncodeError when `uuid` is not the 22-character form.
 */
export function writeUuid(uuid: string, bytes: Uint8Array, at = 0): void {
  if (!isUuid(uuid)) throw new EncodeError(`"${uuid}" is not a uuid of 22 characters`);
  let to = at;
  for (let index = 0; index < 20; index += 4) {
    const high = (sixtetAt(uuid, index) << 18) | (sixtetAt(uuid, index + 1) << 12);
    const bits = high | (sixtetAt(uuid, index + 2) << 6) | sixtetAt(uuid, index + 3);
    bytes[to++] = bits >> 16;
    bytes[to++] = bits >> 8;
    bytes[to++] = bits;
  }
  bytes[to] = (sixtetAt(uuid, 20) << 2) | (sixtetAt(uuid, 21) >> 4);
}

/** Whether `text` is a uuid as `uuidFromBytes` gives it. */
export function isUuid(text: string): boolean {
  if (typeof text !== 'string' || text.length !== UUID_CHARACTERS) return false;
  for (let index = 0; index < UUID_CHARACTERS; index++) {
    if (sixtetAt(text, index) > 63) return false;
  }
  return (sixtetAt(text, UUID_CHARACTERS - 1) & 0x0f) === 0;
}

function sixtet(bits: number): string {
  return ALPHABET.charAt(bits & 0x3f);
}

function sixtetAt(text: string, index: number): number {
  return SIXTETS[text.charCodeAt(index)] ?? 255;
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
