/**
 * Bytes as people write them: `80 01 ff`.
 */

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The bytes of a text like `80 01 ff`; white space may stand anywhere. Throws at anything else. */
export function hexBytes(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replaceAll(/\s+/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) {
    throw new Error(`these are not bytes in hexadecimal: '${text}'`);
  }
  const pairs = digits.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/** Bytes as a text like `80 01 ff`; empty for none. */
export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += text === '' ? PAIRS[byte] : ` ${PAIRS[byte]}`;
  return text;
}
