/** Task 2.6: two ways to divide partitions among members. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '2.6',
  title: 'Range and round robin',
  outcome:
    'A leader divides the partitions of all topics among its group as any Kafka client would.',
  section: 'range-and-round-robin',
  minutes: 45,
  files: [
    { file: 'clients/assignors/member-order.ts', symbols: ['inMemberOrder'] },
    { file: 'clients/assignors/range.ts', symbols: ['assignRange'] },
    { file: 'clients/assignors/round-robin.ts', symbols: ['assignRoundRobin'] },
  ],
  hints: [
    'Begin with a map that has an empty list for each member; both assignors only ever push into those. readersByTopic gives you each topic with its readers, both in their order.',
    'Range: for one topic, size = Math.floor(count / readers.length) and longer = count % readers.length. The reader at place p gets size partitions, and one more if p < longer. Keep a counter of the next partition, from 0 for each topic.',
    'Round robin: one index into inMemberOrder that lives through all topics. For each partition: while the member at the index does not read the topic, move on; give; move on. Moving on is (turn + 1) % members.length.',
  ],
  behaviours: [
    {
      id: 'member-order',
      says: 'lists static members first, by their names, then the others, by their ids',
      points: 1,
      hint: 'Four cases: both have a name, only one of the two has, the other one has, none has. Plain < compares as Java does; localeCompare puts a before B.',
      symbol: 'inMemberOrder',
    },
    {
      id: 'range-slices',
      says: 'cuts a topic into slices of consecutive partitions, of which the first are longer by one',
      points: 1,
      hint: '7 partitions and 3 members are slices of 3, 2 and 2: not 3, 3 and 1, and not every third partition.',
      symbol: 'assignRange',
    },
    {
      id: 'range-topics',
      says: 'cuts each topic by itself, among those who read it, and alike where count and readers are alike',
      points: 1,
      hint: 'Count the readers of the topic, not the members of the group. And nothing is carried over from one topic to the next: the first reader gets the longer slice each time.',
      symbol: 'assignRange',
    },
    {
      id: 'range-nothing',
      says: 'has an entry for each member, also for those who get nothing, and none for what does not exist',
      points: 1,
      hint: 'A member without an entry is sent no assignment at all. A topic that is not in partitionCounts has no partitions (yet).',
      symbol: 'assignRange',
    },
    {
      id: 'round-robin-deals',
      says: 'deals the partitions of all topics out in one go, topic by topic',
      points: 1,
      hint: 'The turn goes on from one topic to the next. Topics come in the order of their names, whatever order members name them in.',
      symbol: 'assignRoundRobin',
    },
    {
      id: 'round-robin-passes-over',
      says: 'passes over who does not read the topic, and goes on behind the member that got the partition',
      points: 1,
      hint: 'Who is passed over loses the turn. Don’t go on from where you began to look, and don’t count among the readers of one topic only.',
      symbol: 'assignRoundRobin',
    },
    {
      id: 'round-robin-nothing',
      says: 'has an entry for each member, and ends where nobody reads a topic, or one that does not exist',
      points: 1,
      hint: 'Looking for the next reader of a topic that nobody reads never ends: deal out only what somebody reads.',
      symbol: 'assignRoundRobin',
    },
    {
      id: 'assignors-of-kafka',
      says: 'divides eleven groups exactly as Kafka’s own assignors do',
      points: 1,
      hint: 'The report shows the group, and what each member should have got. Which of the earlier behaviours is it about?',
      symbol: 'assignRange',
    },
    {
      id: 'assignors-always',
      says: 'gives each partition to one of its readers, whoever leads and in whatever order the group is told',
      points: 1,
      hint: 'Any member may lead, and each has the others in another order. Whatever you iterate over has to be sorted first.',
      symbol: 'assignRoundRobin',
    },
  ],
});
