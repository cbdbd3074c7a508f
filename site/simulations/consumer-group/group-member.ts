/**
 * A member of the simulated group: an application on a machine of its own, with the real consumer in
 * it, which does what most applications do.
 *
 *     poll ─► records ─► work on one after the other, which takes time ─► (commit) ─► poll …
 *
 * All that it sees and does is told. It can be killed and started again, be closed in order, and stand
 * still in the middle of its work: then it does not poll, while its consumer lives on beside it.
 */
import type { ConsumedRecord } from '#clients/consumer/consumed-record.ts';
import { Consumer } from '#clients/consumer/consumer.ts';
import {
  CallTimeout,
  CommitFailed,
  RebalanceInProgress,
  Wakeup,
} from '#clients/consumer/consumer-error.ts';
import { assignorsNamed } from '#clients/consumer/consumer-options.ts';
import { EARLIEST } from '#clients/consumer/offset-reset.ts';
import type { Env } from '#env/env.ts';
import { NodeCrashed } from '#env/sim/node-crashed.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import type { TopicPartition } from '#storage/log-files.ts';
import type { MemberLife, Tell } from './happening.ts';
import type { KnownMembers } from './known-members.ts';
import { type GroupSetup, groupIdOf, kinds, type MemberName } from './setup.ts';
import { TappedNetwork } from './tapped-network.ts';
import { type WireMessage, WireWatch } from './wire-watch.ts';

const POLL_MS = 1000;
const REQUEST_TIMEOUT_MS = 4000;
const CALL_TIMEOUT_MS = 5000;

export interface MemberPlace {
  readonly name: MemberName;
  /** Which of the groups it belongs to. */
  readonly group: number;
  readonly node: SimNode;
  readonly broker: string;
  readonly topic: string;
}

export class GroupMember {
  readonly place: MemberPlace;
  readonly #setup: GroupSetup;
  readonly #names: KnownMembers;
  readonly #tell: Tell;
  readonly #nowMs: () => number;
  #consumer: Consumer | undefined;
  #isRunning = false;
  #isClosing = false;
  /** While it stands still: lets it go on. */
  #release: (() => void) | undefined;
  #gate: Promise<void> | undefined;

  constructor(
    place: MemberPlace,
    setup: GroupSetup,
    world: { readonly names: KnownMembers; readonly tell: Tell; readonly nowMs: () => number },
  ) {
    this.place = place;
    this.#setup = setup;
    this.#names = world.names;
    this.#tell = world.tell;
    this.#nowMs = world.nowMs;
  }

