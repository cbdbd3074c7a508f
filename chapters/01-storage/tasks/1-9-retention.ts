/** Task 1.9: old segments go, by age, by size and by the log's start. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.9',
  title: 'Retention',
  outcome: 'A log that is written to for ever takes a bounded part of the disk.',
  section: 'retention',
  buildsOn: ['1.6', '1.7'],
  minutes: 45,
  files: [
    {
      file: 'storage/log-retention.ts',
      symbols: ['expiredSegments', 'removeExpiredSegments'],
      given: ['RetainedLog', 'ExpiringLog'],
    },
  ],
  hints: [
    'Walk from the oldest segment on and stop at the first that must stay. Two questions for each: must it stay, whatever else holds? And if not, is there a reason for it to go?',
    'Keep count of the bytes that would be left: start with segments.sizeInBytes, take a segment’s size off when it goes. By size it may go when what is left without it is still retentionBytes or more.',
    'A segment ends where the next begins, the active one at the log’s end: it stays while that is above the high watermark. If all may go, roll() first; then advanceLogStart(base offset of the first that stays), then removeSegments(expired).',
  ],
  behaviours: [
    {
      id: 'retention-time',
      says: 'lets a segment go whose newest record is older than retention.ms, by the records’ own time',
      points: 1,
      hint: 'retentionTimestamp() is the newest record’s time. Exactly retention.ms old is not older.',
      symbol: 'expiredSegments',
    },
    {
      id: 'retention-size',
      says: 'lets the oldest go while at least retention.bytes are left without them',
      points: 1,
      hint: 'The log is kept at or above retention.bytes, not at or below: a segment whose going would leave less stays.',
      symbol: 'expiredSegments',
    },
    {
      id: 'retention-start',
      says: 'lets segments go that lie below the log’s start, under any policy',
      points: 1,
      hint: 'Compare the next segment’s base offset with the log’s start: equal is below. A segment of which one record is left stays.',
      symbol: 'expiredSegments',
    },
    {
      id: 'retention-no-holes',
      says: 'stops at the first segment that must stay, though later ones are old enough',
      points: 1,
      hint: 'Timestamps need not rise. A log has no holes: what is behind a segment that stays, stays.',
      symbol: 'expiredSegments',
    },
    {
      id: 'retention-high-watermark',
      says: 'never lets go of what lies above the high watermark, for whatever reason',
      points: 1,
      hint: 'It is the segment’s end that counts, and a segment that ends exactly at the high watermark may go.',
      symbol: 'expiredSegments',
    },
    {
      id: 'retention-policy',
      says: 'keeps by time and size only where cleanup.policy has delete; -1 sets no bound, 0 is one',
      points: 1,
      hint: 'compact,delete has delete. Negative means unlimited; zero is a bound like any other.',
      symbol: 'expiredSegments',
    },
    {
      id: 'retention-active',
      says: 'lets the active segment go when all has expired, an empty one in its place; never an empty one',
      points: 1,
      hint: 'Roll before you remove: a log without a segment has nowhere to append to. Rolling an empty one for ever would be work for nothing.',
      symbol: 'removeExpiredSegments',
    },
    {
      id: 'retention-removes',
      says: 'moves the log’s start, then takes the segments out; touches nothing where none may go',
      points: 1,
      hint: 'The new start is the base offset of the first segment that stays. It moves first, so that nobody is sent to what is gone.',
      symbol: 'removeExpiredSegments',
    },
  ],
});
