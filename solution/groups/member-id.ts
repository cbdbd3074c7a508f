/**
 * The id of a new member: what its client calls itself, or its static name, and a random UUID
 * (RFC 9562, version 4), so that no two are the same and a person can still tell whose it is.
 */
import type { Env } from '#env/env.ts';

const UUID_BYTES = 16;

export function newMemberId(env: Env, name: string): string {
  const bytes = env.crypto.randomBytes(UUID_BYTES);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const parts = [0, 8, 12, 16, 20].map((at, index, all) => hex.slice(at, all[index + 1]));
  return `${name}-${parts.join('-')}`;
}
