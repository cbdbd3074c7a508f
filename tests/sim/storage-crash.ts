/**
 * The storage workload: a log directory lives through a random life of appends, cuts, deletions
 * and crashes, and after each restart everything it promised must hold.
 *
 *   a life     append (plain, idempotent, a retry, a gap), sync, roll, retention, deleteRecords,
 *              truncation, checkpoints, time passing, reads compared with a model
 *   its end    clean shutdown | the process is killed | the machine loses power
 *
 *   after the process was killed   the log is as it was
 *   after power was lost           the log is a prefix of what was appended, and holds all that
 *                                  was synced; offsets are contiguous
 *   always                         indexes and epochs agree with the log, producers are
 *                                  remembered as their records say, reads give what was appended
 *
 * `versions` are the histories that a crash may bring back: a cut that was not synced can be
 * undone, so the history before it stays possible until a sync that began after it has ended.
 */
import { nodeHost } from '#env/node/node-host.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { batchesOf } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { defaultLogConfig, type LogConfig } from '#storage/log-config.ts';
import { LogDirectory } from '#storage/log-directory.ts';
import { randomUuid, writeMetaProperties } from '#storage/meta-properties.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { type Appended, describe, equal, type History, isPrefix } from './history.ts';

const PATH = '/data';
const TOPIC = { topic: 'orders', partition: 0 };
const LIVES = 4;
const PRODUCERS = [7, 8];

/** Runs one seed; throws with what was violated. */
export async function runStorageCrash(seed: number): Promise<void> {
  await new StorageLife(seed).run();
}

class StorageLife {
  private readonly world: SimWorld;
  private readonly node: SimNode;
  private readonly random: SimRandom;
  private readonly config: LogConfig;
  private directory!: LogDirectory;
  private log!: PartitionLog;
  private topicId = '';
  private epoch = 1;
  private versions: History[] = [[]];
  /** Everything below was synced by a sync that has ended, and not cut since. */
  private synced = 0;
  private deletedBefore = 0;
  private cuts = 0;
  /** The last end of life was that of the process, not of the machine: nothing may be lost. */
  private killed = true;

  constructor(seed: number) {
    this.world = new SimWorld({ seed, ...nodeHost });
    this.node = this.world.node('broker');
    this.random = this.world.random;
    this.config = this.randomConfig();
  }

  async run(): Promise<void> {
    await this.format();
    for (let life = 0; life < LIVES; life++) {
      await this.open();
      const steps = this.random.nextInt(25);
      for (let i = 0; i < steps; i++) await this.step();
      await this.end();
    }
    await this.open();
  }

  private get history(): History {
    return this.versions.at(-1) as History;
  }

  private randomConfig(): LogConfig {
    const oneOf = <T>(...values: readonly T[]): T =>
      values[this.random.nextInt(values.length)] as T;
    return {
      ...defaultLogConfig,
      segmentBytes: oneOf(1500, 2500, 8000),
      segmentMs: oneOf(defaultLogConfig.segmentMs, 5000),
      segmentIndexBytes: oneOf(48, 10_000),
      indexIntervalBytes: oneOf(0, 200, 1000),
      retentionBytes: oneOf(-1, 1500, 5000),
      fileDeleteDelayMs: oneOf(0, 1000),
      flushMessages: oneOf(Number.MAX_SAFE_INTEGER, 5),
      preallocate: oneOf(false, false, true),
    };
  }

  private async format(): Promise<void> {
    const { env } = this.node;
    env.disk.makeDirectory(PATH);
    const ids = { clusterId: randomUuid(env), directoryId: randomUuid(env), nodeId: 1 };
    await this.world.complete(writeMetaProperties(env, PATH, ids));
    await this.world.complete(env.disk.syncDirectory('/'));
    this.topicId = randomUuid(env);
  }

