/**
 * A member of a consumer group (KIP-848) over the wire, and what a tool asks of such groups.
 */
import { errorName } from '#protocol/errors.ts';
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from '#protocol/messages/consumer-group-describe.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import type { InputOf } from '#protocol/schema.ts';
import type { SimBroker, WireClient } from './sim-broker.ts';

type Heartbeat = Partial<InputOf<typeof ConsumerGroupHeartbeatRequest>>;

export interface ConsumerMemberOptions {
  readonly groupId?: string;
  readonly memberId?: string;
  readonly instanceId?: string | null;
  readonly topics?: readonly string[];
  readonly pattern?: string | null;
  readonly version?: number;
}

/** A consumer that does what it is told: it owns what it was last assigned. */
export class ConsumerMember {
  readonly client: WireClient;
  readonly groupId: string;
  readonly instanceId: string | null;
  memberId: string;
  epoch = 0;
  /** What it owns, by topic id. */
  owned = new Map<string, readonly number[]>();
  heartbeatIntervalMs = 0;
  errorMessage: string | null = null;
  readonly #options: ConsumerMemberOptions;

  constructor(client: WireClient, options: ConsumerMemberOptions) {
    this.client = client;
    this.groupId = options.groupId ?? 'g';
    this.memberId = options.memberId ?? 'member';
    this.instanceId = options.instanceId ?? null;
    this.#options = options;
  }

  static async of(sim: SimBroker, options: ConsumerMemberOptions = {}): Promise<ConsumerMember> {
    return new ConsumerMember(await sim.client(), options);
  }

  /** All partitions it owns, of all topics. */
  get partitions(): number[] {
    return [...this.owned.values()].flat();
  }

  /** Joins, or begins anew. Gives the error's name. */
  async join(fields: Heartbeat = {}): Promise<string> {
    const { topics = ['t'], pattern = null } = this.#options;
    return this.#send({
      memberEpoch: 0,
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: [...topics],
      subscribedTopicRegex: pattern,
      topicPartitions: [],
      ...fields,
    });
  }

  /** Says that it is alive, and what it owns. */
  async beat(fields: Heartbeat = {}): Promise<string> {
    const topicPartitions = [...this.owned].map(([topicId, partitions]) => ({
      topicId,
      partitions: [...partitions],
    }));
    return this.#send({ memberEpoch: this.epoch, topicPartitions, ...fields });
  }

  async leave(memberEpoch = -1): Promise<string> {
    return this.#send({ memberEpoch });
  }

  async #send(fields: Heartbeat): Promise<string> {
    const { version = 1 } = this.#options;
    const { groupId, memberId, instanceId } = this;
    const answer = await this.client.ask(
      ConsumerGroupHeartbeatRequest,
      ConsumerGroupHeartbeatResponse,
      version,
      { groupId, memberId, instanceId, memberEpoch: 0, ...fields },
    );
    this.errorMessage = answer.errorMessage;
    if (answer.errorCode === 0) {
      this.epoch = answer.memberEpoch;
      this.memberId = answer.memberId ?? this.memberId;
      this.heartbeatIntervalMs = answer.heartbeatIntervalMs;
      const assigned = answer.assignment?.topicPartitions;
      const owned = assigned?.map(({ topicId, partitions }) => [topicId, partitions] as const);
      if (owned !== undefined) this.owned = new Map(owned);
    }
    return errorName(answer.errorCode);
  }
}

export async function describeConsumers(client: WireClient, groupId = 'g', version = 1) {
  const { groups } = await client.ask(
    ConsumerGroupDescribeRequest,
    ConsumerGroupDescribeResponse,
    version,
    { groupIds: [groupId], includeAuthorizedOperations: true },
  );
  const [group] = groups;
  if (group === undefined) throw new Error('describe: no answer for the group');
  return group;
}
