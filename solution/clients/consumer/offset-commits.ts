/**
 * Commits offsets for the group: one request at a time or many at once, answers in their order.
 *
 *     commitSync    tries again while that may help, until its time is over
 *     commitAsync   tries once; its callback runs in the application's next poll, commit or close
 *
 * A commit names the member and its generation. The coordinator refuses one from a generation that
 * is over: the partitions may be somebody else's by now. So what was begun in one generation is never
 * tried again in the name of the next, where it would be let in.
 */
import type { OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import {
  CallTimeout,
  CommitFailed,
  FencedInstanceId,
  IllegalArgument,
  RebalanceInProgress,
  RetriableCommitFailed,
} from '#clients/consumer/consumer-error.ts';
import { backoffMs, type ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import { type CoordinatorLookup, groupForbidden } from '#clients/consumer/coordinator-lookup.ts';
import type { GroupMetadata } from '#clients/consumer/membership.ts';
import { mayPass } from '#clients/consumer/request-failure.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { groupByTopic } from '#clients/partition-leaders.ts';
import type { Clock } from '#env/clock.ts';
import { ErrorCode, errorMessage } from '#protocol/errors.ts';
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';
import { partitionName } from '#storage/log-files.ts';

/** From version 10 on topics are named by their ids, which a commit need not know. */
const NEWEST_BY_NAME = 9;

/** The member's epoch is another by now: the next heartbeat tells it, and then the commit may work. */
class StaleEpoch extends CommitFailed {}

/** A commit from its first try to its last: whose it is, once that is known. */
interface Begun {
  from?: GroupMetadata;
}

/** Called when an asynchronous commit is over. */
export type CommitCallback = (offsets: readonly OffsetToCommit[], error: Error | undefined) => void;

/** In whose name offsets are committed, and who hears that it was refused. */
export interface Committer {
  committer(begun?: GroupMetadata): GroupMetadata;
  refused(from: GroupMetadata, errorCode: number): void;
}

export class OffsetCommits {
  readonly #clock: Clock;
  readonly #coordinator: CoordinatorLookup;
  readonly #settings: ConsumerSettings;
  readonly #committer: Committer;
  /** Asynchronous commits that are not over, or whose callbacks have not run. */
  readonly #callbacks: (() => void)[] = [];
  #underWay: Promise<void> = Promise.resolve();

  constructor(
    clock: Clock,
    coordinator: CoordinatorLookup,
    settings: ConsumerSettings,
    committer: Committer,
  ) {
    this.#clock = clock;
    this.#coordinator = coordinator;
    this.#settings = settings;
    this.#committer = committer;
  }

  /**
   * Resolves when the offsets, and all that was committed asynchronously before, are committed.
   *
   * @throws CallTimeout, CommitFailed, RebalanceInProgress, FencedInstanceId, KafkaError
   */
  async commitSync(offsets: readonly OffsetToCommit[], timeoutMs: number): Promise<void> {
    try {
      await this.persist(offsets, timeoutMs);
      await this.#underWay;
    } finally {
      this.runCallbacks();
    }
  }

  /** Commits, and tries again while that may help, is not final, and the time is not over. */
  async persist(
    offsets: readonly OffsetToCommit[],
    timeoutMs: number,
    { isFinal = () => false }: { readonly isFinal?: (error: unknown) => boolean } = {},
  ): Promise<void> {
    const deadline = this.#clock.monotonicMs() + timeoutMs;
    const begun: Begun = {};
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#commit(offsets, begun);
        return;
      } catch (error) {
        const mayHelp = mayPass(error) || error instanceof StaleEpoch;
        if (!mayHelp || isFinal(error)) throw error;
        const pauseMs = backoffMs(attempt, this.#settings);
        if (this.#clock.monotonicMs() + pauseMs >= deadline) throw tookTooLong(offsets, timeoutMs);
        await this.#clock.sleep(pauseMs);
      }
    }
  }

  /** Resolves with the failure, if any; `callback` is called later. */
  commitAsync(
    offsets: readonly OffsetToCommit[],
    callback?: CommitCallback,
  ): Promise<Error | undefined> {
    const over = this.#commit(offsets).then(
      () => undefined,
      (error) => (mayPass(error) ? new RetriableCommitFailed(error) : (error as Error)),
    );
    // Callbacks run in the order of the commits.
    const inTurn = this.#underWay.then(async () => {
      const error = await over;
      if (callback !== undefined) this.#callbacks.push(() => callback(offsets, error));
    });
    this.#underWay = inTurn;
    return inTurn.then(() => over);
  }

  /** Runs the callbacks of the asynchronous commits that are over. */
  runCallbacks(): void {
    for (const run of this.#callbacks.splice(0)) run();
  }

  /** Resolves when no asynchronous commit is under way. */
  settled(): Promise<void> {
    return this.#underWay;
  }

  async #commit(offsets: readonly OffsetToCommit[], begun: Begun = {}): Promise<void> {
    const negative = offsets.find(({ offset }) => offset < 0);
    if (negative !== undefined) throw new IllegalArgument(`Invalid offset: ${negative.offset}`);
    if (offsets.length === 0) return;
    const from = this.#committer.committer(begun.from);
    begun.from = from;
    const { groupId, groupInstanceId, memberId, generationId } = from;
    const { topics } = await this.#coordinator.ask(
      OffsetCommitRequest,
      OffsetCommitResponse,
      {
        groupId,
        groupInstanceId,
        memberId,
        generationIdOrMemberEpoch: generationId,
        topics: [...groupByTopic(offsets)].map(([name, partitions]) => ({
          name,
          partitions: partitions.map(({ partition, offset, leaderEpoch = -1, metadata = '' }) => ({
            partitionIndex: partition,
            committedOffset: offset,
            committedLeaderEpoch: leaderEpoch,
            committedMetadata: metadata,
          })),
        })),
      },
      { newest: NEWEST_BY_NAME },
    );
    for (const { name, partitions } of topics) {
      for (const { errorCode } of partitions) this.#check(errorCode, name, from);
    }
  }

  #check(errorCode: number, topic: string, from: GroupMetadata): void {
    if (errorCode === ErrorCode.NONE) return;
    this.#coordinator.heed(errorCode);
    this.#committer.refused(from, errorCode);
    throw failureOf(errorCode, topic, from.groupId);
  }
}