  private async open(): Promise<void> {
    const opening = LogDirectory.open(this.node.env, { path: PATH, nodeId: 1 });
    this.directory = await this.world.complete(opening);
    this.log = this.directory.openLog(TOPIC, { topicId: this.topicId, config: this.config });
    const found = this.checkRecovered();
    // The log goes on from what was found; what recovery took away can come back until a sync.
    const kept = found.filter((batch) => batch.lastOffset < this.log.logEndOffset);
    // Where deleted records' own bytes were lost, the log goes on after them, beyond a gap.
    const isGap = (kept.at(-1)?.lastOffset ?? -1) + 1 < this.log.logEndOffset;
    this.versions.push(isGap ? [] : kept);
    this.epoch += 1;
    this.log.assignEpoch(this.epoch);
    this.checkLog();
  }

  private async step(): Promise<void> {
    const roll = this.random.nextInt(100);
    if (roll < 35) this.append();
    else if (roll < 55) this.appendIdempotent();
    else if (roll < 60) this.appendAgain();
    else if (roll < 63) this.appendWithGap();
    else if (roll < 70) await this.sync();
    else if (roll < 74) this.log.sync().catch(() => {});
    else if (roll < 78) this.log.roll();
    else if (roll < 82) this.retain();
    else if (roll < 84) this.deleteRecords();
    else if (roll < 88) await this.cut();
    else if (roll < 91) await this.world.complete(this.directory.checkpoint());
    else if (roll < 95) await this.world.run(this.world.nowMs + this.random.nextInt(3000));
    else this.checkRead();
  }

  /** Ends the life of this process. */
  private async end(): Promise<void> {
    const fate = this.random.nextInt(5);
    if (fate === 0) {
      const end = this.log.logEndOffset;
      await this.world.complete(this.directory.close());
      this.durable(end, this.cuts);
      this.node.restart();
      return;
    }
    if (fate === 1) {
      this.node.crash();
      // The page cache is the machine's: everything that was written is there.
      this.killed = true;
    } else {
      this.node.crash({ losePower: true });
      this.killed = false;
    }
    this.node.restart();
  }

  private append(): void {
    const result = this.log.append(this.batch(), { leaderEpoch: this.epoch });
    this.require(result.errorCode === ErrorCode.NONE, `an append failed: ${result.errorMessage}`);
    this.noteLast();
  }

  private appendIdempotent(): void {
    const producerId = this.anyProducer();
    const last = this.lastOf(producerId, this.history);
    const bytes = this.batch(producerId, (last?.lastSequence ?? -1) + 1);
    const result = this.log.append(bytes, { leaderEpoch: this.epoch });
    this.require(
      result.errorCode === ErrorCode.NONE && !result.duplicate,
      `producer ${producerId}'s next batch was refused: ${result.errorMessage}`,
    );
    this.noteLast();
  }

  private appendAgain(): void {
    const last = this.lastOf(this.anyProducer(), this.history);
    if (last === undefined) return;
    const again = last.bytes.slice();
    again.fill(0, 0, 8); // As it left the producer: the base offset is the broker's to set.
    const result = this.log.append(again, { leaderEpoch: this.epoch });
    if (last.baseOffset < this.deletedBefore) {
      if (!result.duplicate && result.errorCode === ErrorCode.NONE) this.noteLast();
      return;
    }
    this.require(
      result.duplicate && result.baseOffset === last.baseOffset,
      `a retry of the batch at ${last.baseOffset} was not recognized`,
    );
  }

  private appendWithGap(): void {
    const producerId = this.anyProducer();
    const last = this.lastOf(producerId, this.history);
    if (last === undefined || last.baseOffset < this.deletedBefore) return;
    const bytes = this.batch(producerId, last.lastSequence + 5);
    const { errorCode } = this.log.append(bytes, { leaderEpoch: this.epoch });
    this.require(errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, `a gap gave ${errorCode}`);
  }

  private async sync(): Promise<void> {
    const { logEndOffset: end } = this.log;
    const { cuts } = this;
    await this.world.complete(this.log.sync());
    this.durable(end, cuts);
  }

