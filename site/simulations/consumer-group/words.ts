/**
 * The picture in words: what somebody who sees no picture is told, a sentence each.
 */
import { listed } from './partition-words.ts';
import {
  type GroupPicture,
  lagOf,
  type MemberPicture,
  ownersOf,
  type PartitionPicture,
  type RunPicture,
} from './picture.ts';
import { kinds } from './setup.ts';

export function inWords({ groups, ends, isBrokerUp, isProducing }: RunPicture): string[] {
  return [
    ...(isBrokerUp ? [] : ['The broker is down.']),
    ...(isProducing ? [] : ['The producer does not write.']),
    ...groups.flatMap((group) => groupInWords(group, ends)),
  ];
}

function groupInWords(group: GroupPicture, ends: readonly number[]): string[] {
  const { groupId, kind, phase, generations, members, partitions } = group;
  const { protocol, title } = kinds[kind];
  const epoch = protocol === 'classic' ? 'generation' : 'epoch';
  const last = generations.at(-1)?.generation;
  const when = last === undefined ? 'there is no such group yet' : `${phase}, ${epoch} ${last}`;
  return [
    `Group ${groupId} (${title}): ${when}.`,
    ...members.filter(isOfInterest).map((member) => memberInWords(member)),
    ...partitions.map((partition, index) => partitionInWords(partition, index, ends)),
    countsInWords(group),
  ];
}

/** Members that were never started say nothing. */
function isOfInterest({ wasThere, isCut }: MemberPicture): boolean {
  return wasThere || isCut;
}

function memberInWords({ name, state, isCut, owned, why }: MemberPicture): string {
  const cut = isCut ? ', cut off from the broker' : '';
  const ended = why === undefined ? '' : `: ${why}`;
  if (state === 'not running') return `Member ${name} is ${state}${cut}${ended}.`;
  return `Member ${name} is ${state}${cut}, and owns ${listed(owned)}.`;
}

function partitionInWords(
  partition: PartitionPicture,
  index: number,
  ends: readonly number[],
): string {
  const owners = ownersOf(partition);
  const verb = owners.length === 1 ? 'reads' : 'read';
  const reads = owners.length === 0 ? 'nobody reads it' : `${owners.join(' and ')} ${verb} it`;
  const committed = partition.committed ?? 'nothing';
  const at = partition.position === undefined ? '' : `, position ${partition.position}`;
  const lag = lagOf(ends, index, partition);
  const end = ends[index] ?? 0;
  return `Partition ${index}: ${reads}; committed ${committed}${at}, log end ${end}, lag ${lag}.`;
}

function countsInWords({ worked, repeats, lost, unreadMs }: GroupPicture): string {
  const unread = (unreadMs / 1000).toFixed(1);
  return (
    `${worked} records were worked on, ${repeats} of them for another time; ${lost} are lost. ` +
    `Partitions were without a reader for ${unread} s in all.`
  );
}
