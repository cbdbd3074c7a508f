/**
 * What goes into the core of a consumer group, and what comes out of it.
 *
 *     requests, time, topics  ──event──►  step(group, event, now, context)  ──outcome──►  the log
 *                                            ▲                                             │
 *                                            └──── the records apply to the group ◄────────┘ answers
 *
 * A step only plans. Its records are written in one batch; if the log takes them they are applied, and
 * when they are durable the answers are given. If it does not, nothing has happened.
 *
 * Members of the classic protocol come with the events of classic groups.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import type { ConsumerGroupSettings } from '#groups/consumer-group/consumer-group-settings.ts';
import type {
  PartitionsByTopic,
  TopicPartitions,
} from '#groups/consumer-group/partitions-by-topic.ts';
import type { ResolvedPattern } from '#groups/consumer-group/subscription.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { GroupAnswer, GroupEvent } from '#groups/group-event.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';

/** ConsumerGroupHeartbeat; null for what has not changed. */
export interface ConsumerHeartbeatEvent {
  readonly kind: 'consumerHeartbeat';
  readonly requestId: number;
  readonly memberId: string;
  /** 0 joins, -1 leaves, -2 leaves for a while; else the member's own. */
  readonly memberEpoch: number;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly rebalanceTimeoutMs: number | null;
  readonly topicNames: readonly string[] | null;
  readonly pattern: string | null;
  readonly assignor: string | null;
  readonly owned: PartitionsByTopic | null;
  readonly clientId: string;
  readonly clientHost: string;
}

export type ConsumerGroupEvent =
  | ConsumerHeartbeatEvent
  | GroupEvent
  /** Patterns were matched with the topics that there are. */
  | {
      readonly kind: 'patternsMatched';
      readonly matched: ReadonlyMap<string, ResolvedPattern>;
    };

/** The fields of ConsumerGroupHeartbeatResponse. */
export interface ConsumerHeartbeatAnswer {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly memberId: string | null;
  readonly memberEpoch: number;
  readonly heartbeatIntervalMs: number;
  readonly assignment: { readonly topicPartitions: TopicPartitions[] } | null;
}

/** What a step knows of the world around the group. */
export interface ConsumerContext {
  readonly settings: ConsumerGroupSettings;
  readonly image: MetadataImage;
  /** The metadata offset as of which a topic was last created. */
  readonly topicsCreatedAt: number;
}

/** An answer to a request, and what to answer if the step could not be written down. */
export interface PlannedAnswer {
  readonly requestId: number;
  readonly answer: GroupAnswer | ConsumerHeartbeatAnswer;
  readonly failure: (errorCode: number) => GroupAnswer | ConsumerHeartbeatAnswer;
}

/** What a step comes to. */
export interface ConsumerOutcome {
  readonly records: readonly CoordinatorRecord[];
  readonly answers: readonly PlannedAnswer[];
  /** What an operator may want to read. */
  readonly notes: readonly string[];
  /** Patterns to be matched with the topics, after this step. */
  readonly toMatch: ReadonlySet<string> | undefined;
  /** The classic group that this one has become, and why it has to rebalance, if it has. */
  readonly becomes:
    | { readonly group: ClassicGroup; readonly rebalance: string | undefined }
    | undefined;
  /** Whether the request was refused: a group that was to begin with it does not. */
  readonly isRefused: boolean;
}
