/**
 * Committed offsets in a world where nothing is sure. A coordinator writes into a log that is copied
 * to others some time later; it fails, and another takes over with what had been copied, and perhaps
 * a little more. Clients commit offsets that only rise, and readers look.
 *
 *     append ──► 1 to 60 ms ──► replicated: the high watermark moves, and the write is durable
 *     failure ─► the log is cut somewhere between the high watermark and its end
 *
 * Watched at each look: nothing that was acknowledged is missing, and nothing that somebody has seen
 * is taken back. The coordinator and its log are the view's, the watching is not.
 */
import { ErrorCode } from 'reference:protocol/errors.ts';
import { BrokerConfig } from '#config/broker-config.ts';
import { coordinatorSettings } from '#groups/coordinator-settings.ts';
import { GroupCoordinator } from '#groups/group-coordinator.ts';
import type { OffsetsLog } from '#groups/offsets-log.ts';
import { EMPTY_IMAGE } from '#metadata/metadata-image.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { expectEqual, expectInWords } from '../../course/grading/expect.ts';
import { Machine } from '../01-storage/sim-log.ts';
import { commitOf, ZERO_ID } from './bench-shard.ts';

const CONFIG = new Map([
  ['process.roles', 'broker,controller'],
  ['node.id', '1'],
  ['listeners', 'PLAINTEXT://:9092,CONTROLLER://:9093'],
  ['controller.listener.names', 'CONTROLLER'],
]);
const READERS_PLACES = ['billing', 'search', 'mails'];
const STEPS = 60;
const RETRY_MS = 5;
/** A coordinator that is on its way, loads, or has just gone. */
const PASSING: readonly number[] = [
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.NOT_COORDINATOR,
];

interface Place {
  readonly groupId: string;
  /** The last offset of which the coordinator has said that it is committed. */
  acknowledged: number;
  /** The largest that anybody has fetched. */
  seen: number;
  next: number;
}

export class ReplicatedOffsets {
  readonly story: string[] = [];
  readonly #machine: Machine;
  readonly #log: PartitionLog;
  readonly #coordinator: GroupCoordinator;
  readonly #places: Place[];
  #waiting: { readonly end: number; readonly done: (errorCode: number) => void }[] = [];
  /** Counts coordinators: what an old one has under way means nothing to a new one. */
  #term = 0;
  #failed: () => void = () => {};

