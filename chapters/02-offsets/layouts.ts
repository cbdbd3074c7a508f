/**
 * How the records of `__consumer_offsets` are laid out, byte by byte.
 */
import { defineLayouts } from '../../course/lesson/byte-layout.ts';

const SOURCE = 'group-coordinator/src/main/resources/common/message/';

export const layouts = defineLayouts({
  'offset-key': {
    title: 'The key of a committed offset',
    source: `${SOURCE}OffsetCommitKey.json`,
    fields: [
      { name: 'kind', bytes: 2, type: 'int16', note: '1; 0 in records of very old brokers' },
      { name: 'group', bytes: '2 + n', type: 'string', note: 'the group’s id' },
      { name: 'topic', bytes: '2 + n', type: 'string', note: 'the topic’s name' },
      { name: 'partition', bytes: 4, type: 'int32', note: 'the partition’s number' },
    ],
  },
  'offset-value': {
    title: 'The value of a committed offset, version 4',
    source: `${SOURCE}OffsetCommitValue.json`,
    fields: [
      { name: 'version', bytes: 2, type: 'int16', note: '4, the newest' },
      { name: 'offset', bytes: 8, type: 'int64', note: 'the next offset to be read' },
      {
        name: 'leaderEpoch',
        bytes: 4,
        type: 'int32',
        note: 'of the record before it; -1 is unknown (from version 3 on)',
      },
      {
        name: 'metadata',
        bytes: '1 + n',
        type: 'compact string',
        note: 'words that the client wants to find again',
      },
      { name: 'commitTimestamp', bytes: 8, type: 'int64', note: 'by the coordinator’s clock' },
      {
        name: 'tagged fields',
        bytes: '1 or 19',
        note: '0: topicId, a uuid, left out where it is zero',
      },
    ],
  },
});
