/**
 * What the leader of a classic group does for all: it shares the partitions out, and looks on
 * whether there are others since.
 *
 *     JoinGroup's answer: all subscriptions ──► topics of all ──► assignor ──► SyncGroup
 *     metadata, later: `orders` has 7 partitions, not 6 ──► the group has to rebalance
 */
import type { DividedAssignments, JoinAnswer } from '#clients/consumer/classic-event.ts';
import { IllegalState } from '#clients/consumer/consumer-error.ts';
import { divide, memberSubscriptions } from '#clients/consumer/group-assignment.ts';
import type { GroupContext } from '#clients/consumer/group-context.ts';
import type { KnownTopic } from '#clients/consumer/topic-metadata.ts';

export class GroupLeader {
  readonly #context: GroupContext;
  /** How many partitions each topic had, 0 where it was not there; undefined for who does not lead. */
  #counts: ReadonlyMap<string, number> | undefined;

  constructor(context: GroupContext) {
    this.#context = context;
  }

  /** @throws KafkaError, NetworkError, RequestTimeout when the topics can't be looked up */
  async divide(answer: JoinAnswer): Promise<DividedAssignments> {
    const { metadata } = this.#context;
    const subscriptions = memberSubscriptions(answer);
    const wanted = new Set([...subscriptions.values()].flatMap(({ topics }) => topics));
    const topics = await metadata.lookUp([...wanted]);
    this.#watch(wanted, topics);
    if (answer.skipAssignment) return new Map();
    return divide(this.#assignor(answer.protocolName ?? ''), subscriptions, topics, metadata);
  }

  /** Another member leads from now on, or nobody knows yet who. */
  resign(): void {
    this.#counts = undefined;
  }

  /** Whether topics have other numbers of partitions than when they were shared out. */
  get hasNews(): boolean {
    const { metadata } = this.#context;
    return [...(this.#counts ?? [])].some(
      ([topic, count]) => (metadata.countOf(topic) ?? count) !== count,
    );
  }

  /** Has the topics of all members kept known. */
  #watch(wanted: ReadonlySet<string>, topics: readonly KnownTopic[]): void {
    const { metadata, subscription } = this.#context;
    const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    this.#counts = new Map([...wanted].map((topic) => [topic, counts.get(topic) ?? 0]));
    if (subscription.kind !== 'pattern') {
      metadata.want(new Set([...wanted, ...subscription.topics]));
    }
  }

  #assignor(name: string) {
    const found = this.#context.settings.assignors.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new IllegalState(`Coordinator selected invalid assignment protocol: ${name}`);
  }
}
