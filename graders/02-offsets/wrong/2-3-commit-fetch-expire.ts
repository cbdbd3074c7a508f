/** Tables, commits and expiries that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const TABLE = 'groups/committed-offsets.ts';
const COMMITS = 'groups/offset-commits.ts';
const EXPIRY = 'groups/offset-expiry.ts';

export const variants: readonly Variant[] = [
  {
    name: 'keeps the larger offset',
    breaks: ['table-apply', 'table-tidy'],
    change: {
      [TABLE]: {
        'CommittedOffsets.apply': {
          replace: 'partitions.set(partition, offset);',
          by: 'if (offset.offset >= (partitions.get(partition)?.offset ?? 0)) partitions.set(partition, offset);',
        },
      },
    },
  },
  {
    name: 'keeps what was committed later by the clock',
    breaks: ['table-apply', 'offsets-clocks'],
    change: {
      [TABLE]: {
        'CommittedOffsets.apply': {
          replace: 'partitions.set(partition, offset);',
          by: 'if (offset.commitTimestampMs >= (partitions.get(partition)?.commitTimestampMs ?? 0)) partitions.set(partition, offset);',
        },
      },
    },
  },
  {
    name: 'joins names to one key',
    breaks: ['table-apply'],
    change: {
      [TABLE]: {
        CommittedOffsets: {
          declaration: `
          export class CommittedOffsets {
            readonly #rows = new Map<string, OffsetRecord>();
            get count(): number {
              return this.#rows.size;
            }
            apply(record: OffsetRecord): void {
              const key = [record.groupId, record.topic, record.partition].join('-');
              if (record.offset === undefined) this.#rows.delete(key);
              else this.#rows.set(key, record);
            }
            get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
              return this.#rows.get([groupId, topic, partition].join('-'))?.offset;
            }
            ofGroup(groupId: string): OffsetsByTopic {
              const all = new Map<string, Map<number, CommittedOffset>>();
              for (const row of this.#rows.values()) {
                if (row.groupId !== groupId || row.offset === undefined) continue;
                entryOf(all, row.topic).set(row.partition, row.offset);
              }
              return all;
            }
            groupIds(): Iterable<string> {
              return new Set([...this.#rows.values()].map((row) => row.groupId));
            }
          }`,
        },
      },
    },
  },
  {
    name: 'takes a tombstone for an offset',
    breaks: ['table-apply', 'table-tidy', 'offsets-clocks', 'readers-retention'],
    change: {
      [TABLE]: {
        'CommittedOffsets.apply': {
          replace:
            'if (offset === undefined) {\n      this.#remove(groupId, topic, partition);\n      return;\n    }',
          by: 'if (offset === undefined) return;',
        },
      },
    },
  },
  {
    name: 'counts each record',
    breaks: ['table-tidy'],
    change: {
      [TABLE]: {
        'CommittedOffsets.apply': {
          replace: 'if (!partitions.has(partition)) this.#count += 1;',
          by: 'this.#count += 1;',
        },
      },
    },
  },
  {
    name: 'counts down for what was not there',
    breaks: ['table-tidy'],
    change: {
      [TABLE]: {
        'CommittedOffsets.#remove': {
          replace: 'if (!topics?.get(topic)?.delete(partition)) return;\n    this.#count -= 1;',
          by: 'this.#count -= 1;\n    if (!topics?.get(topic)?.delete(partition)) return;',
        },
      },
    },
  },
  {
    name: 'keeps topics without partitions',
    breaks: ['table-tidy'],
    change: {
      [TABLE]: {
        'CommittedOffsets.#remove': {
          replace: '    if (topics.get(topic)?.size === 0) topics.delete(topic);\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'keeps groups without topics',
    breaks: ['table-tidy'],
    change: {
      [TABLE]: {
        'CommittedOffsets.#remove': {
          replace: 'if (topics.size === 0) this.#byGroup.delete(groupId);\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'forgets the group with any of its offsets',
    breaks: ['table-apply', 'table-tidy'],
    change: {
      [TABLE]: {
        'CommittedOffsets.#remove': {
          replace: 'if (topics.size === 0) this.#byGroup.delete(groupId);',
          by: 'this.#byGroup.delete(groupId);',
        },
      },
    },
  },
  {
    name: 'puts a commit into the table before it is durable',
    breaks: ['commit-durable', 'commit-errors', 'offsets-failover'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: 'const written = await writeTogether(shard, records);',
          by: 'for (const one of records) shard.offsets.apply(one);\n  const written = await writeTogether(shard, records);',
        },
      },
    },
  },
  {
    name: 'answers a commit before it is durable',
    breaks: ['commit-durable', 'commit-errors', 'offsets-failover'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: 'const written = await writeTogether(shard, records);',
          by: 'void writeTogether(shard, records);\n  const written = ErrorCode.NONE;',
        },
      },
    },
  },
  {
    name: 'writes each offset by itself',
    breaks: ['commit-together', 'commit-metadata'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: 'const written = await writeTogether(shard, records);',
          by: 'let written: number = ErrorCode.NONE;\n  for (const record of records) written = await writeTogether(shard, [record]);',
        },
      },
    },
  },
  {
    name: 'does not ask the group',
    breaks: ['commit-together', 'commit-errors', 'readers-fenced', 'readers-outlive-the-broker'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace:
            '  const refused = shard.mayCommit(request);\n  if (refused !== ErrorCode.NONE) return offsets.map(() => refused);\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'tells only the first offset that the group refuses',
    breaks: ['commit-errors'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: 'return offsets.map(() => refused);',
          by: 'return [refused];',
        },
      },
    },
  },
  {
    name: 'looks at the metadata before it asks the group',
    breaks: ['commit-errors'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: 'return offsets.map(() => refused);',
          by: 'return offsets.map((one) => ((one.metadata?.length ?? 0) > shard.settings.offsetMetadataMaxSize ? ErrorCode.OFFSET_METADATA_TOO_LARGE : refused));',
        },
      },
    },
  },
  {
    name: 'refuses the whole request for one offset with too much metadata',
    breaks: ['commit-metadata', 'commit-errors'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: 'const records = offsets.filter(fits)',
          by: 'if (!offsets.every(fits)) return offsets.map(() => ErrorCode.OFFSET_METADATA_TOO_LARGE);\n  const records = offsets.filter(fits)',
        },
      },
    },
  },
  {
    name: 'lets only less than the limit of metadata through',
    breaks: ['commit-metadata'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: '(metadata?.length ?? 0) <= limit',
          by: '(metadata?.length ?? 0) < limit || metadata === null',
        },
      },
    },
  },
  {
    name: 'measures metadata in bytes',
    breaks: ['commit-metadata'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: '(metadata?.length ?? 0) <= limit',
          by: 'new TextEncoder().encode(metadata ?? "").length <= limit',
        },
      },
    },
  },
  {
    name: 'measures metadata in characters',
    breaks: ['commit-metadata'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: '(metadata?.length ?? 0) <= limit',
          by: '[...(metadata ?? "")].length <= limit - (metadata?.includes(".") ? 1 : 0)',
        },
      },
    },
  },
  {
    name: 'writes an offset whose metadata is too large all the same',
    breaks: ['commit-metadata'],
    change: {
      [COMMITS]: { commitOffsets: { replace: 'offsets.filter(fits).map', by: 'offsets.map' } },
    },
  },
  {
    name: 'answers in another order: first what was written',
    breaks: ['commit-metadata'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace:
            'return offsets.map((one) => (fits(one) ? written : ErrorCode.OFFSET_METADATA_TOO_LARGE));',
          by: 'return [\n    ...offsets.filter(fits).map(() => written),\n    ...offsets.filter((one) => !fits(one)).map(() => ErrorCode.OFFSET_METADATA_TOO_LARGE),\n  ];',
        },
      },
    },
  },
  {
    name: 'takes a retention of 0 for no wish',
    breaks: ['commit-record'],
    change: {
      [COMMITS]: {
        recordOf: { replace: 'retentionTimeMs === DEFAULT_RETENTION', by: 'retentionTimeMs <= 0' },
      },
    },
  },
  {
    name: 'takes the retention for the moment of expiry',
    breaks: ['commit-record'],
    change: {
      [COMMITS]: { recordOf: { replace: 'now + retentionTimeMs', by: 'retentionTimeMs' } },
    },
  },
  {
    name: 'gives every offset an expiry',
    breaks: ['commit-record', 'offsets-clocks', 'readers-retention'],
    change: {
      [COMMITS]: { recordOf: { replace: 'isKeptAsUsual ? undefined : now', by: 'now' } },
    },
  },
  {
    name: 'forgets the leader epoch',
    breaks: ['commit-record'],
    change: {
      [COMMITS]: { recordOf: { replace: '    leaderEpoch,\n', by: '    leaderEpoch: -1,\n' } },
    },
  },
  {
    name: 'tells a failed write of every offset',
    breaks: ['commit-errors'],
    change: {
      [COMMITS]: {
        commitOffsets: {
          replace: '(fits(one) ? written',
          by: '(written !== 0 || fits(one) ? written',
        },
      },
    },
  },
  {
    name: 'fetches by name alone',
    breaks: ['fetch-offset'],
    change: {
      [COMMITS]: {
        fetchOffset: {
          replace: 'bothKnown && found.topicId !== topicId ? undefined : found',
          by: 'bothKnown ? found : found',
        },
      },
    },
  },
  {
    name: 'takes an unknown id for another topic',
    breaks: [
      'fetch-offset',
      'offsets-clocks',
      'readers-take-over',
      'readers-fenced',
      'readers-outlive-the-broker',
      'readers-retention',
      'readers-process-all',
    ],
    change: {
      [COMMITS]: {
        fetchOffset: {
          replace: 'found.topicId !== ZERO_UUID && topicId !== ZERO_UUID',
          by: 'found.topicId !== ZERO_UUID',
        },
      },
    },
  },
  {
    name: 'takes an id that was not noted for another topic',
    breaks: ['fetch-offset'],
    change: {
      [COMMITS]: {
        fetchOffset: {
          replace: 'found.topicId !== ZERO_UUID && topicId !== ZERO_UUID',
          by: 'topicId !== ZERO_UUID',
        },
      },
    },
  },
  {
    name: 'keeps what is exactly as old as the retention',
    breaks: ['expiry-by-group', 'expiry-of-its-own'],
    change: {
      [EXPIRY]: { expiredOffsets: { replace: 'now >= (', by: 'now > (' } },
    },
  },
  {
    name: 'counts from the commit in every group',
    breaks: ['expiry-by-group', 'expiry-of-its-own', 'readers-retention'],
    change: {
      [EXPIRY]: {
        retainedSince: 'return group === undefined ? undefined : offset.commitTimestampMs;',
      },
    },
  },
  {
    name: 'expires offsets of groups that rebalance',
    breaks: ['expiry-by-group'],
    change: {
      [EXPIRY]: {
        retainedSince: { replace: "isReadable && state === 'Stable' ?", by: 'isReadable ?' },
      },
    },
  },
  {
    name: 'expires offsets though subscriptions are not known',
    breaks: ['expiry-by-group'],
    change: {
      [EXPIRY]: {
        retainedSince: {
          replace: "protocolType === 'consumer' && knowsSubscriptions",
          by: "protocolType === 'consumer' || knowsSubscriptions",
        },
      },
    },
  },
  {
    name: 'expires offsets of groups that are no consumers',
    breaks: ['expiry-by-group'],
    change: {
      [EXPIRY]: {
        retainedSince: {
          replace: "protocolType === 'consumer' && knowsSubscriptions",
          by: "knowsSubscriptions || protocolType === 'connect'",
        },
      },
    },
  },
  {
    name: 'forgets since when a group is empty',
    breaks: ['expiry-by-group', 'readers-retention'],
    change: {
      [EXPIRY]: {
        retainedSince: {
          replace: 'return stateSinceMs ?? offset.commitTimestampMs;',
          by: 'return offset.commitTimestampMs;',
        },
      },
    },
  },
  {
    name: 'never expires offsets of a group of which it is not known since when it is empty',
    breaks: ['expiry-by-group'],
    change: {
      [EXPIRY]: {
        retainedSince: {
          replace: 'return stateSinceMs ?? offset.commitTimestampMs;',
          by: 'return stateSinceMs;',
        },
      },
    },
  },
  {
    name: 'counts from when the state began where nobody has ever joined',
    breaks: ['expiry-by-group'],
    change: {
      [EXPIRY]: {
        retainedSince: {
          replace: "if (type === 'consumer' || protocolType === undefined) return",
          by: "if (type === 'consumer') return",
        },
      },
    },
  },
  {
    name: 'treats groups of the new kind like the old',
    breaks: ['expiry-by-group', 'expire-writes'],
    change: {
      [EXPIRY]: {
        retainedSince: {
          replace: "if (type === 'consumer' || protocolType === undefined) return",
          by: 'if (protocolType === undefined && type) return',
        },
      },
    },
  },
  {
    name: 'takes the age of a commit of tomorrow for old',
    breaks: ['expiry-of-its-own', 'offsets-clocks'],
    change: {
      [EXPIRY]: {
        expiredOffsets: {
          replace: 'now >= (offset.expireTimestampMs ?? sinceMs + retentionMs)',
          by: 'Math.abs(now - (offset.expireTimestampMs ?? sinceMs)) >= retentionMs',
        },
      },
    },
  },
  {
    name: 'does not know of an expiry of its own',
    breaks: ['expiry-of-its-own', 'expire-writes'],
    change: {
      [EXPIRY]: {
        expiredOffsets: {
          replace: '(offset.expireTimestampMs ?? sinceMs + retentionMs)',
          by: 'sinceMs + retentionMs',
        },
      },
    },
  },
  {
    name: 'adds the retention to an expiry of its own',
    breaks: ['expiry-of-its-own'],
    change: {
      [EXPIRY]: {
        expiredOffsets: {
          replace: '(offset.expireTimestampMs ?? sinceMs + retentionMs)',
          by: '(offset.expireTimestampMs ?? sinceMs) + retentionMs',
        },
      },
    },
  },
  {
    name: 'lets an expiry of its own go in any group',
    breaks: ['expiry-of-its-own'],
    change: {
      [EXPIRY]: {
        expiredOffsets: {
          replace:
            'if (sinceMs === undefined) continue;\n      if (now >= (offset.expireTimestampMs ?? sinceMs + retentionMs))',
          by: 'if (now >= (offset.expireTimestampMs ?? (sinceMs ?? Infinity) + retentionMs))',
        },
      },
    },
  },
  {
    name: 'stops at a topic that is subscribed to',
    breaks: ['expiry-by-group'],
    change: {
      [EXPIRY]: {
        expiredOffsets: {
          replace: 'if (group.isSubscribedTo(topic)) continue;',
          by: 'if (group.isSubscribedTo(topic)) break;',
        },
      },
    },
  },
  {
    name: 'does not ask who subscribes',
    breaks: ['expiry-by-group', 'readers-retention'],
    change: {
      [EXPIRY]: {
        expiredOffsets: { replace: '    if (group.isSubscribedTo(topic)) continue;\n', by: '' },
      },
    },
  },
  {
    name: 'waits for the retention, if an expiry of its own is earlier',
    breaks: ['expiry-of-its-own', 'expire-writes'],
    change: {
      [EXPIRY]: {
        expiredOffsets: {
          replace: '(offset.expireTimestampMs ?? sinceMs + retentionMs)',
          by: 'Math.max(offset.expireTimestampMs ?? 0, sinceMs + retentionMs)',
        },
      },
    },
  },
  {
    name: 'removes what has expired from the table, and writes nothing',
    breaks: ['expire-writes'],
    change: {
      [EXPIRY]: {
        expiredRecords: {
          replace: '    offsetTombstone(groupId, topic, partition),\n',
          by: '    (shard.offsets.apply({ kind: "offset", groupId, topic, partition, offset: undefined }), offsetTombstone(groupId, topic, partition)),\n',
        },
      },
    },
  },
  {
    name: 'keeps groups that have nothing left',
    breaks: ['expire-writes', 'readers-retention'],
    change: {
      [EXPIRY]: {
        expiredRecords: {
          replace: "group.state === 'Empty'",
          by: "group.state === 'Gone'",
        },
      },
    },
  },
  {
    name: 'lets groups with members go',
    breaks: ['expire-writes'],
    change: {
      [EXPIRY]: {
        expiredRecords: {
          replace: "nothingIsLeft && group.state === 'Empty'",
          by: 'nothingIsLeft',
        },
      },
    },
  },
  {
    name: 'lets a group go with the first of its offsets',
    breaks: ['expire-writes'],
    change: {
      [EXPIRY]: {
        expiredRecords: {
          replace: 'expired.length === countOf(offsets)',
          by: 'expired.length > 0 || countOf(offsets) === 0',
        },
      },
    },
  },
  {
    name: 'keeps groups that never had an offset',
    breaks: ['expire-writes'],
    change: {
      [EXPIRY]: {
        expiredRecords: {
          replace: 'expired.length === countOf(offsets)',
          by: 'expired.length > 0 && expired.length === countOf(offsets)',
        },
      },
    },
  },
  {
    name: 'does not wait for the tombstones',
    breaks: ['expire-writes'],
    change: {
      [EXPIRY]: {
        expireOffsets: `
          for (const groupId of shard.groups.keys()) {
            void writeInParts(shard, () => expiredRecords(shard, groupId));
          }
          return 0;`,
      },
    },
  },
  {
    name: 'goes by the table alone, and takes a commit that is under way with what it replaces',
    breaks: ['expire-under-way'],
    change: {
      [EXPIRY]: {
        expiredRecords: { replace: ' || shard.isBusy(groupId)', by: '' },
      },
    },
  },
  {
    name: 'decides for all groups, and then writes for one after the other',
    breaks: ['expire-under-way'],
    change: {
      [EXPIRY]: {
        '+': "import { writeTogether } from '#groups/offset-shard.ts';",
        expireOffsets: `
          const decided = [...shard.groups.keys()].map((id) => expiredRecords(shard, id));
          for (const records of decided) {
            const errorCode = await writeTogether(shard, records);
            if (errorCode !== ErrorCode.NONE) return errorCode;
          }
          return ErrorCode.NONE;`,
      },
    },
  },
  {
    name: 'decides once about the parts of a large group',
    breaks: ['expire-under-way'],
    change: {
      [EXPIRY]: {
        '+': "import { writeTogether } from '#groups/offset-shard.ts';",
        expireOffsets: `
          const work = [...shard.groups.keys()].map(async (groupId) => {
            const records = expiredRecords(shard, groupId);
            let errorCode = 0;
            for (let from = 0; from < records.length && errorCode === 0; from += 1000) {
              errorCode = await writeTogether(shard, records.slice(from, from + 1000));
            }
            return errorCode;
          });
          return Math.max(0, ...(await Promise.all(work)));`,
      },
    },
  },
];
