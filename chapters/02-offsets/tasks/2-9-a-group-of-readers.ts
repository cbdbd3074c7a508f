/** Task 2.9, a milestone: the whole broker, with all of this chapter at work in it. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '2.9',
  title: 'A group of readers',
  outcome:
    'Readers share a topic, one dies, another goes on where it had got to, and nothing is passed over.',
  section: 'a-group-of-readers',
  buildsOn: ['2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8'],
  minutes: 20,
  files: [],
  hints: [
    'There is nothing to write. Look at which earlier task has behaviours that fail, and begin with the first of them.',
    'All tasks are green and this is not? The trace says what each member asked and what it was told. Run `npm run broker` and two of `kcat -b localhost:9092 -G test orders`: what they print about the group names the step that fails.',
  ],
  behaviours: [
    {
      id: 'readers-share',
      says: 'divides three partitions among two members, and describes the group as it is',
      points: 1,
      hint: 'Both join, the leader divides, both sync. What does each of your answers say: whose list, whose part?',
      symbol: 'join',
    },
    {
      id: 'readers-take-over',
      says: 'gives a dead member’s partition to another, which goes on from what was committed',
      points: 2,
      hint: 'Two things meet: the session ends by a tick, and the committed offset of the one who died is still there for the other.',
      symbol: 'expireSessions',
    },
    {
      id: 'readers-fenced',
      says: 'refuses what a member of an old generation says, and leaves the committed offset alone',
      points: 1,
      hint: 'ILLEGAL_GENERATION for who is still a member, UNKNOWN_MEMBER_ID for who is none. A commit that is refused writes nothing.',
      symbol: 'checkCommit',
    },
    {
      id: 'readers-outlive-the-broker',
      says: 'has its groups and offsets again after the broker was killed, and its members notice nothing',
      points: 2,
      hint: 'What was stored before it was answered is there again: the generation, its members, the offsets. After a restart everybody has one session to show that it lives.',
      symbol: 'assignmentStored',
    },
    {
      id: 'readers-retention',
      says: 'keeps offsets while their reader is there, and for the retention after it has left',
      points: 1,
      hint: 'The time counts from when the group became empty. While members subscribe to the topic there is no age at which an offset goes.',
      symbol: 'expiredOffsets',
    },
    {
      id: 'readers-process-all',
      says: 'lets your own consumers share the work, one of them die, and no record be passed over, in two worlds',
      points: 2,
      hint: 'A record that is missing was committed before it was processed. Which of your tasks moves the committed offset, and when?',
      symbol: 'commitOffsets',
    },
  ],
});