  /** Starts a process where none runs. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#isClosing = false;
    this.#life('starts');
    void this.#live(this.place.node.restart());
  }

  crash(): void {
    if (!this.#isRunning) return;
    this.goOn();
    this.place.node.crash();
    this.#end('crashes');
  }

  /** Asks it to end in order, as soon as it has done with what it is at. */
  leave(): void {
    if (!this.#isRunning || this.#isClosing) return;
    this.#isClosing = true;
    this.goOn();
    this.#life('closes');
    this.#consumer?.wakeup();
  }

  stall(): void {
    if (!this.#isRunning || this.#release !== undefined) return;
    this.#life('stalls');
    this.#gate = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  goOn(): void {
    if (this.#release === undefined) return;
    this.#life('goes on');
    this.#release();
    this.#release = undefined;
    this.#gate = undefined;
  }

  async #live(env: Env): Promise<void> {
    const consumer = this.#newConsumer(env);
    this.#consumer = consumer;
    let why: string | undefined;
    try {
      await this.#work(consumer, env);
    } catch (error) {
      if (error instanceof NodeCrashed) return;
      if (!(error instanceof Wakeup)) why = (error as Error).message;
    }
    try {
      await consumer.close({ timeoutMs: CALL_TIMEOUT_MS });
    } catch (error) {
      if (error instanceof NodeCrashed) return;
      why ??= (error as Error).message;
    }
    if (this.#consumer === consumer && this.#isRunning) this.#end('is gone', why);
  }

  async #work(consumer: Consumer, env: Env): Promise<void> {
    const { group, topic } = this.place;
    const partitionsOf = (all: readonly TopicPartition[]) =>
      all.map(({ partition }) => partition).sort((a, b) => a - b);
    const told = (what: 'assigned' | 'revoked' | 'lost') => (all: readonly TopicPartition[]) => {
      const partitions = partitionsOf(all);
      const generation = consumer.groupMetadata().generationId;
      this.#tell({ ...this.#who(), kind: 'ownership', what, partitions, generation });
    };
    await consumer.subscribe([topic], {
      onPartitionsAssigned: told('assigned'),
      onPartitionsRevoked: told('revoked'),
      onPartitionsLost: told('lost'),
    });
    this.#names.learn(consumer.groupMetadata().memberId, this.#shownName(group));
    while (!this.#isClosing) await this.#round(consumer, env);
  }

  async #round(consumer: Consumer, env: Env): Promise<void> {
    const records = await consumer.poll(POLL_MS);
    this.#given(records);
    if (records.length > 0 && this.#setup.commits === 'before') await this.#commit(consumer);
    for (const { partition, offset } of records) {
      await env.clock.sleep(this.#setup.workMs);
      await this.#gate;
      this.#tell({ ...this.#who(), kind: 'processed', partition, offset });
    }
    await this.#gate;
    if (records.length > 0 && this.#setup.commits === 'after') await this.#commit(consumer);
  }

  async #commit(consumer: Consumer): Promise<void> {
    try {
      await consumer.commitSync();
    } catch (error) {
      const isExpected =
        error instanceof CommitFailed ||
        error instanceof RebalanceInProgress ||
        error instanceof CallTimeout;
      if (!isExpected) throw error;
      this.#tell({ ...this.#who(), kind: 'refused', why: error.name });
    }
  }

  /** What a poll gave, a run of offsets for each partition. */
  #given(records: readonly ConsumedRecord[]): void {
    const runs = new Map<number, { from: number; to: number }>();
    for (const { partition, offset } of records) {
      const run = runs.get(partition) ?? { from: offset, to: offset };
      run.to = offset + 1;
      runs.set(partition, run);
    }
    for (const [partition, { from, to }] of runs) {
      this.#tell({ ...this.#who(), kind: 'given', partition, from, to });
    }
  }

  #newConsumer(env: Env): Consumer {
    const { group, broker } = this.place;
    const setup = this.#setup;
    const kind = kinds[setup.kinds[group] ?? 'range'];
    const isClassic = kind.protocol === 'classic';
    const shown = this.#shownName(group);
    const watch = new WireWatch(shown, this.#names, (message) => this.#heard(message));
    const tapped = { ...env, network: new TappedNetwork(env.network, watch) };
    return new Consumer(tapped, {
      bootstrapServers: `${broker}:9092`,
      clientId: shown,
      groupId: groupIdOf(setup, group),
      groupInstanceId: setup.isStatic ? `static-${this.place.name}` : undefined,
      groupProtocol: kind.protocol,
      ...(isClassic
        ? { assignors: assignorsNamed([kind.assignor]) }
        : { groupRemoteAssignor: kind.assignor }),
      enableAutoCommit: setup.commits === 'auto',
      autoCommitIntervalMs: setup.autoCommitIntervalMs,
      autoOffsetReset: EARLIEST,
      sessionTimeoutMs: setup.sessionTimeoutMs,
      heartbeatIntervalMs: setup.heartbeatIntervalMs,
      maxPollIntervalMs: setup.maxPollIntervalMs,
      maxPollRecords: setup.maxPollRecords,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      apiTimeoutMs: CALL_TIMEOUT_MS,
    });
  }

  #heard({ committed, ...message }: WireMessage): void {
    this.#tell({ ...this.#who(), kind: 'message', ...message });
    for (const [partition, offset] of committed ?? []) {
      // -1 is none: auto.offset.reset=earliest, and nothing was deleted from the log.
      this.#tell({ ...this.#who(), kind: 'begins', partition, offset: Math.max(0, offset) });
    }
  }

  #shownName(group: number): string {
    return this.place.name + '′'.repeat(group);
  }

  #end(what: 'crashes' | 'is gone', why?: string): void {
    this.#isRunning = false;
    this.#consumer = undefined;
    this.#life(what, why);
  }

  #life(what: MemberLife, why?: string): void {
    this.#tell({ ...this.#who(), kind: 'life', what, ...(why === undefined ? {} : { why }) });
  }

  #who() {
    return { atMs: this.#nowMs(), group: this.place.group, member: this.place.name };
  }
}
