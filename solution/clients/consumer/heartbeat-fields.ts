/**
 * What a heartbeat of a consumer group says: everything when the member joins, and afterwards only
 * what has changed since the last heartbeat that was answered (KIP-848).
 *
 *     joins     names, pattern, assignor, rack, timeout, owned: nothing
 *     changed   owned: orders 0 2
 *     usual     group, member, epoch
 */
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import type { ConsumerGroupHeartbeatRequest } from '#protocol/messages/consumer-group-heartbeat.ts';

type Body = ConsumerGroupHeartbeatRequest;

/** The member as it is now. */
export interface HeartbeatState {
  readonly groupId: string;
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly subscribedTopicNames: readonly string[];
  /** Empty for none. */
  readonly subscribedTopicRegex: string;
  readonly owned: NonNullable<Body['topicPartitions']>;
}

type Said = Pick<HeartbeatState, 'subscribedTopicNames' | 'subscribedTopicRegex' | 'owned'>;

export class HeartbeatFields {
  readonly #settings: ConsumerSettings;
  /** What the coordinator knows; undefined where that is not sure. */
  #said: Said | undefined;

  constructor(settings: ConsumerSettings) {
    this.#settings = settings;
  }

  /** The coordinator may not have heard what was said. */
  forget(): void {
    this.#said = undefined;
  }

  /** The next heartbeat; `forget` where it fails. */
  next(state: HeartbeatState, isJoining: boolean): Body {
    const said = isJoining ? undefined : this.#said;
    const { groupId, memberId, memberEpoch, ...saying } = state;
    this.#said = saying;
    const isKnown = (key: keyof Said) =>
      said !== undefined && JSON.stringify(said[key]) === JSON.stringify(saying[key]);
    const { subscribedTopicNames, subscribedTopicRegex, owned } = saying;
    // An empty pattern takes one back: there is none before it.
    const hasNoRegex = said === undefined && subscribedTopicRegex === '';
    return {
      groupId,
      memberId,
      memberEpoch,
      ...this.#constants(said === undefined, isJoining),
      subscribedTopicNames: isKnown('subscribedTopicNames') ? null : [...subscribedTopicNames],
      subscribedTopicRegex:
        hasNoRegex || isKnown('subscribedTopicRegex') ? null : subscribedTopicRegex,
      topicPartitions: isKnown('owned') ? null : owned,
    };
  }

  #constants(isAll: boolean, isJoining: boolean) {
    const { groupInstanceId, groupRemoteAssignor, clientRack, maxPollIntervalMs } = this.#settings;
    return {
      instanceId: groupInstanceId ?? null,
      rackId: isJoining && clientRack !== '' ? clientRack : null,
      rebalanceTimeoutMs: isAll ? maxPollIntervalMs : -1,
      serverAssignor: isAll ? (groupRemoteAssignor ?? null) : null,
    };
  }
}
