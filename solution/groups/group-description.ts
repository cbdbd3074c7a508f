/**
 * Groups as ListGroups and DescribeGroups tell them.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import { metadataOf, NO_ASSIGNMENT } from '#groups/classic-member.ts';
import type { Group } from '#groups/group.ts';
import { ErrorCode } from '#protocol/errors.ts';

export interface ListedGroup {
  readonly groupId: string;
  readonly protocolType: string;
  readonly groupState: string;
  readonly groupType: string;
}

export interface GroupFilter {
  /** State and type names, in any case; empty for all. */
  readonly states: readonly string[];
  readonly types: readonly string[];
}

export interface DescribedGroup {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly groupId: string;
  readonly groupState: string;
  readonly protocolType: string;
  readonly protocolData: string;
  readonly members: readonly DescribedMember[];
}

export interface DescribedMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly memberMetadata: Uint8Array;
  readonly memberAssignment: Uint8Array;
}

export function listGroup(group: Group): ListedGroup {
  return {
    groupId: group.groupId,
    protocolType: group.protocolType ?? '',
    groupState: group.state,
    groupType: group.type,
  };
}

export function passes({ groupState, groupType }: ListedGroup, filter: GroupFilter): boolean {
  return isAmong(filter.states, groupState) && isAmong(filter.types, groupType);
}

/** What members have said and were assigned is told while the group is stable. */
export function describeGroup(group: ClassicGroup): DescribedGroup {
  const isStable = group.phase === 'Stable';
  return {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    groupId: group.groupId,
    groupState: group.phase,
    protocolType: group.protocolType ?? '',
    protocolData: isStable ? (group.protocolName ?? '') : '',
    members: [...group.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: isStable ? metadataOf(member, group.protocolName) : NO_ASSIGNMENT,
      memberAssignment: member.assignment,
    })),
  };
}

/** A group that can't be described, or, as old versions put it, is dead. */
export function undescribed(
  groupId: string,
  errorCode: number,
  errorMessage: string | null = null,
  groupState = '',
): DescribedGroup {
  const nothing = { protocolType: '', protocolData: '', members: [] };
  return { errorCode, errorMessage, groupId, groupState, ...nothing };
}

function isAmong(wanted: readonly string[], name: string): boolean {
  return wanted.length === 0 || wanted.some((one) => one.toLowerCase() === name.toLowerCase());
}
