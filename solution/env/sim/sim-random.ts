/**
 * Chance that can be had again: xoshiro128** (Blackman and Vigna, 2018), its state filled from the
 * seed by splitmix32.
 *
 * Every part of a simulation draws from a fork of its own, named by what it is for. So a change
 * in how often the disk draws does not change which packets the network delays, and a seed that
 * once failed goes on meaning much the same thing.
 */
import type { Random } from '#env/random.ts';

export class SimRandom implements Random {
  readonly #seed: number;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** `seed`: any whole number; its low 32 bits count. */
  constructor(seed: number) {
    this.#seed = seed | 0;
    let state = this.#seed;
    const next = () => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next() | 1; // All four zero would be zero for ever.
  }

  /** A generator of its own for the part named `purpose`; it takes nothing from this one. */
  fork(purpose: string): SimRandom {
    let hash = this.#seed;
    for (let index = 0; index < purpose.length; index += 1) {
      hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193);
      hash ^= hash >>> 15;
    }
    return new SimRandom(hash);
  }

  /** 32 random bits, unsigned. */
  nextBits(): number {
    const scrambled = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return scrambled >>> 0;
  }

  nextInt(bound: number): number {
    // The bias of the multiplication is below bound / 2^32: nothing a simulation could feel.
    return Math.floor((this.nextBits() / 0x1_0000_0000) * bound);
  }

  nextFloat(): number {
    return ((this.nextBits() >>> 5) * 0x400_0000 + (this.nextBits() >>> 6)) / 0x20_0000_0000_0000;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.nextFloat() < probability;
  }

  /** A number from `low` to `high`. */
  between(low: number, high: number): number {
    return low + this.nextFloat() * (high - low);
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
