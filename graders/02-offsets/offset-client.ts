/**
 * Committing an offset and fetching it, over the wire, as somebody who is no member of any group.
 * Where the coordinator is not there yet, or loads, it waits a little and asks again.
 */
import { ErrorCode } from 'reference:protocol/errors.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from 'reference:protocol/messages/find-coordinator.ts';
import {
  OffsetCommitRequest,
  OffsetCommitResponse,
} from 'reference:protocol/messages/offset-commit.ts';
import {
  OffsetFetchRequest,
  OffsetFetchResponse,
} from 'reference:protocol/messages/offset-fetch.ts';
import type { WireClient } from '../../course/grading/wire-client.ts';
import { WireFailure, type WireTarget } from '../../course/grading/wire-target.ts';

const TRIES = 50;
const PAUSE_MS = 100;
const COMMIT_VERSION = 9;
const FETCH_VERSION = 9;

export interface Place {
  readonly groupId?: string;
  readonly partition?: number;
}

/** The error code of the commit, when the coordinator can be asked. */
export function commitOffset(
  target: WireTarget,
  client: WireClient,
  topic: string,
  offset: number,
  { groupId = 'g', partition = 0 }: Place = {},
): Promise<number> {
  return whenReady(target, client, groupId, async () => {
    const { topics } = await client.ask(OffsetCommitRequest, OffsetCommitResponse, COMMIT_VERSION, {
      groupId,
      memberId: '',
      topics: [
        {
          name: topic,
          partitions: [
            { partitionIndex: partition, committedOffset: offset, committedMetadata: null },
          ],
        },
      ],
    });
    const errorCode = topics[0]?.partitions[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
    return { errorCode, found: errorCode };
  });
}

/** The offset that a group has committed, -1 for none, when the coordinator can be asked. */
export function committedOffset(
  target: WireTarget,
  client: WireClient,
  topic: string,
  { groupId = 'g', partition = 0 }: Place = {},
): Promise<number> {
  return whenReady(target, client, groupId, async () => {
    const { groups } = await client.ask(OffsetFetchRequest, OffsetFetchResponse, FETCH_VERSION, {
      groups: [{ groupId, topics: [{ name: topic, partitionIndexes: [partition] }] }],
    });
    const found = groups[0]?.topics[0]?.partitions[0]?.committedOffset ?? -1;
    return { errorCode: groups[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR, found };
  });
}

const PASSING: readonly number[] = [
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
];

async function whenReady(
  target: WireTarget,
  client: WireClient,
  groupId: string,
  ask: () => Promise<{ readonly errorCode: number; readonly found: number }>,
): Promise<number> {
  for (let n = 0; n < TRIES; n++) {
    const { errorCode, found } = await ask();
    if (!PASSING.includes(errorCode)) return found;
    // The topic of committed offsets is made when somebody asks for a coordinator.
    await client.ask(FindCoordinatorRequest, FindCoordinatorResponse, 4, {
      keyType: 0,
      coordinatorKeys: [groupId],
    });
    await target.pause(PAUSE_MS);
  }
  throw new WireFailure(`the coordinator of ${groupId} was asked ${TRIES} times, and is not there`);
}
