/**
 * What is measured, in which unit, and what we want of it.
 *
 * A target is a bound on the ratio ours / Kafka's, both measured in the same run on the same
 * machine: absolute figures of a shared machine say little.
 */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly digits: number;
  /** `ours / Kafka's` must be at least, or at most, this. */
  readonly target: { readonly atLeast: number } | { readonly atMost: number } | undefined;
}

export const measures = {
  produceMb: measure('produce 1 KiB, acks=1: throughput', 'MB/s', 1, { atLeast: 1.3 }),
  produceCpu: measure('produce 1 KiB, acks=1: broker CPU', 's/GB', 2, { atMost: 0.5 }),
  smallRecords: measure('produce 100 B, batch.size 64 KiB', 'records/s', 0, { atLeast: 1 }),
  smallCpu: measure('produce 100 B, batch.size 64 KiB: broker CPU', 's/GB', 2, undefined),
  consumeMb: measure('consume 1 KiB: throughput', 'MB/s', 1, { atLeast: 1 }),
  consumeCpu: measure('consume 1 KiB: broker CPU', 's/GB', 2, undefined),
  latencyP50: measure('produce at 5,000 records/s: p50', 'ms', 1, undefined),
  latencyP99: measure('produce at 5,000 records/s: p99', 'ms', 1, { atMost: 0.5 }),
  promptP50: measure('the same with linger.ms=0: p50', 'ms', 1, undefined),
  promptP99: measure('the same with linger.ms=0: p99', 'ms', 1, { atMost: 0.5 }),
  resident: measure('resident memory after the run', 'MB', 0, { atMost: 0.2 }),
  peak: measure('peak resident memory', 'MB', 0, undefined),
  clientMb: measure('consume 1 KiB from Gregor: Java’s consumer, ours', 'MB/s', 1, { atLeast: 1 }),
  commitsOfOne: measure('offset commits of 1 consumer', 'commits/s', 0, { atLeast: 1 }),
  commitsOfMany: measure('offset commits of 100 consumers', 'commits/s', 0, { atLeast: 1 }),
  commitCpu: measure('offset commits of 100 consumers: broker CPU', 'µs', 1, undefined),
  classicRebalance: measure('last of 100 joins to a stable group: classic', 'ms', 1, { atMost: 1 }),
  consumerJoin: measure('last of 100 joins to a stable group: KIP-848', 'ms', 1, { atMost: 1 }),
  groupsResident: measure('resident memory after the groups', 'MB', 0, undefined),
  offsetsLoaded: measure('start until 1,000,000 offsets are loaded', 'ms', 0, { atMost: 1 }),
  offsetsCpu: measure('start until 1,000,000 offsets are loaded: CPU', 's', 2, undefined),
  start: measure('process start to first Metadata answer', 'ms', 0, { atMost: 0.1 }),
} as const;

export type MeasureName = keyof typeof measures;

function measure(name: string, unit: string, digits: number, target: Measure['target']): Measure {
  return { name, unit, digits, target };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** A row of the table: both medians, the ratio, the target, and whether it is met. */
export function verdict(measure: Measure, kafka: number[], ours: number[]): string[] {
  const [theirs, own] = [median(kafka), median(ours)];
  const ratio = own / theirs;
  const show = (value: number): string =>
    Number.isNaN(value)
      ? 'not here'
      : value.toLocaleString('en', {
          minimumFractionDigits: measure.digits,
          maximumFractionDigits: measure.digits,
        });
  const ratioText = Number.isNaN(ratio) ? '' : ratio.toFixed(2);
  const { target } = measure;
  const start = [measure.name, measure.unit, show(theirs), show(own), ratioText];
  if (target === undefined || Number.isNaN(ratio)) return [...start, '', ''];
  const met = 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
  const bound = 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`;
  return [...start, bound, met ? 'pass' : 'MISS'];
}
