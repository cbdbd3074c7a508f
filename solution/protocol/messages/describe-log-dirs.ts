/**
 * DescribeLogDirs (key 35): what lies in each log directory of a broker, and how large is it
 * (KIP-113)? Each broker is asked for itself. A replica that is being moved to another directory
 * appears twice: its future copy is marked.
 *
 * Versions: from 1 on the broker answers before it throttles (KIP-219), 2 is flexible (KIP-482), 3
 * adds a top-level error (KIP-784), 4 the volume's size (KIP-827), 5 cordoned directories
 * (KIP-1066).
 */
import {
  array,
  bool,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** The partitions of interest. */
export const DescribeLogDirsRequest = request({
  name: 'DescribeLogDirsRequest',
  apiKey: 35,
  versions: '1-5',
  flexible: '2+',
  fields: {
    topics: array(
      '0+',
      {
        topic: string('0+', { mapKey: true }, 'The topic.'),
        partitions: array('0+', int32, 'Its partitions of interest.'),
      },
      { nullable: '0+' },
      'The topics of interest, null for all.',
    ),
  },
});
export type DescribeLogDirsRequest = MessageOf<typeof DescribeLogDirsRequest>;

/** The log directories of this broker. */
export const DescribeLogDirsResponse = response({
  name: 'DescribeLogDirsResponse',
  apiKey: 35,
  versions: '1-5',
  flexible: '2+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('3+', { ignorable: true }, '0, or an error of the whole request.'),
    results: array(
      '0+',
      {
        errorCode: int16('0+', '0, or 56 (KAFKA_STORAGE_ERROR) if the directory has failed.'),
        logDir: string('0+', 'The absolute path of the directory.'),
        topics: array(
          '0+',
          {
            name: string('0+', 'The topic.'),
            partitions: array(
              '0+',
              {
                partitionIndex: int32('0+', 'The partition.'),
                partitionSize: int64('0+', 'The size of all its segments in bytes.'),
                offsetLag: int64(
                  '0+',
                  'How many offsets it is behind: the high watermark, or for a future copy the current one.',
                ),
                isFutureKey: bool(
                  '0+',
                  'True for a copy that will take the place of the current one.',
                ),
              },
              'What it holds, by partition.',
            ),
          },
          'What it holds, by topic.',
        ),
        totalBytes: int64(
          '4+',
          { default: -1, ignorable: true },
          'The size of the volume in bytes, -1 if unknown.',
        ),
        usableBytes: int64(
          '4+',
          { default: -1, ignorable: true },
          'How much of it is free, -1 if unknown.',
        ),
        isCordoned: bool(
          '5+',
          { default: false, ignorable: true },
          'True if the directory takes no new replicas.',
        ),
      },
      'The log directories, one entry each.',
    ),
  },
});
export type DescribeLogDirsResponse = MessageOf<typeof DescribeLogDirsResponse>;