  private retain(): void {
    this.log.deleteOldSegments();
    this.deletedBefore = Math.max(this.deletedBefore, this.log.logStartOffset);
  }

  private deleteRecords(): void {
    const { logStartOffset: start, logEndOffset: end } = this.log;
    this.log.deleteRecords(start + this.random.nextInt(end - start + 1));
    this.deletedBefore = Math.max(this.deletedBefore, this.log.logStartOffset);
  }

  private async cut(): Promise<void> {
    const { logStartOffset: start, logEndOffset: end } = this.log;
    const offset = start + this.random.nextInt(end - start + 1);
    if (!this.log.truncateTo(offset)) return;
    this.cuts += 1;
    this.versions.push(this.history.filter((batch) => batch.lastOffset < offset));
    this.synced = Math.min(this.synced, this.log.logEndOffset);
    this.epoch += 1;
    await this.world.complete(this.directory.checkpoint());
  }

  private durable(end: number, cutsAtStart: number): void {
    if (cutsAtStart !== this.cuts) return;
    this.versions = [this.history];
    this.synced = Math.max(this.synced, end);
  }

  /** A batch as a producer sends it. */
  private batch(producerId = -1, baseSequence = -1): Uint8Array {
    const now = this.node.env.clock.now();
    const records = Array.from({ length: 1 + this.random.nextInt(4) }, () => ({
      timestamp: now - this.random.nextInt(2000),
      key: new Uint8Array(this.random.nextInt(20)).fill(1 + this.random.nextInt(200)),
      value: new Uint8Array(this.random.nextInt(300)).fill(1 + this.random.nextInt(200)),
    }));
    const producer = producerId < 0 ? {} : { producerId, producerEpoch: 0, baseSequence };
    return encodeBatch({ records, ...producer });
  }

  /** Takes the batch that the log took in last into the model, as the log has it. */
  private noteLast(): void {
    const { logEndOffset: end } = this.log;
    const previousEnd = this.history.at(-1)?.lastOffset ?? -1;
    const options = { maxBytes: 1, minOneMessage: true, upTo: 'logEnd' } as const;
    const [bytes] = this.log.read(end - 1, options).pieces;
    const batch = describe(bytes as Uint8Array);
    this.require(batch.lastOffset === end - 1, 'the last batch does not end the log');
    const isFirst = this.history.length === 0;
    this.require(isFirst || batch.baseOffset === previousEnd + 1, 'offsets are not contiguous');
    this.require(batch.epoch === this.epoch, 'a batch does not carry its epoch');
    this.versions[this.versions.length - 1] = [...this.history, batch];
  }

  /** Compares what a restart found with what may and what must be there. */
  private checkRecovered(): History {
    const found = this.wholeLog();
    const { logEndOffset: end, logStartOffset: start } = this.log;
    this.require(start <= this.deletedBefore || start <= end, 'the log starts after its end');
    this.require(
      start <= this.deletedBefore,
      `the log starts at ${start}; nothing beyond ${this.deletedBefore} was deleted`,
    );
    const must = Math.max(this.synced, start);
    this.require(end >= must, `the log ends at ${end}; it was synced up to ${this.synced}`);
    const version = this.versions.findLast((history) => isPrefix(found, history, end));
    if (version === undefined) this.fail(`the log up to ${end} is not a prefix of any history`);
    if (this.killed) {
      const expected = (this.history.at(-1)?.lastOffset ?? -1) + 1;
      this.require(end >= expected, `a killed process lost records: ${end} of ${expected}`);
    }
    this.killed = true;
    return version;
  }

  /** What must hold of a log at any time. */
  private checkLog(): void {
    const found = this.wholeLog();
    this.checkIndexes();
    this.checkProducers();
    for (const batch of found) {
      const offset = Math.max(batch.baseOffset, this.log.logStartOffset);
      const epoch = this.log.epochs.epochOf(offset);
      this.require(epoch === batch.epoch, `offset ${offset} has epoch ${epoch}`);
    }
    this.checkTimes(found);
  }

