/**
 * Compaction under crashes. A seed decides what is appended, when it is synced and cleaned, and
 * when the process dies or the machine loses its power; then the log is opened again, and once
 * more half way, and must be what was appended, up to some point at or after the last sync, with
 * nothing missing that compaction has to keep.
 *
 * A disk that loses its power may keep a later segment and lose the tail of an earlier one. In a
 * compacted log that stays a hole, as Kafka's cleaner may have left it there. So records may be
 * missing before that point, too, but only such a tail, and only if it was never synced. What it
 * had superseded is then the newest again, and has to be there.
 */
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { CompactedLog, DAY_MS } from './compacted-log.ts';

const CRASHES = 4;

/** Runs one seed; throws with what was violated. */
export async function runCompactionCrash(seed: number): Promise<void> {
  await new History(seed).live();
}

class History {
  readonly #world: SimWorld;
  /** By offset: what was appended and, as far as is known, is in the log; undefined where lost. */
  #appended: (string | undefined)[] = [];
  #syncedEnd = 0;
  #log!: CompactedLog;

  constructor(seed: number) {
    this.#world = new SimWorld({ seed, ...nodeHost });
  }

  async live(): Promise<void> {
    const { disk } = this.#world.node('broker').env;
    disk.makeDirectory('data');
    await this.#world.complete(disk.syncDirectory('/'));
    this.#log = this.#open(0);
    for (let life = 0; life < CRASHES; life++) {
      for (let step = this.#random(12); step >= 0; step--) await this.#step();
      const recoveryPoint = await this.#crash();
      this.#log = this.#open(recoveryPoint);
      // A crash while the log is opened must not harm it either.
      this.#world.node('broker').crash({ losePower: true });
      this.#world.node('broker').restart();
      this.#log = this.#open(recoveryPoint);
      this.#check();
    }
  }

  #open(recoveryPoint: number): CompactedLog {
    const config = { segmentBytes: 600, deleteRetentionMs: DAY_MS, indexIntervalBytes: 100 };
    return new CompactedLog(this.#world.node('broker').env, config, { recoveryPoint });
  }

  async #step(): Promise<void> {
    const log = this.#log;
    const dice = this.#random(10);
    if (dice < 6) return this.#append();
    if (dice === 6) return log.roll();
    if (dice === 7) {
      const end = log.log.logEndOffset;
      await this.#world.complete(log.log.sync());
      this.#syncedEnd = end;
      return;
    }
    await this.#world.complete(log.clean());
  }

  #append(): void {
    const records = Array.from({ length: 1 + this.#random(4) }, () => {
      const key = `k${this.#random(8)}`;
      return this.#random(5) === 0 ? key : `${key}=${this.#appended.length}.${this.#random(1000)}`;
    });
    const codec = this.#random(4) === 0 ? 'gzip' : 'none';
    const first = this.#log.send(records.join(' '), { codec });
    this.#expect(first === this.#appended.length, `a batch was appended at ${first}`);
    this.#appended.push(...records);
  }

  /** In the middle of a cleaning, mostly. Returns what the recovery point was. */
  async #crash(): Promise<number> {
    const log = this.#log;
    const cleaning = log.clean();
    cleaning.catch(() => {});
    await this.#world.run(this.#world.nowMs + this.#random(12_000) / 1000);
    const { recoveryPoint } = log.log;
    this.#syncedEnd = Math.max(this.#syncedEnd, recoveryPoint);
    this.#world.node('broker').crash({ losePower: this.#random(3) > 0 });
    this.#world.node('broker').restart();
    return recoveryPoint;
  }

  #check(): void {
    const { logEndOffset } = this.#log.log;
    const [least, most] = [this.#syncedEnd, this.#appended.length];
    this.#expect(logEndOffset >= least, `it ends at ${logEndOffset}; ${least} were synced`);
    this.#expect(logEndOffset <= most, `it ends at ${logEndOffset}; ${most} were appended`);
    this.#appended = this.#appended.slice(0, logEndOffset);
    this.#forgetLostTails();
    const told = this.#log.contents();
    const found = new Map<string, string>();
    for (const record of told) {
      const [offset = '', content = ''] = record.split(':');
      const was = this.#appended[Number(offset)];
      this.#expect(content === was, `offset ${offset} was '${was}' and is '${content}'`);
      found.set(keyOf(content), record);
    }
    const newest = this.#latest();
    for (const [key, record] of newest) {
      this.#expect(found.get(key) === record, `'${record}' is missing: ${found.get(key)}`);
    }
    this.#expect(found.size === newest.size, 'there are keys that nobody wrote');
    const names = this.#log.env.disk.list('data/orders-0').join();
    this.#expect(!/cleaned|swap|deleted/.test(names), `files of a cleaning are left: ${names}`);
  }

  /** Between the end of a segment and the next: our cleaner keeps each segment's last batch. */
  #forgetLostTails(): void {
    const segments = this.#log.log.segments.all();
    for (const [i, segment] of segments.slice(0, -1).entries()) {
      const [from, to] = [segment.nextOffset(), segments[i + 1]?.baseOffset ?? Infinity];
      const wasKnown = this.#appended.slice(from, to).some((record) => record !== undefined);
      if (!wasKnown) continue;
      this.#expect(
        from >= this.#syncedEnd,
        `${from} to ${to} are lost; ${this.#syncedEnd} were synced`,
      );
      this.#appended.fill(undefined, from, to);
    }
  }

  /** The newest record of each key; no tombstone is old enough to be gone. */
  #latest(): Map<string, string> {
    const latest = new Map<string, string>();
    for (const [offset, record] of this.#appended.entries()) {
      if (record !== undefined) latest.set(keyOf(record), `${offset}:${record}`);
    }
    return latest;
  }

  #expect(holds: boolean, violation: string): void {
    if (!holds) throw new Error(violation);
  }

  #random(bound: number): number {
    return this.#world.random.nextInt(bound);
  }
}

function keyOf(record: string): string {
  return record.split('=')[0] as string;
}
