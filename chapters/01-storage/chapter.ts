/**
 * Chapter 01, storage: a partition's records as files.
 */
import { defineChapter } from '../../course/chapter.ts';
import { task as crc32c } from './tasks/1-1-crc32c.ts';
import { task as encodeBatch } from './tasks/1-2-encode-batch.ts';
import { task as decodeAndValidate } from './tasks/1-3-decode-and-validate.ts';
import { task as offsetIndex } from './tasks/1-4-offset-index.ts';
import { task as timeIndex } from './tasks/1-5-time-index.ts';
import { task as segment } from './tasks/1-6-segment.ts';
import { task as partitionLog } from './tasks/1-7-partition-log.ts';
import { task as recovery } from './tasks/1-8-recovery.ts';
import { task as retention } from './tasks/1-9-retention.ts';
import { task as compaction } from './tasks/1-10-compaction.ts';
import { task as brokerKeepsIt } from './tasks/1-11-the-broker-keeps-it.ts';

export const chapter = defineChapter({
  folder: '01-storage',
  title: 'Storage',
  tasks: [
    crc32c,
    encodeBatch,
    decodeAndValidate,
    offsetIndex,
    timeIndex,
    segment,
    partitionLog,
    recovery,
    retention,
    compaction,
    brokerKeepsIt,
  ],
});
