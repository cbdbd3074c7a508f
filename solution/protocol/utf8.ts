/**
 * Text to UTF-8 and back, quick for what the protocol is full of: topic names, client ids and
 * config keys, which are short and plain ASCII.
 *
 * The platform's TextDecoder takes longer to call than such a name takes to read, and its TextEncoder
 * longer than to write it. So short ASCII is done by hand and everything else by the platform. Bytes
 * that are not UTF-8 become U+FFFD, as in Kafka (Java), instead of an error; a byte-order mark is a
 * character like any other.
 */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** From here on the platform is the quicker one. */
const SHORT = 48;

/** The text of `bytes[start .. end)`. The caller has checked that the range is there. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number;
    if (byte > 0x7f) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Encodes text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  if (text.length <= SHORT) {
    const bytes = new Uint8Array(text.length);
    if (writeAscii(text, bytes, 0)) return bytes;
  }
  return encoder.encode(text);
}

/**
 * Writes the characters at `at` if all are ASCII, one byte each.
 *
 * The caller has checked that `text.length` bytes of room are there.
 *
 * @returns false when a character is not ASCII; the bytes from `at` on are then unspecified.
 */
export function writeAscii(text: string, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return false;
    bytes[at + index] = code;
  }
  return true;
}
