/**
 * Hostile bytes: whatever comes, decoding gives a value or a DecodeError.
 *
 * A frame is broken in one of the ways below; half of them start from a valid encoding, so that the
 * damage is met deep inside a message and not at its first field. A value that does come out must
 * be one that can be encoded again. Everything follows from the seed.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '#protocol/message.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { forEachVersion } from './declared.ts';
import { type Chance, pick, randomBytes, randomMessage, seeded } from './random-message.ts';

const FRAMES = 100_000;

type Damage = (valid: Uint8Array, chance: Chance) => Uint8Array;

/** Lengths that claim too much, as they stand in classic and in compact forms. */
const CLAIMS = [
  '7fffffff',
  'ffffffff',
  '80000000',
  'fffe',
  '7fff',
  'ffffffff0f',
  'ffffffffff',
  'ff7f',
];

const damages: Readonly<Record<string, Damage>> = {
  random: (_, chance) => randomBytes(Math.floor(chance() * 80), chance),
  zeros: (_, chance) => new Uint8Array(Math.floor(chance() * 80)).fill(pick(chance, [0, 1, 255])),
  truncated: (valid, chance) => valid.subarray(0, Math.floor(chance() * valid.length)),
  flipped: (valid, chance) => overwrite(valid, chance, (byte) => byte ^ (1 << (chance() * 8))),
  replaced: (valid, chance) => overwrite(valid, chance, () => chance() * 256),
  claiming: (valid, chance) => {
    const frame = Uint8Array.from(valid);
    const claim = Uint8Array.fromHex(pick(chance, CLAIMS));
    const at = Math.floor(chance() * frame.length);
    frame.set(claim.subarray(0, frame.length - at), at);
    return frame;
  },
};

function overwrite(
  valid: Uint8Array,
  chance: Chance,
  change: (byte: number) => number,
): Uint8Array {
  const frame = Uint8Array.from(valid);
  for (let left = 1 + Math.floor(chance() * 3); left > 0 && frame.length > 0; left--) {
    const at = Math.floor(chance() * frame.length);
    frame[at] = change(frame[at] as number);
  }
  return frame;
}

const versions: { readonly message: Message; readonly version: number }[] = [];
forEachVersion((message, version) => versions.push({ message, version }));

test(`${FRAMES} hostile frames over all messages and versions give DecodeErrors or values`, () => {
  const outcomes = { values: 0, errors: 0 };
  const seen = new Set<unknown>();
  const attack = fc.record({
    target: fc.nat(versions.length - 1),
    damage: fc.constantFrom(...Object.keys(damages)),
    seed: fc.nat(),
  });
  const property = fc.property(attack, ({ target, damage, seed }) => {
    const { message, version } = versions[target] as (typeof versions)[number];
    seen.add(versions[target]);
    const chance = seeded(seed);
    const valid = message.encode(version, randomMessage(message, version, chance));
    const frame = (damages[damage] as Damage)(valid, chance);
    if (survives(message, version, frame)) outcomes.values++;
    else outcomes.errors++;
  });
  fc.assert(property, { seed: 20261122, numRuns: FRAMES });
  expect(outcomes.values + outcomes.errors).toBe(FRAMES);
  expect(Math.min(outcomes.values, outcomes.errors)).toBeGreaterThan(FRAMES / 5);
  expect(seen.size).toBe(versions.length);
}, 60_000);

/** Whether the frame is a value; anything else than that and a DecodeError fails the test. */
function survives(message: Message, version: number, frame: Uint8Array): boolean {
  let value: Record<string, unknown>;
  try {
    value = message.decode(version, frame);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (error.position > frame.length) throw new Error(`position ${error.position} is outside`);
    return false;
  }
  message.encode(version, value);
  return true;
}

test('a small frame that claims two thousand million elements is refused at once', () => {
  for (const { message, version } of versions) {
    for (const claim of CLAIMS) {
      const frame = Uint8Array.fromHex(claim.repeat(20).slice(0, 160));
      survives(message, version, frame);
    }
  }
});