  private checkIndexes(): void {
    for (const segment of this.log.segments.all()) {
      for (const { offset, position } of segment.offsetIndex.all()) {
        const batch = segment.scanFrom(position).next();
        this.require(batch?.lastOffset === offset, `the index misplaces offset ${offset}`);
      }
      let newest = -1;
      const last = new Map<number, number>();
      const scan = segment.scanFrom(0);
      for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
        newest = Math.max(newest, batch.maxTimestamp);
        last.set(batch.lastOffset, newest);
      }
      for (const { offset, timestamp } of segment.timeIndex.all()) {
        this.require(last.get(offset) === timestamp, `the time index is wrong at ${offset}`);
      }
      this.require(
        segment.maxTimestamp.timestamp === newest,
        `the largest timestamp of segment ${segment.baseOffset} is wrong`,
      );
    }
  }

  private checkProducers(): void {
    const remembered = new Map(
      this.log.activeProducers().map((entry) => [entry.producerId, entry]),
    );
    for (const producerId of PRODUCERS) {
      const last = this.lastOf(producerId, this.history);
      const known = remembered.get(producerId)?.batches.at(-1);
      if (last === undefined || last.baseOffset < this.deletedBefore) continue;
      this.require(
        known?.lastSequence === last.lastSequence && known.lastOffset === last.lastOffset,
        `producer ${producerId} is remembered at ${known?.lastOffset}, not ${last.lastOffset}`,
      );
    }
  }

  private checkTimes(found: History): void {
    if (found.length === 0) return;
    const newest = Math.max(...found.map((batch) => batch.maxTimestamp));
    const target = newest - this.random.nextInt(3000);
    const answer = this.log.offsetForTimestamp(target);
    const batch = found.find((candidate) => candidate.maxTimestamp >= target);
    if (batch === undefined || batch.baseOffset < this.log.logStartOffset) return;
    const isInside = answer !== undefined && answer.offset >= batch.baseOffset;
    this.require(isInside && answer.offset <= batch.lastOffset, `time ${target} is not found`);
  }

  private checkRead(): void {
    const { logStartOffset: start, logEndOffset: end } = this.log;
    if (start === end) return;
    const offset = start + this.random.nextInt(end - start);
    const options = { maxBytes: 1, minOneMessage: true, upTo: 'logEnd' } as const;
    const [bytes] = this.log.read(offset, options).pieces;
    const expected = this.history.find((batch) => batch.lastOffset >= offset);
    const same = bytes !== undefined && expected !== undefined && equal(bytes, expected.bytes);
    this.require(same, `reading ${offset} does not give the batch that holds it`);
  }

  /** Every batch from the log's start, read as a consumer does. */
  private wholeLog(): Appended[] {
    const found: Appended[] = [];
    let offset = this.log.logStartOffset;
    while (offset < this.log.logEndOffset) {
      const options = { maxBytes: 100_000, minOneMessage: true, upTo: 'logEnd' } as const;
      const { errorCode, pieces } = this.log.read(offset, options);
      const [bytes] = pieces;
      if (errorCode !== ErrorCode.NONE || bytes === undefined) this.fail(`nothing at ${offset}`);
      for (const header of batchesOf(bytes)) {
        const { position } = header;
        found.push(describe(bytes.slice(position, position + header.sizeInBytes)));
      }
      offset = (found.at(-1)?.lastOffset ?? offset) + 1;
    }
    return found;
  }

  private anyProducer(): number {
    return PRODUCERS[this.random.nextInt(PRODUCERS.length)] as number;
  }

  private lastOf(producerId: number, history: History): Appended | undefined {
    return history.findLast((batch) => batch.producerId === producerId);
  }

  private require(condition: boolean, claim: string): void {
    if (!condition) this.fail(claim);
  }

  private fail(claim: string): never {
    throw new Error(claim);
  }
}
