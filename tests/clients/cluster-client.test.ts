import { expect, test } from 'vitest';
import { ClusterClient } from '#clients/cluster-client.ts';
import { SimBroker } from '../broker/sim-broker.ts';

test('who asks for a lost connection at the same time gets the same new one', async () => {
  const sim = await SimBroker.start();
  const client = new ClusterClient(sim.world.node('client').env, {
    bootstrapServers: 'broker-1:9092',
  });
  const target = { nodeId: 1, channel: 'group' };
  const first = await sim.complete(client.connect(target));
  sim.world.network.cut('client', 'broker-1');
  await sim.world.run(sim.world.nowMs + 10);
  expect(first.isOpen).toBe(false);

  const connecting = [1, 2, 3].map(() => client.connect(target));
  const [one, ...others] = await sim.complete(Promise.all(connecting));
  expect(one?.isOpen).toBe(true);
  for (const other of others) expect(other).toBe(one);
});
