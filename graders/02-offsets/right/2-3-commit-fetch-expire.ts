/** Tables, commits and expiries that are right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'keeps rows in one map, by a key that no name can forge, and groups when asked',
    change: {
      'groups/committed-offsets.ts': {
        CommittedOffsets: {
          declaration: `
          export class CommittedOffsets {
            readonly #rows = new Map<string, OffsetRecord & { offset: CommittedOffset }>();
            get count(): number {
              return this.#rows.size;
            }
            apply(record: OffsetRecord): void {
              const key = keyOf(record.groupId, record.topic, record.partition);
              const { offset } = record;
              if (offset === undefined) this.#rows.delete(key);
              else this.#rows.set(key, { ...record, offset });
            }
            get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
              return this.#rows.get(keyOf(groupId, topic, partition))?.offset;
            }
            ofGroup(groupId: string): OffsetsByTopic {
              const all = new Map<string, Map<number, CommittedOffset>>();
              for (const row of this.#rows.values()) {
                if (row.groupId !== groupId) continue;
                const known = all.get(row.topic) ?? new Map<number, CommittedOffset>();
                all.set(row.topic, known.set(row.partition, row.offset));
              }
              return all;
            }
            groupIds(): Iterable<string> {
              return new Set([...this.#rows.values()].map(({ groupId }) => groupId));
            }
          }`,
        },
        '+': `function keyOf(...parts: (string | number)[]): string {
            return JSON.stringify(parts);
          }`,
      },
    },
  },
  {
    name: 'commits with promises, and gathers records and answers in one loop',
    change: {
      'groups/offset-commits.ts': {
        commitOffsets: `
          const verdict = shard.mayCommit(request);
          if (verdict) return Promise.resolve(request.offsets.map(() => verdict));
          const answers: number[] = [];
          const records: OffsetRecord[] = [];
          const places: number[] = [];
          for (const [at, one] of request.offsets.entries()) {
            if ((one.metadata ?? '').length > shard.settings.offsetMetadataMaxSize) {
              answers[at] = ErrorCode.OFFSET_METADATA_TOO_LARGE;
            } else {
              records.push(recordOf(shard.wallMs, request, one));
              places.push(at);
            }
          }
          if (records.length === 0) return Promise.resolve(answers);
          return new Promise((resolve) => {
            shard.write(records, (errorCode) => {
              for (const at of places) answers[at] = errorCode;
              resolve(answers);
            });
          });`,
        fetchOffset: `
          const found = shard.offsets.ofGroup(groupId).get(topic)?.get(partition);
          const ids = new Set([found?.topicId, topicId]);
          ids.delete(ZERO_UUID);
          return found !== undefined && ids.size < 2 ? found : undefined;`,
      },
    },
  },
  {
    name: 'decides about expiry by the moment up to which an offset is kept',
    change: {
      'groups/offset-expiry.ts': {
        expiredOffsets: `
          const keptUntil = ({ commitTimestampMs, expireTimestampMs }: CommittedOffset) => {
            const { type, state, protocolType } = group;
            const isSimple = type === 'consumer' || protocolType === undefined;
            const isStable =
              state === 'Stable' && protocolType === 'consumer' && group.knowsSubscriptions;
            if (!isSimple && state !== 'Empty' && !isStable) return Number.POSITIVE_INFINITY;
            if (expireTimestampMs !== undefined) return expireTimestampMs;
            const left = !isSimple && state === 'Empty' ? group.stateSinceMs : undefined;
            return (left ?? commitTimestampMs) + retentionMs;
          };
          return [...offsets]
            .filter(([topic]) => !group.isSubscribedTo(topic))
            .flatMap(([topic, partitions]) =>
              [...partitions]
                .filter(([, offset]) => keptUntil(offset) <= now)
                .map(([partition]) => ({ topic, partition })),
            );`,
        expireOffsets: `
          for (const groupId of [...shard.groups.keys()]) {
            const errorCode = await writeInParts(shard, () => {
              const group = shard.groups.get(groupId);
              if (!group || shard.isBusy(groupId)) return [];
              const { wallMs, settings } = shard;
              const offsets = shard.offsets.ofGroup(groupId);
              const gone = expiredOffsets(group, offsets, wallMs, settings.offsetsRetentionMs);
              const left = [...offsets.values()].reduce((sum, { size }) => sum + size, -gone.length);
              const ends: readonly CoordinatorRecord[] =
                left === 0 && group.state === 'Empty' ? group.tombstones() : [];
              return [
                ...gone.map(({ topic, partition }) => offsetTombstone(groupId, topic, partition)),
                ...ends,
              ];
            });
            if (errorCode !== 0) return errorCode;
          }
          return 0;`,
      },
    },
  },
];
