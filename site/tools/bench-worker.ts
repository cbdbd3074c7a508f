/**
 * The worker that event-rates.ts starts in a browser: the real broker, a producer and three members of a
 * group, for some virtual minutes, in the same host as a simulation's.
 */

import { GroupWorld } from '../simulations/consumer-group/group-world.ts';
import { defaultSetup } from '../simulations/consumer-group/setup.ts';
import { createBrowserHost } from '../simulations/host/browser-host.ts';
import type { Rate } from './event-rates.ts';

const VIRTUAL_MS = 1_800_000;
const ROUNDS = 9;

addEventListener('message', async () => {
  const rates: Rate[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rates.push(await measure());
  postMessage(rates);
});

async function measure(): Promise<Rate> {
  const world = new GroupWorld(defaultSetup, createBrowserHost(), () => {});
  await world.begin();
  world.sim.checkAfterEachEvent(undefined);
  for (const member of world.members.slice(0, 3)) member.start();
  const before = { events: world.sim.eventCount, atMs: performance.now() };
  await world.sim.run(world.sim.nowMs + VIRTUAL_MS);
  const events = world.sim.eventCount - before.events;
  const seconds = (performance.now() - before.atMs) / 1000;
  return { events, perSecond: Math.round(events / seconds), traceHash: world.sim.traceHash };
}
