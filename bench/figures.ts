/** What a run has measured so far, side by side. */
import { type MeasureName, measures } from './measures.ts';

export type Side = 'kafka' | 'ours';

export const figures: Record<Side, Partial<Record<MeasureName, number[]>>> = {
  kafka: {},
  ours: {},
};

/** Notes a figure, and prints it. */
export function note(side: Side, name: MeasureName, value: number): void {
  const list = figures[side][name] ?? [];
  figures[side][name] = [...list, value];
  const { unit, digits } = measures[name];
  process.stdout.write(
    `  ${side.padEnd(5)}  ${measures[name].name}: ${value.toFixed(digits)} ${unit}\n`,
  );
}
