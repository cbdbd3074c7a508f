/**
 * All groups of one partition of `__consumer_offsets`, with what they have committed: the state that
 * this partition's records replay to, kept current while this broker leads it.
 *
 *     loading ──► active ──► closed        closed: another broker leads, or the partition is gone
 *        └──────► failed                   failed: its log can't be read
 *
 * Around the pure core of a group: requests wait here for their answers, timers bring the time, records
 * go to the log. What a classic group has written comes back to it as `stored`; how consumer groups
 * write is in consumer-shell.ts. What was committed can be fetched once its record is durable, and not
 * before: a reader must not see what a crash could still take back.
 */
import type { Env } from '#env/env.ts';
import { ClassicGroup } from '#groups/classic-group.ts';
import { mayCommit } from '#groups/commit-permission.ts';
import { CommittedOffsets } from '#groups/committed-offsets.ts';
import { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type {
  ConsumerHeartbeatAnswer,
  ConsumerHeartbeatEvent,
} from '#groups/consumer-group/consumer-group-event.ts';
import { ConsumerShell } from '#groups/consumer-group/consumer-shell.ts';
import { replay as replayConsumer } from '#groups/consumer-group/replay.ts';
import type { ConsumerGroupRecord } from '#groups/consumer-group-record.ts';
import { type CoordinatorRecord, encodeCoordinatorRecord } from '#groups/coordinator-record.ts';
import type { CoordinatorSettings } from '#groups/coordinator-settings.ts';
import { GatheredWrites } from '#groups/gathered-writes.ts';
import { GroupAlarms } from '#groups/group-alarms.ts';
import type { GroupAnswer, GroupEffect, GroupEvent, Now } from '#groups/group-event.ts';
import { step } from '#groups/group-step.ts';
import type { CommitRequest } from '#groups/offset-request.ts';
import type { OffsetShard } from '#groups/offset-shard.ts';
import type { OffsetsLog } from '#groups/offsets-log.ts';
import { PendingAnswers } from '#groups/pending-answers.ts';
import { restoreGroup } from '#groups/restored-group.ts';
import { storeError } from '#groups/store-error.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { encodeBatch } from '#storage/batch-writer.ts';

export type ShardState = 'loading' | 'active' | 'failed' | 'closed';

export type AnyGroup = ClassicGroup | ConsumerGroup;

/** The cluster as the coordinator sees it, whenever it looks. */
export interface CoordinatorMetadata {
  readonly image: MetadataImage;
  /** The metadata offset as of which a topic was last created. */
  readonly topicsCreatedAt: number;
}

export class GroupShard implements OffsetShard {
  readonly log: OffsetsLog;
  readonly settings: CoordinatorSettings;
  readonly metadata: CoordinatorMetadata;
  readonly groups = new Map<string, AnyGroup>();
  readonly offsets = new CommittedOffsets();
  readonly answers = new PendingAnswers<GroupAnswer | ConsumerHeartbeatAnswer>();
  readonly alarms: GroupAlarms<AnyGroup>;
  state: ShardState = 'loading';
  readonly #env: Env;
  readonly #consumers: ConsumerShell;
  readonly #writes: GatheredWrites;

  constructor(
    env: Env,
    log: OffsetsLog,
    { settings, metadata }: Pick<GroupShard, 'settings' | 'metadata'>,
  ) {
    this.#env = env;
    this.log = log;
    this.settings = settings;
    this.metadata = metadata;
    this.alarms = new GroupAlarms(env.clock, (group) => this.take(group, { kind: 'tick' }));
    this.#consumers = new ConsumerShell(env, this);
    this.#writes = new GatheredWrites(env.clock, (records, done) => this.#appendNow(records, done));
  }

  get wallMs(): number {
    return this.#env.clock.now();
  }

  /** The group; where there is none a classic one is made, but not written down yet. */
  groupFor(groupId: string): AnyGroup {
    const known = this.groups.get(groupId);
    if (known !== undefined) return known;
    const fresh = new ClassicGroup(groupId, this.wallMs);
    this.groups.set(groupId, fresh);
    return fresh;
  }

  /**
   * The group that somebody without an id joins by the classic protocol. A consumer group without
   * members ends for it, and a classic one begins; an error code if that can't be written.
   */
  groupToJoin(groupId: string): AnyGroup | number {
    const known = this.groupFor(groupId);
    if (known.type === 'classic' || known.state !== 'Empty') return known;
    let refused: number = ErrorCode.NONE;
    this.append(known.tombstones(), (errorCode) => {
      refused = errorCode;
    });
    if (refused !== ErrorCode.NONE) return refused;
    this.#forget(groupId, known.type);
    return this.groupFor(groupId);
  }

  /** Puts a request to a group; the answer comes at once, or when the group has got that far. */
  ask<A extends GroupAnswer>(
    group: AnyGroup,
    eventOf: (requestId: number) => GroupEvent,
  ): A | Promise<A> {
    return this.answers.ask<A>((requestId) => this.take(group, eventOf(requestId)));
  }

  mayCommit(request: CommitRequest): number {
    return mayCommit(this, request);
  }

  isBusy(groupId: string): boolean {
    const group = this.groups.get(groupId);
    const isAwaited = group?.type === 'classic' && group.pendingMembers.size > 0;
    return isAwaited || this.#writes.isUnderWay(groupId);
  }

  /** Puts a heartbeat of the consumer protocol to its group, which may begin with it. */
  heartbeat(
    groupId: string,
    request: Omit<ConsumerHeartbeatEvent, 'kind' | 'requestId'>,
  ): ConsumerHeartbeatAnswer | Promise<ConsumerHeartbeatAnswer> {
    return this.answers.ask((requestId) =>
      this.#consumers.heartbeat(groupId, { kind: 'consumerHeartbeat', requestId, ...request }),
    );
  }

  /** Takes a group through an event, and does what follows from it. */
  take(group: AnyGroup, event: GroupEvent): void {
    if (group.type === 'consumer') {
      this.#consumers.take(group, event);
      return;
    }
    const { clock } = this.#env;
    const now: Now = { monotonicMs: clock.monotonicMs(), wallMs: clock.now() };
    const effects = step(group, event, now, this.settings);
    for (const effect of effects) this.#carryOut(group, effect);
    // A sign of life only puts things off: the timer that is set finds that out by itself.
    const putsOff = event.kind === 'heartbeat' || event.kind === 'commit';
    if (!putsOff || !this.alarms.has(group)) this.alarms.set(group);
  }

  /** Puts a group in the place of the one with its id. Who waits there has to join again. */
  install(group: AnyGroup): void {
    const before = this.groups.get(group.groupId);
    if (before === group) return;
    this.groups.set(group.groupId, group);
    if (before !== undefined) this.#end(before, ErrorCode.REBALANCE_IN_PROGRESS);
    if (this.state === 'active') this.take(group, { kind: 'loaded' });
  }

  /** Writes records, all of them or none, with what others write. They count when `done` is told 0. */
  write(records: readonly CoordinatorRecord[], done: (errorCode: number) => void): void {
    this.#writes.add(records, (errorCode) => {
      if (errorCode === ErrorCode.NONE) for (const record of records) this.#apply(record);
      done(storeError(errorCode));
    });
  }

  /**
   * Writes records right away, in one batch, without applying them. A log that does not take them
   * calls `done` at once.
   */
  append(records: readonly CoordinatorRecord[], done: (errorCode: number) => void): void {
    this.flush();
    this.#appendNow(records, (errorCode) => done(storeError(errorCode)));
  }

  /** Writes what is gathered: before a look at the state that has to see it. */
  flush(): void {
    this.#writes.flush();
  }

  /** Comes when all that was written up to now is durable and counts, or is refused. */
  settled(): Promise<void> {
    return this.#writes.settled();
  }

  /** Another broker's log is not written to, nor does what was written count any longer. */
  #appendNow(records: readonly CoordinatorRecord[], done: (errorCode: number) => void): void {
    if (this.state === 'closed') {
      done(ErrorCode.NOT_COORDINATOR);
      return;
    }
    const batch = encodeBatch({
      records: records.map((record) => ({
        timestamp: this.wallMs,
        ...encodeCoordinatorRecord(record),
      })),
      codec: this.settings.codec,
      codecs: this.#env.codecs,
    });
    this.log.append(batch, (errorCode) => {
      done(this.state === 'closed' ? ErrorCode.NOT_COORDINATOR : errorCode);
    });
  }

  /** Does what a record of the log says, when the log is loaded. */
  replay(record: CoordinatorRecord): void {
    if (record.kind === 'group' && record.value !== undefined) {
      this.install(restoreGroup(record.groupId, record.value));
    } else {
      this.#apply(record);
    }
  }

  /** The log is loaded: the groups go on. */
  activate(): void {
    this.state = 'active';
    for (const group of this.groups.values()) this.take(group, { kind: 'loaded' });
  }

  /** Ends the shard: whoever waits is told `errorCode`. */
  close(errorCode: number): void {
    this.state = 'closed';
    for (const group of this.groups.values()) this.take(group, { kind: 'unload', errorCode });
    this.alarms.cancelAll();
  }

  /** A live classic group knows more than its own record, which is only applied when it is loaded. */
  #apply(record: CoordinatorRecord): void {
    if (record.kind === 'offset') {
      // Who commits without ever joining makes a group by that alone.
      if (record.offset !== undefined) this.groupFor(record.groupId);
      this.offsets.apply(record);
    } else if (record.kind === 'group') {
      if (record.value === undefined) this.#forget(record.groupId, 'classic');
    } else {
      this.#applyToConsumers(record);
    }
  }

  #applyToConsumers(record: ConsumerGroupRecord): void {
    const { groupId, kind, value } = record;
    if (kind === 'consumer-group-metadata' && value === undefined) {
      this.#forget(groupId, 'consumer');
      return;
    }
    const known = this.groups.get(groupId);
    const isKnown = known?.type === 'consumer';
    if (!isKnown && value === undefined) return;
    const group = isKnown ? known : new ConsumerGroup(groupId);
    replayConsumer(group, record);
    this.install(group);
  }

  #forget(groupId: string, type: AnyGroup['type']): void {
    const group = this.groups.get(groupId);
    if (group?.type !== type) return;
    this.groups.delete(groupId);
    this.#end(group, ErrorCode.UNKNOWN_MEMBER_ID);
  }

  #end(group: AnyGroup, errorCode: number): void {
    this.take(group, { kind: 'unload', errorCode });
    this.alarms.cancel(group);
  }

  #carryOut(group: ClassicGroup, effect: GroupEffect): void {
    if (effect.kind === 'note') {
      this.#env.log.info(`group ${group.groupId} ${effect.text}`);
    } else if (effect.kind === 'answer') {
      this.answers.give(effect.requestId, effect.answer);
    } else {
      const { value, stored } = effect;
      this.write([{ kind: 'group', groupId: group.groupId, value }], (errorCode) => {
        this.take(group, { kind: 'stored', stored, errorCode });
      });
    }
  }
}
