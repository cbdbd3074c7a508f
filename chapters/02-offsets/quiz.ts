/**
 * The quiz of chapter 02: two meanings of a word, and who knows where a reader is.
 */
import { defineQuiz } from '../../course/lesson/quiz.ts';

export const quiz = defineQuiz({
  folder: '02-offsets',
  questions: [
    {
      id: 'what-a-commit-deletes',
      asks: 'The group billing commits offset 500 of a partition. Which records may the broker delete now?',
      options: [
        {
          says: 'Those up to 499, if all groups have committed 500 or more.',
          because:
            'The broker does not look at groups when it deletes. A group that is made next year may want offset 0.',
        },
        {
          says: 'None, because of that.',
          right: true,
          because:
            'A commit is a note of a reader to itself. What goes is decided by retention and compaction alone, whether or not anybody has read it.',
        },
        {
          says: 'Those up to 499 for billing: other groups still see them.',
          because:
            'Billing can go back to 0 tomorrow and read all again: that is what a replay is.',
        },
      ],
    },
    {
      id: 'why-a-high-watermark',
      asks: 'A leader has appended offset 41. Its two followers have copied up to 40 only. Why does it not show 41 to consumers already?',
      options: [
        {
          says: 'The record is not on the leader’s disk yet.',
          because:
            'It may or may not be; Kafka does not wait for disks, and the high watermark does not either.',
        },
        {
          says: 'If the leader died now, another would take over that never had it.',
          right: true,
          because:
            'A consumer could then have acted on a record that is in no log any more, and another record would take its offset. What lies below the high watermark survives any leader.',
        },
        {
          says: 'No consumer has committed 41.',
          because:
            'That is the other meaning of the word: what consumers commit changes nothing in the log.',
        },
      ],
    },
    {
      id: 'who-assigns',
      asks: 'You invent a new way to divide partitions, by the rack that a consumer is in. What has to be upgraded before a classic group can use it?',
      options: [
        {
          says: 'The broker that coordinates the group.',
          because:
            'It passes on bytes that it does not understand, from the leader to each member. It has never heard of racks.',
        },
        {
          says: 'The program that happens to lead the group.',
          because:
            'It would do the dividing, but a protocol is followed only if all members know it: any of them may lead the next generation.',
        },
        {
          says: 'All members of the group, and nothing else.',
          right: true,
          because:
            'Bring the new protocol beside the old one in a first deployment; when all know both, bring the new one alone.',
        },
      ],
    },
    {
      id: 'what-a-generation-is-for',
      asks: 'A member was silent for a minute, in a pause of its garbage collector. The others have gone on. It wakes up and commits what it has processed. What protects the group from that?',
      options: [
        {
          says: 'Its partitions belong to others now, and the broker compares each commit with the assignment.',
          because: 'The broker can’t: it does not know what the bytes of an assignment mean.',
        },
        {
          says: 'Its session has ended, so its connection was closed.',
          because: 'The connection has nothing to do with it, and may be another one by now.',
        },
        {
          says: 'It commits with the number of a generation that is over, or with an id that is no member’s any more.',
          right: true,
          because:
            'ILLEGAL_GENERATION or UNKNOWN_MEMBER_ID. One number, compared with one number, fences everything that belongs to the past.',
        },
      ],
    },
    {
      id: 'slow-or-dead',
      asks: 'You lower session.timeout.ms from 45 to 6 seconds, so that the work of a crashed consumer is taken over sooner. What do you pay for it?',
      options: [
        {
          says: 'Two consumers may commit for one partition when a slow one comes back.',
          because: 'They may not, at any timeout: the generation fences the slow one.',
        },
        {
          says: 'A pause of a few seconds, of the network or of a garbage collector, throws a living consumer out.',
          right: true,
          because:
            'Each time it is two rebalances: one without it, and one when it comes back. The timeout does not decide about correctness, only about how often you pay for a mistake and how long you wait for the truth.',
        },
        {
          says: 'Nothing, if heartbeats are sent every 2 seconds.',
          because:
            'Three heartbeats in a row are lost in one short cut of the network, and a process that is stopped sends none.',
        },
      ],
    },
    {
      id: 'commit-in-preparing',
      asks: 'Why may a member commit in PreparingRebalance, when it has already been told that its time is over?',
      options: [
        {
          says: 'It still owns its partitions: nobody else gets them before it has joined, or was given up.',
          right: true,
          because:
            'The next generation has not begun. What it commits now is what the next owner need not do again.',
        },
        {
          says: 'The coordinator can’t know yet whether the generation will change.',
          because: 'It knows that it will; only who is in it is open.',
        },
        {
          says: 'Commits are not checked against the phase, only against the generation.',
          because:
            'They are: the same member in CompletingRebalance is refused, in the same generation.',
        },
      ],
    },
    {
      id: 'joining-two-topics',
      asks: 'A program adds up what each customer has ordered and what came back. The topics orders and returns have 12 partitions each and the customer as key. Four members share the work. Which assignor?',
      options: [
        {
          says: 'Range: a member then has the same partitions of both.',
          right: true,
          because:
            'Equal keys and equal counts put a customer into the same partition number of both topics, and range gives both to one member, which can add up in its own memory.',
        },
        {
          says: 'Round robin: it divides the work most evenly.',
          because:
            'It does, 6 partitions each. But then the orders of a customer are with one member and the returns with another, and neither can add them up.',
        },
        {
          says: 'Either: Kafka sees to it that a key’s records come to one member.',
          because:
            'Kafka promises that for one topic: a key is in one partition, and a partition has one owner. What several topics have to do with each other it does not know.',
        },
      ],
    },
    {
      id: 'why-two-rebalances',
      asks: 'A fourth member joins a cooperative group. In the first rebalance it is given nothing at all, and a moment later, in a second one, its three partitions. Why not at once?',
      options: [
        {
          says: 'The leader learns of the new member only after the first rebalance.',
          because:
            'It learns of it at once: the answer to its JoinGroup lists all members. The first assignment has already taken the three partitions from the others.',
        },
        {
          says: 'The others were still reading those partitions when the first assignment was made.',
          right: true,
          because:
            'They read on while they joined. Each partition is given away only when its owner has joined again without it: that is how everybody knows that it has stopped.',
        },
        {
          says: 'The broker keeps a partition back until the offsets of its old owner are committed.',
          because:
            'The broker does not know what is assigned to whom. It carries bytes, and takes commits of all members of the generation.',
        },
      ],
    },
    {
      id: 'what-moved-to-the-broker',
      asks: 'In a group of the new protocol (KIP-848) one of ten members takes a minute to give up partition 7, which another is to have. What do the other nine do in this minute?',
      options: [
        {
          says: 'They wait, as in a classic group: an assignment is one for all.',
          because:
            'There it would be so: a generation begins when all have joined. Here each member has an epoch of its own.',
        },
        {
          says: 'They go on with what they have; only partition 7 is read by nobody but the slow one.',
          right: true,
          because:
            'The coordinator gives out what is free. Who is to have 7 already works on the rest of its target, and gets 7 when it is given up or its holder’s time is over.',
        },
        {
          says: 'The one that is to have 7 reads it already, from the last committed offset.',
          because:
            'Then two would work on one partition, and commit over each other. A partition is not given before it is free.',
        },
      ],
    },
    {
      id: 'seen-and-taken-back',
      asks: 'A coordinator puts each commit into its table at once, and answers only when the record is replicated. No acknowledged commit is ever lost. What is wrong?',
      options: [
        {
          says: 'Nothing: what was acknowledged is there.',
          because:
            'That is one promise. The other is to whoever fetches: what it was told must not be taken back.',
        },
        {
          says: 'Somebody may fetch an offset that a failure takes back.',
          right: true,
          because:
            'A new member begins at 8; the coordinator fails with the record not replicated, and the group’s place is 5 again. Readers must see what is durable, not what is likely to be.',
        },
        {
          says: 'It is slow.',
          because:
            'It is as slow or quick as the right order: both answer when the record is replicated.',
        },
      ],
    },
    {
      id: 'where-the-commit-stands',
      asks: 'A consumer sends a mail for each record. It polls, commits, then sends. It crashes after the commit. What happens?',
      options: [
        {
          says: 'Some mails are never sent.',
          right: true,
          because:
            'The place is behind the records, the work is not. This is at most once. Sending first and committing afterwards would send some twice; to tell that apart the mail system would have to know the record’s offset.',
        },
        {
          says: 'Some mails are sent twice.',
          because: 'For that the commit would have to come after the work, and be missing.',
        },
        {
          says: 'The broker sends the records again, since they were not acknowledged.',
          because:
            'A log has no acknowledgements: only the place that the group has committed, and that is done.',
        },
      ],
    },
    {
      id: 'growing-lag',
      asks: 'The lag of a group grows by a thousand records an hour, on a topic with a retention of a day. What should worry you?',
      options: [
        {
          says: 'The broker’s memory, since it has to keep what is not read.',
          because: 'It keeps records for a day, whoever has read them, and on disk.',
        },
        {
          says: 'The producers, which will be held back.',
          because:
            'Nothing connects producers to readers. A queue would fill up; a log just goes on.',
        },
        {
          says: 'That some day the oldest unread record is older than a day.',
          right: true,
          because:
            'Then it goes, unread, and the consumer is told OFFSET_OUT_OF_RANGE. A steady lag is harmless; a growing one has a date.',
        },
      ],
    },
    {
      id: 'what-auto-commit-knows',
      asks: 'With auto-commit on, when does a consumer take a record for done?',
      options: [
        {
          says: 'When poll has returned it.',
          because:
            'Then a crash during the work would lose it. That is what a client does which commits its position from a timer.',
        },
        {
          says: 'When the application polls again, or closes the consumer.',
          right: true,
          because:
            'It is the only sign that there is. It is a wrong one for programs that hand records to other threads and poll on: they have to commit by themselves.',
        },
        {
          says: 'When the application has worked on it without throwing.',
          because:
            'The consumer does not see the work. It returned an array, and waits to be called again.',
        },
      ],
    },
    {
      id: 'stale-commit-after-rebalance',
      asks: 'A member loses partition 0 in a rebalance, and afterwards commits what it had done of it, with the new generation. What does the coordinator do?',
      options: [
        {
          says: 'It refuses: the partition is another member’s.',
          because:
            'A classic coordinator does not know whose a partition is: assignments are bytes to it. It checks the member and the generation, and both are right.',
        },
        {
          says: 'It takes the commit, and the group’s place in partition 0 goes back.',
          right: true,
          because:
            'So it is the consumer that has to forget what is done of partitions that it has no longer. After the next crash the records in between would be read once more.',
        },
        {
          says: 'It keeps the larger of the two offsets.',
          because:
            'Then nobody could ever reset a group. The last commit counts, whichever way it goes.',
        },
      ],
    },
    {
      id: 'first-since-a-moment',
      asks: 'A consumer asks for the offset of 09:00, and reads on from the answer. Which records from before 09:00 does it get?',
      options: [
        {
          says: 'None.',
          because:
            'The answer is the first record that is as new as 09:00. Behind it may lie older ones, for producers set the times and their clocks differ.',
        },
        {
          says: 'Perhaps some; but it misses none that is from 09:00 or later.',
          right: true,
          because:
            'Everything before the answer is older, or it would have been the answer. What comes after it may be anything, so a consumer that cares looks at each record’s time.',
        },
        {
          says: 'At most those of one batch.',
          because:
            'Within the batch the record itself is found, so none is read for the batch’s sake. And older records may come much later.',
        },
      ],
    },
    {
      id: 'more-offset-partitions',
      asks: 'A cluster has many groups, and an administrator gives __consumer_offsets 100 partitions where it had 50. What happens?',
      options: [
        {
          says: 'Groups move to their new partitions by themselves.',
          because: 'Nothing moves records between partitions. What was written stays where it is.',
        },
        {
          says: 'About half of all groups are looked for where they are not.',
          right: true,
          because:
            'The partition follows from the hash and the number of partitions. Those groups have no generation and no offsets where their coordinator is now, and begin where auto.offset.reset says. Kafka reads the number when a broker starts, so it shows at the next restart.',
        },
        {
          says: 'Nothing: the number counts for new groups only.',
          because:
            'Nobody knows which groups are new; the same function is asked for all, each time.',
        },
      ],
    },
    {
      id: 'idle-reader',
      asks: 'A consumer is subscribed to a topic in which nothing has been written for a month. It runs all the time, and commits nothing, since it reads nothing. Its last offset is a month old, retention for offsets a week. Is it lost?',
      options: [
        {
          says: 'Yes: it is older than a week.',
          because:
            'So it was until Kafka 2.1, and readers of quiet topics lost their places while they sat there.',
        },
        {
          says: 'No, as long as somebody of the group subscribes to the topic.',
          right: true,
          because:
            'Retention asks whether anybody can still want it. The week begins when the last member goes.',
        },
        {
          says: 'No: a heartbeat renews it.',
          because:
            'A heartbeat writes nothing. The offset stays as old as it is, and that does not matter.',
        },
      ],
    },
  ],
});
