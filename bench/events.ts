/**
 * How many simulated events a second the broker in a page lives through, with a producer and a group of
 * three (site/tools/bench-worker.ts): how long a reader waits for a simulation's next picture.
 */
import { formatTable } from '../interop/table.ts';
import { eventRates } from '../site/tools/event-rates.ts';
import { median } from './measures.ts';

const TARGET = 100_000;
/** For so many rounds, of about a second each, the engine still compiles what it runs often. */
const COLD_ROUNDS = 3;

export async function benchEvents(): Promise<string> {
  const rates = (await eventRates()).map(({ perSecond }) => perSecond);
  const warm = rates.slice(COLD_ROUNDS);
  const reached = median(warm);
  const cold = row('the same while it still compiles', rates.slice(0, COLD_ROUNDS));
  const rows = [
    [...row('the broker in a page: events a second', warm), inWords(TARGET), verdictOn(reached)],
    [...cold, '', ''],
  ];
  return formatTable(['measure', 'median', 'least', 'most', 'target', ''], rows, {
    right: [1, 2, 3, 4],
  });
}

function row(name: string, rates: readonly number[]): string[] {
  const shown = [median(rates), Math.min(...rates), Math.max(...rates)];
  return [name, ...shown.map(inWords)];
}

function inWords(rate: number): string {
  return Math.round(rate).toLocaleString('en');
}

function verdictOn(rate: number): string {
  return rate >= TARGET ? 'ok' : 'MISS';
}
