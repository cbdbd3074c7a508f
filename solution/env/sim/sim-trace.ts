/**
 * What happened in a simulation, in order: as a hash of 64 bits that is always kept, and as lines
 * when someone wants to read them.
 *
 * Two runs with the same seed must have the same trace, byte for byte; comparing the hashes tells.
 * Where they differ, something took its course from outside `Env`.
 *
 *     12.340 broker-1 disk.write data/t-0/00000000000000000000.log 1024
 *     time   node     kind       what                              amount
 */
export class SimTrace {
  /** The lines so far; empty unless the trace is recorded. */
  readonly lines: string[] = [];
  readonly #record: boolean;
  readonly #known = new Map<string, number>();
  #high = 0x243f6a88;
  #low = 0x85a308d3;

  constructor(record: boolean) {
    this.#record = record;
  }

  /** The hash of all notes so far: 16 hexadecimal digits. */
  get hash(): string {
    return hex(this.#high) + hex(this.#low);
  }

  note(timeMs: number, node: string, kind: string, what: string, amount: number): void {
    this.#mix(timeMs * 1024);
    this.#mix(this.#hashOf(node));
    this.#mix(this.#hashOf(kind));
    if (what !== '') this.#mix(this.#hashOf(what));
    this.#mix(amount);
    if (this.#record) this.lines.push(lineOf(timeMs, node, kind, what, amount));
  }

  #mix(value: number): void {
    // Times and sizes may have more than 32 bits: both halves count.
    const word = (value | 0) ^ Math.imul(value / 0x1_0000_0000, 0x9e3779b1);
    this.#low = Math.imul(this.#low ^ word, 0x85ebca6b);
    this.#low = (this.#low << 13) | (this.#low >>> 19);
    this.#high = (Math.imul(this.#high, 5) + this.#low) | 0;
    this.#high ^= this.#high >>> 15;
  }

  /** Names and paths come again and again, so their hashes are remembered. */
  #hashOf(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    let hash = 0x811c9dc5;
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    if (this.#known.size < 10_000) this.#known.set(text, hash);
    return hash;
  }
}

function lineOf(timeMs: number, node: string, kind: string, what: string, amount: number): string {
  const line = `${timeMs.toFixed(3)} ${node} ${kind}`;
  return `${line}${what === '' ? '' : ` ${what}`}${amount === 0 ? '' : ` ${amount}`}`;
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
