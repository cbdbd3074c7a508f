/**
 * A Buffer's bytes as a plain Uint8Array over the same memory.
 *
 * Buffer extends Uint8Array but changes what `slice` means (a view in place of a copy). Code that
 * also runs in a browser must never meet one.
 */
export function plainBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
