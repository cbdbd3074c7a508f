/**
 * Makes topics that a client asks about, when auto.create.topics.enable and the client allow it.
 *
 * Kafka answers at once that there is no leader yet and lets the client ask again; here the
 * controller is in the same process, so the answer waits for it and has the topic.
 */
import type { BrokerServices } from '#broker/broker-services.ts';

const USE_DEFAULT = -1;
const CREATION_TIMEOUT_MS = 30_000;

/** Creates those that can be; gives the error code of each name that can't. */
export async function autoCreateTopics(
  names: readonly string[],
  broker: BrokerServices,
): Promise<ReadonlyMap<string, number>> {
  const response = await broker.controller.createTopics({
    topics: names.map((name) => ({
      name,
      numPartitions: USE_DEFAULT,
      replicationFactor: USE_DEFAULT,
      assignments: [],
      configs: [],
    })),
    timeoutMs: CREATION_TIMEOUT_MS,
    validateOnly: false,
  });
  return new Map(response.topics.map(({ name, errorCode }) => [name, errorCode]));
}
