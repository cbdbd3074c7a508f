/**
 * The consumer of `kafka-verifiable-consumer`: reads a topic, commits what it has read, and tells each
 * step as an event.
 *
 * Invariant: an event is told when it has happened, in the order in which things happened. What is told
 * as committed is committed.
 */
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import { Consumer } from '#clients/consumer/consumer.ts';
import { FencedInstanceId, Wakeup } from '#clients/consumer/consumer-error.ts';
import type { ConsumerOptions } from '#clients/consumer/consumer-options.ts';
import { byTopicThenPartition } from '#clients/partition-order.ts';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

export interface VerifiableConsumerOptions {
  readonly options: ConsumerOptions;
  readonly topic: string;
  /** End after so many records; -1: never. */
  readonly maxMessages: number;
  /** Tell of each record. */
  readonly isVerbose: boolean;
}

interface Read extends TopicPartition {
  readonly count: number;
  readonly minOffset: number;
  readonly maxOffset: number;
}

interface Offset extends TopicPartition {
  readonly offset: number;
}

const FOREVER_MS = Number.MAX_SAFE_INTEGER;

export class VerifiableConsumer {
  readonly #env: Env;
  readonly #terminal: Terminal;
  readonly #options: VerifiableConsumerOptions;
  readonly #consumer: Consumer;
  #consumed = 0;

  /** @throws what the Consumer's constructor does */
  constructor(env: Env, terminal: Terminal, options: VerifiableConsumerOptions) {
    this.#env = env;
    this.#terminal = terminal;
    this.#options = options;
    this.#consumer = new Consumer(env, options.options);
  }

  /** Reads until there is enough, or somebody asks to shut down. What goes wrong goes to the log. */
  async run(): Promise<void> {
    try {
      this.#tell('startup_complete', {});
      await this.#consumer.subscribe([this.#options.topic], {
        onPartitionsAssigned: (partitions) => this.#tellPartitions('assigned', partitions),
        onPartitionsRevoked: (partitions) => this.#tellPartitions('revoked', partitions),
      });
      while (!this.#isFinished()) await this.#readOnce();
    } catch (error) {
      if (!(error instanceof Wakeup)) {
        this.#env.log.error('Error during processing, terminating consumer process', { error });
      }
    } finally {
      await this.#consumer.close();
      this.#tell('shutdown_complete', {});
    }
  }

  /** Lets `run` come to its end. */
  requestShutdown(): void {
    this.#tell('shutdown_requested', {});
    this.#consumer.wakeup();
  }

  async #readOnce(): Promise<void> {
    const records = await this.#consumer.poll(FOREVER_MS);
    const reads = this.#take(records);
    this.#tell('records_consumed', { count: records.length, partitions: reads });
    if (this.#options.options.enableAutoCommit) return;
    await this.#commit(
      reads.map(({ topic, partition, maxOffset }) => ({ topic, partition, offset: maxOffset + 1 })),
    );
  }

  /** Of each partition as many records as are still wanted. */
  #take(records: readonly ConsumedRecord[]): Read[] {
    const reads: Read[] = [];
    for (const group of Map.groupBy(records, partitionName).values()) {
      if (this.#isFinished()) break;
      const { maxMessages } = this.#options;
      const wanted = maxMessages < 0 ? group : group.slice(0, maxMessages - this.#consumed);
      const [first, last] = [wanted[0], wanted.at(-1)];
      if (first === undefined || last === undefined) continue;
      const { topic, partition, offset: minOffset } = first;
      reads.push({ topic, partition, count: wanted.length, minOffset, maxOffset: last.offset });
      if (this.#options.isVerbose) for (const record of wanted) this.#tellRecord(record);
      this.#consumed += wanted.length;
    }
    return reads;
  }

  async #commit(offsets: readonly Offset[]): Promise<void> {
    try {
      await this.#consumer.commitSync(offsets.map((one) => ({ ...one, metadata: '' })));
      this.#tell('offsets_committed', { offsets, success: true });
    } catch (error) {
      // Somebody asks to shut down, once: what was read is still committed, as Kafka's tool does.
      if (error instanceof Wakeup) await this.#commit(offsets);
      const endsAll = error instanceof Wakeup || error instanceof FencedInstanceId;
      if (endsAll || !(error instanceof Error)) throw error;
      this.#tell('offsets_committed', { offsets, error: error.message, success: false });
    }
  }

  #isFinished(): boolean {
    const { maxMessages } = this.#options;
    return maxMessages >= 0 && this.#consumed >= maxMessages;
  }

  #tellPartitions(what: 'assigned' | 'revoked', partitions: readonly TopicPartition[]): void {
    const sorted = partitions.toSorted(byTopicThenPartition);
    this.#tell(`partitions_${what}`, {
      partitions: sorted.map(({ topic, partition }) => ({ topic, partition })),
    });
  }

  #tellRecord({ key, value, topic, partition, offset }: ConsumedRecord): void {
    this.#tell('record_data', { key: text(key), value: text(value), topic, partition, offset });
  }

  #tell(name: string, facts: object): void {
    const event = { timestamp: this.#env.clock.now(), name, ...facts };
    this.#terminal.out(`${JSON.stringify(event)}\n`);
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function text(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : utf8.decode(bytes);
}
