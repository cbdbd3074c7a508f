/**
 * A broker that has `__consumer_offsets` already and lets a group's first rebalance begin at once, so
 * that tools which end when nothing comes do not end before their group has settled.
 */
import { findCoordinator } from '../broker/group-client.ts';
import { SimBroker, type WireClient } from '../broker/sim-broker.ts';

export interface GroupBroker {
  readonly sim: SimBroker;
  readonly client: WireClient;
}

export async function groupBroker(config: Record<string, string> = {}): Promise<GroupBroker> {
  const sim = await SimBroker.start({
    config: {
      'offsets.topic.replication.factor': '1',
      'group.initial.rebalance.delay.ms': '0',
      ...config,
    },
  });
  const client = await sim.client();
  await findCoordinator(client);
  return { sim, client };
}