  constructor(seed: number) {
    this.#machine = new Machine(seed);
    this.#log = this.#machine.log({ cleanupPolicy: new Set(['compact']) });
    this.#log.highWatermarkFollowsLogEnd = false;
    this.#coordinator = new GroupCoordinator(this.#machine.env, {
      settings: coordinatorSettings(new BrokerConfig(CONFIG)),
      metadata: { image: EMPTY_IMAGE, topicsCreatedAt: -1 },
      partitionCount: () => 1,
    });
    this.#places = READERS_PLACES.map((groupId) => ({
      groupId,
      acknowledged: -1,
      seen: -1,
      next: 0,
    }));
  }

  /** Commits, looks and fails for a while; then all is quiet, and everything is where it belongs. */
  async live(): Promise<void> {
    await this.#machine.world.complete(this.#elect());
    const clients = this.#places.map((place) => this.#commitOften(place));
    const others = [this.#lookOften(), this.#failNowAndThen()];
    await this.#machine.world.complete(Promise.all([...clients, ...others]));
    for (const { groupId, acknowledged } of this.#places) {
      expectEqual(this.#fetch(groupId), acknowledged, `what ${groupId} has committed in the end`);
    }
  }

  async #commitOften(place: Place): Promise<void> {
    for (let step = 0; step < STEPS; step++) {
      place.next += 1 + this.#random(5);
      await this.#untilCommitted(place, place.next);
      await this.#sleep(this.#random(20));
    }
  }

  /** An answer that does not come may have meant either: the client commits it again. */
  async #untilCommitted(place: Place, offset: number): Promise<void> {
    const { groupId } = place;
    const who = { groupId, memberId: '', generationId: -1 };
    for (;;) {
      const work = this.#coordinator.commit(commitOf([{ offset, topicId: ZERO_ID }], who));
      const failure = new Promise<undefined>((resolve) => {
        const before = this.#failed;
        this.#failed = () => {
          before();
          resolve(undefined);
        };
      });
      const answer = (await Promise.race([work, failure]))?.[0];
      if (answer === 0) {
        this.#say(`${groupId} was told that ${offset} is committed`);
        place.acknowledged = offset;
        return;
      }
      const isPassing = answer === undefined || PASSING.includes(answer);
      expectInWords(isPassing, `the error code of a commit of ${groupId}`, {
        expected: '0, or one of those that say that nobody coordinates now',
        actual: String(answer),
      });
      await this.#sleep(RETRY_MS);
    }
  }

  async #lookOften(): Promise<void> {
    for (let look = 0; look < STEPS * 3; look++) {
      await this.#sleep(this.#random(12));
      for (const place of this.#places) this.#look(place);
    }
  }

  #look(place: Place): void {
    const offset = this.#fetch(place.groupId);
    if (offset === undefined) return;
    const { groupId, acknowledged, seen } = place;
    const what = `what can be fetched of ${groupId}`;
    const actual = String(offset);
    const told = `${acknowledged} or more: it was told that this is committed`;
    expectInWords(offset >= acknowledged, what, { expected: told, actual });
    const before = `${seen} or more: somebody has fetched that before`;
    expectInWords(offset >= seen, what, { expected: before, actual });
    if (offset > seen) this.#say(`somebody fetches ${offset} of ${groupId}`);
    place.seen = offset;
  }

  async #failNowAndThen(): Promise<void> {
    for (let failure = 0; failure < 5; failure++) {
      await this.#sleep(60 + this.#random(150));
      const { highWatermark, logEndOffset } = this.#log;
      const copied = highWatermark + this.#random(logEndOffset - highWatermark + 1);
      this.#say(
        `the coordinator fails; records below ${highWatermark} were replicated, the next one has those below ${copied} of ${logEndOffset}`,
      );
      this.#coordinator.resigned(0);
      this.#waiting = [];
      this.#log.truncateTo(copied);
      this.#log.updateHighWatermark(this.#log.logEndOffset);
      await this.#elect();
      const failed = this.#failed;
      this.#failed = () => {};
      failed();
    }
  }

  async #elect(): Promise<void> {
    this.#term += 1;
    await this.#coordinator.elected(this.#offsetsLog(this.#term));
  }

  #offsetsLog(term: number): OffsetsLog {
    return {
      partition: 0,
      log: this.#log,
      append: (batch, done) => {
        if (term !== this.#term) return;
        this.#log.append(batch, { leaderEpoch: term, origin: 'coordinator' });
        this.#waiting.push({ end: this.#log.logEndOffset, done });
        const { clock } = this.#machine.env;
        const end = this.#log.logEndOffset;
        clock.setTimer(1 + this.#random(60), () => {
          if (term === this.#term) this.#replicated(end);
        });
      },
    };
  }

  #replicated(end: number): void {
    this.#log.updateHighWatermark(Math.max(end, this.#log.highWatermark));
    const isDurable = (one: { readonly end: number }) => one.end <= this.#log.highWatermark;
    const durable = this.#waiting.filter(isDurable);
    this.#waiting = this.#waiting.filter((one) => !isDurable(one));
    for (const { done } of durable) done(0);
  }

  /** The offset; undefined while nobody can tell, or where nothing is committed yet. */
  #fetch(groupId: string): number | undefined {
    if (typeof this.#coordinator.offsets(groupId) === 'number') return undefined;
    const partition = { topic: 't', topicId: ZERO_ID, partition: 0 };
    return this.#coordinator.offset(groupId, partition)?.offset;
  }

  #random(bound: number): number {
    return this.#machine.world.random.nextInt(bound);
  }

  #sleep(ms: number): Promise<void> {
    return this.#machine.env.clock.sleep(ms);
  }

  #say(what: string): void {
    this.story.push(`${Math.round(this.#machine.world.nowMs)} ms: ${what}`);
  }
}
