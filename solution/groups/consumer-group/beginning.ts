/**
 * The consumer group that a heartbeat is for. One that joins may begin it: where there was no group,
 * where there was a classic one without members, or out of a classic one with members.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type { ConsumerContext } from '#groups/consumer-group/consumer-group-event.ts';
import { JOINING_EPOCH } from '#groups/consumer-group/consumer-member.ts';
import { groupRecords } from '#groups/consumer-group/consumer-records.ts';
import { fromClassicGroup } from '#groups/consumer-group/from-classic-group.ts';
import { isRefusal, type Refusal, refusal } from '#groups/consumer-group/refusal.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { Now } from '#groups/group-event.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** A group, and what is to be written before anything that happens in it. */
export interface Beginning {
  readonly group: ConsumerGroup;
  readonly records: readonly CoordinatorRecord[];
}

export function beginningOf(
  groupId: string,
  found: ClassicGroup | ConsumerGroup | undefined,
  memberEpoch: number,
  world: { readonly now: Now; readonly context: ConsumerContext },
): Beginning | Refusal {
  const joins = memberEpoch === JOINING_EPOCH;
  if (found === undefined) {
    const what = memberEpoch < JOINING_EPOCH ? 'Group' : 'Consumer group';
    return joins ? fresh(groupId) : missing(`${what} ${groupId} not found.`);
  }
  if (found.type === 'consumer') return { group: found, records: [] };
  if (!joins) return missing(`Group ${groupId} is not a consumer group.`);
  if (found.phase === 'Empty') return { ...fresh(groupId), records: found.tombstones() };
  const group = fromClassicGroup(found, world.now, world.context);
  return isRefusal(group)
    ? group
    : { group, records: [...found.tombstones(), ...groupRecords(group)] };
}

function fresh(groupId: string): Beginning {
  return { group: new ConsumerGroup(groupId), records: [] };
}

function missing(message: string): Refusal {
  return refusal(ErrorCode.GROUP_ID_NOT_FOUND, message);
}
