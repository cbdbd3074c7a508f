/**
 * Chapter 02, offsets: where readers are, and how a group of them shares a topic.
 */
import { defineChapter } from '../../course/chapter.ts';
import { task as whereALogEnds } from './tasks/2-1-where-a-log-ends.ts';
import { task as offsetRecord } from './tasks/2-2-the-offset-record.ts';
import { task as commitFetchExpire } from './tasks/2-3-commit-fetch-expire.ts';
import { task as joinAndSync } from './tasks/2-4-join-and-sync.ts';
import { task as heartbeats } from './tasks/2-5-heartbeats-expiry-leaving.ts';
import { task as rangeAndRoundRobin } from './tasks/2-6-range-and-round-robin.ts';
import { task as stickyAndCooperative } from './tasks/2-7-sticky-and-cooperative.ts';
import { task as autoCommit } from './tasks/2-8-auto-commit-and-resume.ts';
import { task as groupOfReaders } from './tasks/2-9-a-group-of-readers.ts';

export const chapter = defineChapter({
  folder: '02-offsets',
  title: 'Offsets',
  tasks: [
    whereALogEnds,
    offsetRecord,
    commitFetchExpire,
    joinAndSync,
    heartbeats,
    rangeAndRoundRobin,
    stickyAndCooperative,
    autoCommit,
    groupOfReaders,
  ],
});
