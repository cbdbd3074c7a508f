/**
 * Secrets that are not secret: `randomBytes` comes from the seed, or no run could be had again.
 * The digests are pure, so the simulation is given those of the world it runs in.
 */
import type { Crypto } from '#env/crypto.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';

/** The pure half of `Crypto`. */
export type Digests = Pick<Crypto, 'hash' | 'hmac'>;

export function createSimCrypto(random: SimRandom, digests: Digests): Crypto {
  return {
    randomBytes(length) {
      return Uint8Array.from({ length }, () => random.nextInt(256));
    },
    hash: (algorithm, data) => digests.hash(algorithm, data),
    hmac: (algorithm, key, data) => digests.hmac(algorithm, key, data),
    equal(a, b) {
      let difference = a.length ^ b.length;
      for (let index = 0; index < a.length; index += 1) {
        difference |= (a[index] as number) ^ (b[index] ?? 0);
      }
      return difference === 0;
    },
  };
}
