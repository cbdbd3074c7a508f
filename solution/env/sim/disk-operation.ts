/**
 * What every operation on a simulated volume begins with: it is counted, written into the trace,
 * and perhaps made to fail. A fault may also crash the node, which is how tests put a crash
 * between any two operations of a program.
 */
import { DiskError } from '#env/disk.ts';
import { NodeCrashed } from '#env/sim/node-crashed.ts';
import type { SimProcess } from '#env/sim/sim-process.ts';
import type { DiskOperation, SimVolume } from '#env/sim/sim-volume.ts';

/** Throws a `DiskError` when the operation is to fail, `NodeCrashed` in a dead process. */
export function beginOperation(
  volume: SimVolume,
  process: SimProcess,
  operation: DiskOperation,
  path: string,
  bytes: number,
): void {
  if (!process.alive) throw new NodeCrashed(process.name);
  volume.counts[operation] += 1;
  process.note(`disk.${operation}`, path, bytes);
  const kind = volume.fault?.(operation, path);
  // The fault may have crashed the very process that asked.
  if (!process.alive) throw new NodeCrashed(process.name);
  if (kind === undefined) return;
  throw new DiskError(kind, path, `Could not ${operation} ${path}: a fault was simulated.`);
}
