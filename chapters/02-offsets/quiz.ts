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
  ],
});
