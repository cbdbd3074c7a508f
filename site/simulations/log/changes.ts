/**
 * What happened between two pictures of a log, in words: an append, a roll, what retention or the cleaner
 * took, what became durable, what a recovery cut off.
 */
import type { BatchState, SegmentState } from './picture.ts';
import type { LogState } from './stage.ts';

export interface Change {
  readonly where: string;
  readonly kind: string;
  readonly words: string;
}

/** The parts of a state that change by themselves. */
type Seen = Pick<LogState, 'segments' | 'start' | 'end' | 'recoveryPoint' | 'files' | 'running'>;

export function changesBetween(before: Seen, after: Seen): Change[] {
  if (before.running !== after.running) return [];
  return [
    ...rolled(before, after),
    ...appended(before, after),
    ...indexed(before, after),
    ...cleaned(before, after),
    ...expired(before, after),
    ...durable(before, after),
    ...deleted(before, after),
  ];
}

function appended(before: Seen, { segments, end }: Seen): Change[] {
  const active = segments.at(-1);
  if (end === before.end || active === undefined) return [];
  return active.batches
    .filter(({ baseOffset }) => baseOffset >= before.end)
    .map((batch) => ({
      where: active.file,
      kind: 'records',
      words: `Appended at byte ${batch.position}: offsets ${range(batch)}, ${sizeOf(batch)}.`,
    }));
}

function sizeOf({ bytes, plainBytes, codec, records }: BatchState): string {
  const packed = codec === 'none' ? '' : ` by ${codec}, ${plainBytes} without`;
  return `${records.length === 1 ? '1 record' : `${records.length} records`} in ${bytes} bytes${packed}`;
}

function rolled(before: Seen, { segments }: Seen): Change[] {
  const old = before.segments.at(-1);
  const fresh = segments.at(-1);
  if (old === undefined || fresh === undefined || fresh.baseOffset <= old.baseOffset) return [];
  const words = `A new segment begins at offset ${fresh.baseOffset}: the one before has ${old.bytes} bytes.`;
  return [{ where: fresh.file, kind: 'roll', words }];
}

function indexed(before: Seen, { segments, end }: Seen): Change[] {
  const fresh = segments.at(-1);
  if (fresh === undefined || end === before.end) return [];
  const old = before.segments.find((one) => one.baseOffset === fresh.baseOffset);
  return fresh.index.slice(old?.index.length ?? 0).map(({ offset, position }) => ({
    where: fresh.file.replace('.log', '.index'),
    kind: 'index',
    words: `A new entry, ${offset} → ${position}: the batch at byte ${position} ends with offset ${offset}.`,
  }));
}

/** The cleaner has written segments anew: records are gone from the middle. */
function cleaned(before: Seen, { segments, start }: Seen): Change[] {
  if (start !== before.start) return [];
  const [old, fresh] = [recordsOf(before.segments), recordsOf(segments)];
  const kept = new Set(fresh);
  const gone = old.filter((offset) => !kept.has(offset));
  if (gone.length === 0) return [];
  const words = `Compaction: ${gone.length} records have a newer one of their key and go (offsets ${listed(gone)}); ${bytesOf(before.segments)} bytes become ${bytesOf(segments)}.`;
  return [{ where: 'cleaner', kind: 'lost', words }];
}

function expired(before: Seen, { segments, start }: Seen): Change[] {
  if (start <= before.start) return [];
  return before.segments
    .filter(({ baseOffset }) => !segments.some((one) => one.baseOffset === baseOffset))
    .map(({ file, bytes }) => ({
      where: file,
      kind: 'lost',
      words: `Retention: its newest record is too old, so its ${bytes} bytes leave the log. The file is renamed, and goes a minute later.`,
    }));
}

function durable(before: Seen, { recoveryPoint }: Seen): Change[] {
  if (recoveryPoint <= before.recoveryPoint) return [];
  const words = `Synced: the recovery point is ${recoveryPoint} now, what is below is known to be on the disk.`;
  return [{ where: 'broker', kind: 'sync', words }];
}

function deleted(before: Seen, { files }: Seen): Change[] {
  const names = new Set(files.map(({ name }) => name));
  const gone = before.files.filter(({ name }) => name.endsWith('.deleted') && !names.has(name));
  if (gone.length === 0) return [];
  const words = `${gone.length} files that ended in .deleted are removed.`;
  return [{ where: 'broker', kind: 'files', words }];
}

function recordsOf(segments: readonly SegmentState[]): number[] {
  return segments.flatMap(({ batches }) =>
    batches.flatMap(({ records }) => records.map(({ offset }) => offset)),
  );
}

function bytesOf(segments: readonly SegmentState[]): number {
  return segments.reduce((sum, { bytes }) => sum + bytes, 0);
}

export function range({
  baseOffset,
  lastOffset,
}: {
  baseOffset: number;
  lastOffset: number;
}): string {
  return baseOffset === lastOffset ? String(baseOffset) : `${baseOffset} to ${lastOffset}`;
}

function listed(offsets: readonly number[]): string {
  return offsets.length <= 10 ? offsets.join(', ') : `${offsets.slice(0, 10).join(', ')} …`;
}
