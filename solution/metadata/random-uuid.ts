/**
 * New ids of topics, directories, clusters and processes: random UUIDs (RFC 9562, version 4).
 *
 * Kafka writes them as 22 base64url characters, and draws again when the first would be '-', which
 * a command line would take for an option.
 */
import type { Crypto } from '#env/crypto.ts';
import { UUID_BYTES, uuidFromBytes } from '#protocol/uuid.ts';

const VERSION_AT = 6;
const VARIANT_AT = 8;

export function randomUuid(crypto: Crypto): string {
  for (;;) {
    const bytes = crypto.randomBytes(UUID_BYTES);
    bytes[VERSION_AT] = ((bytes[VERSION_AT] as number) & 0x0f) | 0x40;
    bytes[VARIANT_AT] = ((bytes[VARIANT_AT] as number) & 0x3f) | 0x80;
    const id = uuidFromBytes(bytes, 0);
    if (!id.startsWith('-')) return id;
  }
}
