/**
 * What is appended: measurements of a few sensors, as text that compresses as measurements do.
 */
import type { Random } from '#env/random.ts';
import type { Options } from './setup.ts';

export interface NewRecord {
  readonly key: string;
  readonly value: string | undefined;
}

export class Producer {
  readonly #options: Options;
  readonly #random: Random;

  constructor(options: Options, random: Random) {
    this.#options = options;
    this.#random = random;
  }

  /** The records of the next batch. */
  next(): NewRecord[] {
    const { records, keys } = this.#options;
    return Array.from({ length: records }, () => {
      const key = String.fromCharCode('A'.charCodeAt(0) + this.#random.nextInt(keys));
      return { key, value: this.#value(key) };
    });
  }

  /** Readings until the value has its bytes. */
  #value(key: string): string {
    let value = `{"sensor":"${key}","celsius":[`;
    while (value.length < this.#options.value) {
      value += `${18 + this.#random.nextInt(5)}.${this.#random.nextInt(10)},`;
    }
    return value.slice(0, this.#options.value);
  }
}
