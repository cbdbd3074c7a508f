/**
 * What `metadata.version` allows: which records, in which versions.
 *
 * A node writes only what the finalized level allows, so that every node of the cluster, the
 * oldest one included, can read it. A directory taken over from Kafka 3.9 stays at that level until
 * someone raises it (KIP-778).
 *
 *     level      7      8   9 10 11 12 13 14 15 16 17 18 .. 21 22 23 ..  29 30
 *     release   3.3    3.4  |---3.5---|  3.6   |---- 3.7 ---|   |--- 4.0 ..   4.3
 */

/** The names of the levels, from 7 on. */
const NAMES = [
  '3.3-IV3',
  '3.4-IV0',
  '3.5-IV0',
  '3.5-IV1',
  '3.5-IV2',
  '3.6-IV0',
  '3.6-IV1',
  '3.6-IV2',
  '3.7-IV0',
  '3.7-IV1',
  '3.7-IV2',
  '3.7-IV3',
  '3.7-IV4',
  '3.8-IV0',
  '3.9-IV0',
  '4.0-IV0',
  '4.0-IV1',
  '4.0-IV2',
  '4.0-IV3',
  '4.1-IV0',
  '4.1-IV1',
  '4.2-IV0',
  '4.2-IV1',
  '4.3-IV0',
];
const FIRST_NAMED = 7;

/** The levels whose records or fields older ones lack: going back below one loses metadata. */
const LEVELS_THAT_ADDED_METADATA: readonly number[] = [7, 8, 11, 13, 14, 15, 17, 23, 30];

const DIRECTORIES_SINCE = 17;
const ELR_SINCE = 23;
const CORDONED_DIRECTORIES_SINCE = 30;

/** `30` to `4.3-IV0`, as Kafka's tools print it. */
export function metadataVersionName(level: number): string {
  return NAMES[level - FIRST_NAMED] ?? `unknown level ${level}`;
}

/** The level of a name, `4.3-IV0` or, for the newest of a release, `4.3`; or undefined. */
export function metadataVersionLevel(name: string): number | undefined {
  const index = NAMES.findLastIndex((known) => known === name || known.startsWith(`${name}-`));
  return index === -1 ? undefined : index + FIRST_NAMED;
}

/** True when a level between the two brought metadata that the lower one can't hold. */
export function losesMetadata(from: number, to: number): boolean {
  return LEVELS_THAT_ADDED_METADATA.some((level) => level > to && level <= from);
}

/** The version of `PartitionRecord` and `PartitionChangeRecord`. */
export function partitionRecordVersion(level: number): number {
  return level >= ELR_SINCE ? 2 : level >= DIRECTORIES_SINCE ? 1 : 0;
}

export function registerBrokerRecordVersion(level: number): number {
  if (level >= CORDONED_DIRECTORIES_SINCE) return 4;
  return level >= DIRECTORIES_SINCE ? 3 : level >= 8 ? 2 : 1;
}

/** True when registrations and partitions name log directories (KIP-858). */
export const hasDirectories = (level: number): boolean => level >= DIRECTORIES_SINCE;
/** True when brokers tell which directories take no new partitions (KIP-1066). */
export const hasCordonedDirectories = (level: number): boolean =>
  level >= CORDONED_DIRECTORIES_SINCE;
/** True when controllers register themselves (KIP-919). */
export const hasControllerRegistration = (level: number): boolean => level >= 15;
/** True when records can be grouped into a transaction (KIP-868). */
export const hasTransactions = (level: number): boolean => level >= 13;
