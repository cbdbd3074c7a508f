/**
 * How many simulated events a second the broker in a page lives through, with a producer and a group of
 * three (site/tools/bench-worker.ts): how long a reader waits for a simulation's next picture.
 */
import { formatTable } from '../interop/table.ts';
import { eventRates } from '../site/tools/event-rates.ts';
import { median } from './measures.ts';

const TARGET = 100_000;

export async function benchEvents(): Promise<string> {
  const rates = (await eventRates()).map(({ perSecond }) => perSecond);
  const reached = median(rates);
  const shown = [reached, Math.min(...rates), Math.max(...rates), TARGET];
  const row = [
    'the broker in a page: simulated events a second',
    ...shown.map((rate) => rate.toLocaleString('en')),
    reached >= TARGET ? 'ok' : 'MISS',
  ];
  const header = ['measure', 'median', 'least', 'most', 'target', ''];
  return formatTable(header, [row], { right: [1, 2, 3, 4] });
}
