/**
 * Where a reset takes partitions to: a function for each of the flags.
 *
 * Whatever is asked for, an offset ends up within the log: from its first record to its end. What
 * lies outside is moved to the nearer end, with a warning.
 */
import { UsageError } from '#cli/command-line.ts';
import { asking } from '#cli/consumer-groups/asking.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { Admin } from '#clients/admin.ts';
import type { NewGroupOffset } from '#clients/admin-group-offsets.ts';
import { OffsetSpec } from '#clients/admin-records.ts';
import type { Terminal } from '#env/terminal.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** What the functions below need: the partitions of a group, and who to ask and to tell. */
export interface Reset {
  readonly groupId: string;
  readonly partitions: readonly TopicPartition[];
  readonly admin: Admin;
  readonly terminal: Terminal;
}

export async function toEarliest({ admin, partitions }: Reset): Promise<NewGroupOffset[]> {
  return offsetsAt(admin, partitions, OffsetSpec.EARLIEST);
}

export async function toLatest({ admin, partitions }: Reset): Promise<NewGroupOffset[]> {
  return offsetsAt(admin, partitions, OffsetSpec.LATEST);
}

export async function toOffset(reset: Reset, offset: number): Promise<NewGroupOffset[]> {
  const wanted = reset.partitions.map((one) => ({ ...one, offset }));
  return withinLog(reset, wanted);
}

/** What is committed moves by so many records. */
export async function shiftBy(reset: Reset, count: number): Promise<NewGroupOffset[]> {
  const committed = await committedOffsets(reset);
  const wanted = reset.partitions.map((one) => {
    const offset = committed.get(partitionName(one));
    if (offset !== undefined) return { ...one, offset: offset + count };
    throw new UsageError(
      `Cannot shift offset for partition ${partitionName(one)} since there is no current ` +
        'committed offset',
    );
  });
  return withinLog(reset, wanted);
}

/** What is committed stays; where nothing is, the end of the log is. */
export async function toCurrent(reset: Reset): Promise<NewGroupOffset[]> {
  const committed = await committedOffsets(reset);
  const without = reset.partitions.filter((one) => !committed.has(partitionName(one)));
  const ends = await offsetsAt(reset.admin, without, OffsetSpec.LATEST);
  const kept = reset.partitions.flatMap((one) => {
    const offset = committed.get(partitionName(one));
    return offset === undefined ? [] : [{ ...one, offset }];
  });
  return [...kept, ...ends];
}

/** The first record of this time or later; the end of the log where there is none. */
export async function toTime(reset: Reset, timestamp: number): Promise<NewGroupOffset[]> {
  const found = await offsetsAt(reset.admin, reset.partitions, timestamp);
  const empty = found.filter(({ offset }) => offset < 0);
  for (const { topic, partition } of empty) {
    reset.terminal.out(
      `\nWarn: Partition ${partition} from topic ${topic} is empty. ` +
        'Falling back to latest known offset.\n',
    );
  }
  const ends = await offsetsAt(reset.admin, empty, OffsetSpec.LATEST);
  return [...found.filter(({ offset }) => offset >= 0), ...ends];
}

/** The offsets, each moved into its partition's log. */
export async function withinLog(
  { admin, terminal }: Reset,
  wanted: readonly NewGroupOffset[],
): Promise<NewGroupOffset[]> {
  const starts = byName(await offsetsAt(admin, wanted, OffsetSpec.EARLIEST));
  const ends = byName(await offsetsAt(admin, wanted, OffsetSpec.LATEST));
  return wanted.map((one) => {
    const name = partitionName(one);
    const [start, end] = [starts.get(name) ?? 0, ends.get(name) ?? 0];
    const offset = Math.max(Math.min(one.offset, end), start);
    if (offset !== one.offset) {
      const relation = one.offset > end ? 'higher than latest' : 'lower than earliest';
      terminal.err(
        `WARN New offset (${one.offset}) is ${relation} offset for topic partition ${name}. ` +
          `Value will be set to ${offset}\n`,
      );
    }
    return { ...one, offset };
  });
}

async function offsetsAt(
  admin: Admin,
  partitions: readonly TopicPartition[],
  timestamp: number,
): Promise<NewGroupOffset[]> {
  if (partitions.length === 0) return [];
  const queries = partitions.map(({ topic, partition }) => ({ topic, partition, timestamp }));
  const found = await asking('twice', admin.listOffsets(queries));
  return found.map((one) => {
    const { topic, partition, error } = one;
    if (error === undefined) return { topic, partition, offset: one.offset };
    throw new ToolFailure(`The offsets of ${partitionName(one)} are not known: ${error.message}`);
  });
}

async function committedOffsets({ admin, groupId }: Reset): Promise<ReadonlyMap<string, number>> {
  return byName(await asking('twice', admin.listConsumerGroupOffsets(groupId)));
}

function byName(offsets: readonly NewGroupOffset[]): ReadonlyMap<string, number> {
  return new Map(offsets.map((one) => [partitionName(one), one.offset]));
}