function failureOf(errorCode: number, topic: string, groupId: string): Error {
  if (errorCode === ErrorCode.ILLEGAL_GENERATION || errorCode === ErrorCode.UNKNOWN_MEMBER_ID) {
    return new CommitFailed();
  }
  if (errorCode === ErrorCode.STALE_MEMBER_EPOCH) {
    return new StaleEpoch(
      `OffsetCommit failed with stale member epoch. ${errorMessage(errorCode)}`,
    );
  }
  if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) {
    return new RebalanceInProgress(
      'Offset commit cannot be completed since the consumer group is executing a rebalance at the ' +
        'moment. You can try completing the rebalance by calling poll() and then retry commit again',
    );
  }
  if (errorCode === ErrorCode.FENCED_INSTANCE_ID) {
    return new FencedInstanceId(errorMessage(errorCode));
  }
  if (errorCode === ErrorCode.GROUP_AUTHORIZATION_FAILED) return groupForbidden(groupId);
  if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
    return new KafkaError(errorCode, `Not authorized to access topics: [${topic}]`);
  }
  return new KafkaError(errorCode);
}

function tookTooLong(offsets: readonly OffsetToCommit[], timeoutMs: number): CallTimeout {
  const what = offsets.map((one) => `${partitionName(one)}=${one.offset}`).join(', ');
  return new CallTimeout(
    `Timeout of ${timeoutMs}ms expired before successfully committing offsets {${what}}`,
  );
}
