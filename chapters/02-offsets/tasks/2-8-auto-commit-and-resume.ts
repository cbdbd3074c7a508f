/** Task 2.8: what a consumer commits by itself, and where it goes on. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '2.8',
  title: 'Auto-commit and resume',
  outcome: 'A consumer that dies at any moment is followed by one that misses no record.',
  section: 'auto-commit-and-resume',
  minutes: 50,
  files: [
    { file: 'clients/consumer/committed-offset.ts', symbols: ['offsetsAfter'] },
    { file: 'clients/consumer/auto-commit.ts', symbols: ['AutoCommit'] },
    {
      file: 'clients/consumer/starting-offsets.ts',
      symbols: ['startingOffset', 'afterOutOfRange', 'resetTimestamp', 'foundByReset'],
    },
  ],
  hints: [
    'Keep two things apart: where the consumer is (positions() tells, and it moves as records are given) and what is done (it moves only when the application polls). Each method of AutoCommit commits one of the two: ask of each whether the application may still be at work when it is called.',
    'AutoCommit needs two fields beside what it is constructed with: the moment at which the next commit is due, and the positions as they were at the last poll. polled sets the second one always, and the first one only when it commits.',
    'polled: done = positions(); if nowMs < due return []; due = nowMs + interval; return done. revoking: return done. closing: return positions(). assigned: keep of done what is still owned, due = nowMs + interval. failed: if it may help, due = the smaller of due and nowMs + backoff.',
  ],
  behaviours: [
    {
      id: 'offsets-after',
      says: 'turns records that are done into the offsets to commit: the next of each partition, with the last leader epoch',
      points: 1,
      hint: 'A committed offset is where to go on, so it is one more than the last record’s. A partition’s records lie between those of others, and the leader epoch is its last record’s.',
      symbol: 'offsetsAfter',
    },
    {
      id: 'auto-commit-interval',
      says: 'commits where the consumer is in all its partitions, at the first poll after each interval',
      points: 1,
      hint: 'The interval is over when nowMs has reached its end, and the next one begins with the poll that commits, however late that came. What positions() says is committed as it is: moved, not moved, or sought back.',
      symbol: 'AutoCommit.polled',
    },
    {
      id: 'auto-commit-at-work',
      says: 'commits before a revocation what is done, without what the application is still at; at close also that',
      points: 1,
      hint: 'The positions have moved on since the poll, over records that nobody has done with yet. What did they say when the application polled? That poll may have committed nothing, for it was not time. Who closes a consumer does not poll again.',
      symbol: 'AutoCommit.revoking',
    },
    {
      id: 'auto-commit-others',
      says: 'commits nothing any more of partitions that are not its own, and begins a new interval with new ones',
      points: 1,
      hint: 'The next revocation may come before the next poll. What is done then still holds partitions that another member has read on in. And the interval begins at nowMs, whatever was due.',
      symbol: 'AutoCommit.assigned',
    },
    {
      id: 'auto-commit-failed',
      says: 'tries again after the backoff where that may help, and never later than it would have',
      points: 1,
      hint: 'Two moments: the one that was due anyway, and now plus the backoff. Which of them counts? A failure that nothing helps changes neither.',
      symbol: 'AutoCommit.failed',
    },
    {
      id: 'begin-committed',
      says: 'begins where the group has committed, be it 0; else by auto.offset.reset, or nowhere if that is none',
      points: 1,
      hint: '0 is an offset like others, and false in a condition. A committed offset counts whatever the policy is; a policy of undefined stands for none.',
      symbol: 'startingOffset',
    },
    {
      id: 'begin-out-of-range',
      says: 'looks for another place by auto.offset.reset when the log has not the offset where it is, and only then',
      points: 1,
      hint: 'Compare what was asked for with where the consumer is now: it fetches ahead, and may have been sent elsewhere. Then three numbers: the time to ask for, what was found, and -1 where nothing was.',
      symbol: 'afterOutOfRange',
    },
    {
      id: 'resume-worlds',
      says: 'misses no record in 60 worlds of readers that crash, stall, close and hand over, and moves no offset back',
      points: 1,
      hint: 'Take the seed from the report and read the trace from its end: which commit was it, what had its sender been given, and what of that was done?',
      symbol: 'AutoCommit.revoking',
    },
  ],
});
