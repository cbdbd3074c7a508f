/**
 * How many simulated events a second a browser runs: the real broker with a producer and three members of a
 * group, in a worker of Chromium.
 *
 *     npx node site/tools/bench-events.ts
 *
 * Each round's trace has to be the same, or the numbers mean nothing.
 */
import { eventRates } from './event-rates.ts';

for (const { events, perSecond, traceHash } of await eventRates()) {
  console.log(`${perSecond} events a second (${events} events, trace ${traceHash})`);
}
