/**
 * The members of a consumer group (KIP-848), as thin as they can be. Each sends its next heartbeat as
 * soon as the last one is answered, until it owns what it is to own in the group's last epoch: so the
 * time to a stable group is the coordinator's, not that of an interval.
 */
import { throwIfError } from '#clients/kafka-error.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import { uuidFromBytes } from '#protocol/uuid.ts';
import type { GroupOfMembers, TopicToRead } from './classic-members.ts';
import type { Wire } from './wire.ts';

const REBALANCE_TIMEOUT_MS = 300_000;
const JOIN = 0;
const LEAVE = -1;

type Owned = ConsumerGroupHeartbeatRequest['topicPartitions'];

interface Member {
  readonly wire: Wire;
  readonly memberId: string;
  epoch: number;
  owned: NonNullable<Owned>;
}

export class ConsumerMembers {
  readonly #groupId: string;
  readonly #topic: TopicToRead;
  readonly #members: Member[];

  constructor({ groupId, topic }: GroupOfMembers, wires: readonly Wire[]) {
    this.#groupId = groupId;
    this.#topic = topic;
    this.#members = wires.map((wire, index) => {
      const id = new Uint8Array(16);
      id[0] = index;
      id[15] = 1;
      return { wire, memberId: uuidFromBytes(id, 0), epoch: JOIN, owned: [] };
    });
  }

  /** All join; gives how long it took until the last of them had what it is to own. */
  async join(): Promise<number> {
    const joins = this.#members.map((member) => this.#heartbeat(member, true));
    const startedAt = performance.now();
    await Promise.all(joins);
    while (!this.#isStable()) {
      await Promise.all(this.#members.map((member) => this.#heartbeat(member, false)));
    }
    return performance.now() - startedAt;
  }

  async leave(): Promise<void> {
    for (const member of this.#members) {
      member.epoch = LEAVE;
      member.owned = [];
      await this.#heartbeat(member, false);
      member.epoch = JOIN;
    }
  }

  close(): void {
    for (const { wire } of this.#members) wire.close();
  }

  /** All are in one epoch, and own every partition between them. */
  #isStable(): boolean {
    const [first] = this.#members;
    const partitions = this.#members.flatMap(({ owned }) => owned.flatMap((one) => one.partitions));
    return (
      this.#members.every(({ epoch }) => epoch === first?.epoch) &&
      partitions.length === this.#topic.partitions &&
      new Set(partitions).size === partitions.length
    );
  }

  async #heartbeat(member: Member, joins: boolean): Promise<void> {
    const answer = await member.wire.send(
      ConsumerGroupHeartbeatRequest,
      ConsumerGroupHeartbeatResponse,
      {
        groupId: this.#groupId,
        memberId: member.memberId,
        memberEpoch: member.epoch,
        topicPartitions: member.owned,
        ...(joins
          ? {
              rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
              subscribedTopicNames: [this.#topic.topic],
              subscribedTopicRegex: '',
            }
          : {}),
      },
    );
    throwIfError(answer.errorCode);
    member.epoch = answer.memberEpoch;
    if (answer.assignment !== null) member.owned = answer.assignment.topicPartitions;
  }
}
