/**
 * A shard on a bench: what is written to it waits until it is told that it is durable, or refused.
 * The table in it is the reference's, so that a mistake there shows in its own behaviours.
 */
import { CommittedOffsets } from 'reference:groups/committed-offsets.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import type { Group } from '#groups/group.ts';
import type { CommittedOffset } from '#groups/offset-record.ts';
import type { CommitRequest, OffsetToCommit } from '#groups/offset-request.ts';
import type { OffsetShard } from '#groups/offset-shard.ts';
import { expectInWords } from '../../course/grading/expect.ts';
import { T0 } from '../../course/grading/topic-client.ts';

export const ZERO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
export const SOME_ID = 'c3ltdWxhdGVkLWNsdXN0ZQ';
export const OTHER_ID = 'b3RoZXItb3RoZXItb3RoZQ';

/** Far more than any behaviour has reason for. */
const MOST_WRITES = 50;

interface Waiting {
  readonly records: readonly CoordinatorRecord[];
  readonly done: (errorCode: number) => void;
}

export class BenchShard implements OffsetShard {
  readonly table = new CommittedOffsets();
  readonly offsets = this.table as never;
  readonly groups = new Map<string, Group>();
  readonly settings = { offsetMetadataMaxSize: 4096, offsetsRetentionMs: 1000 };
  wallMs = T0;
  /** What `mayCommit` answers, and whom it was asked for. */
  verdict = 0;
  readonly asked: string[] = [];
  /** Whether writes wait for `settle`. */
  holds = false;
  /** Groups in which somebody was given a member id, and has not come back with it. */
  readonly awaiting = new Set<string>();
  /** All that was written, batch by batch. */
  readonly written: (readonly CoordinatorRecord[])[] = [];
  readonly #waiting: Waiting[] = [];

  mayCommit({ groupId, memberId, generationId }: CommitRequest): number {
    this.asked.push(`${memberId} of ${groupId}, generation ${generationId}`);
    return this.verdict;
  }

  write(records: readonly CoordinatorRecord[], done: (errorCode: number) => void): void {
    const expected = `at most ${MOST_WRITES} writes`;
    const actual = 'one more, and no end: a decision that writeInParts asks for is always the same';
    const hasAnEnd = this.written.length < MOST_WRITES;
    expectInWords(hasAnEnd, 'how often the shard is written to', { expected, actual });
    this.written.push(records);
    this.#waiting.push({ records, done });
    if (!this.holds) this.settle();
  }

  isBusy(groupId: string): boolean {
    const isUnderWay = this.#waiting.some(({ records }) =>
      records.some((record) => record.groupId === groupId),
    );
    return isUnderWay || this.awaiting.has(groupId);
  }

  get isSettled(): boolean {
    return this.#waiting.length === 0;
  }

  /** The oldest write that waits is durable, or has failed. */
  settle(errorCode = 0): void {
    const oldest = this.#waiting.shift();
    if (oldest === undefined) return;
    if (errorCode === 0) for (const record of oldest.records) this.put(record);
    oldest.done(errorCode);
  }

  put(record: CoordinatorRecord): void {
    if (record.kind === 'offset') {
      const { groupId, offset } = record;
      if (offset !== undefined && !this.groups.has(groupId)) {
        this.groups.set(groupId, groupOf(groupId));
      }
      this.table.apply(record);
    } else if (record.kind === 'group' && record.value === undefined) {
      this.groups.delete(record.groupId);
    }
  }

  /** What was written, in words, a list for each batch. */
  get story(): string[][] {
    return this.written.map((records) => records.map(inWords));
  }
}

export function inWords(record: CoordinatorRecord): string {
  if (record.kind !== 'offset') return `group ${record.groupId} is gone`;
  const { groupId, topic, partition, offset } = record;
  return `${groupId} ${topic}-${partition}: ${offset?.offset ?? 'gone'}`;
}

/** An offset in the table, or in a record. */
export function committed(offset: number, more: Partial<CommittedOffset> = {}): CommittedOffset {
  return {
    offset,
    leaderEpoch: 3,
    metadata: '',
    commitTimestampMs: T0,
    expireTimestampMs: undefined,
    topicId: SOME_ID,
    ...more,
  };
}

export function commitOf(
  offsets: readonly (Partial<OffsetToCommit> & { readonly offset: number })[],
  more: Partial<CommitRequest> = {},
): CommitRequest {
  const defaults = { topic: 't', topicId: SOME_ID, partition: 0, leaderEpoch: 3, metadata: '' };
  return {
    groupId: 'g',
    memberId: 'm-1',
    groupInstanceId: null,
    generationId: 4,
    retentionTimeMs: -1,
    knowsMissingGroups: true,
    offsets: offsets.map((one) => ({ ...defaults, ...one })),
    ...more,
  };
}

/** A group that is what it is told to be; a simple one, without members, where nothing is said. */
export function groupOf(groupId: string, said: Partial<Group> & { topics?: string[] } = {}): Group {
  const { topics = [], ...rest } = said;
  return {
    type: 'classic',
    groupId,
    state: 'Empty',
    stateSinceMs: undefined,
    protocolType: undefined,
    knowsSubscriptions: false,
    isSubscribedTo: (topic) => topics.includes(topic),
    tombstones: () => [{ kind: 'group', groupId, value: undefined }],
    ...rest,
  };
}
