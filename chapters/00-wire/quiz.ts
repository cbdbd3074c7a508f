/**
 * The quiz of chapter 00: what a log is for, and why Kafka's bytes are as they are.
 */
import { defineQuiz } from '../../course/lesson/quiz.ts';

export const quiz = defineQuiz({
  folder: '00-wire',
  questions: [
    {
      id: 'replay-after-a-bug',
      asks: 'Since Monday the billing program has computed a wrong tax. On Thursday it is mended. What do the shop and the search index, which write and read the same topic, have to do?',
      options: [
        {
          says: 'The shop sends Monday’s orders again.',
          because:
            'They are still in the log. Sent again, every other reader would get them a second time.',
        },
        {
          says: 'Nothing.',
          right: true,
          because:
            'Billing sets its own position back to Monday and reads again. No other reader’s position is touched, and the producer is not asked.',
        },
        {
          says: 'The search index must stop while billing reads the old records.',
          because:
            'Positions are independent. One reader at Monday and one at Thursday are two fetches with different offsets.',
        },
        {
          says: 'Billing can’t: it has acknowledged Monday’s orders.',
          because:
            'That is a queue. In a log an acknowledgement is a position that a reader noted, and deletes nothing.',
        },
      ],
    },
    {
      id: 'who-remembers',
      asks: 'A hundred programs read one partition. What does the broker have to keep for each of them to find its next record?',
      options: [
        {
          says: 'A list of the records that it has not acknowledged yet.',
          because: 'That is what a queue keeps, and it grows with each message that is out.',
        },
        {
          says: 'A copy of the partition.',
          because: 'There is one copy for all readers; that is why another reader is so cheap.',
        },
        {
          says: 'Nothing: each fetch names its offset.',
          right: true,
          because:
            'The reader knows where it is. Kafka can note that number for a group, so that another member may go on there, but no fetch needs it.',
        },
      ],
    },
    {
      id: 'which-for-thumbnails',
      asks: 'Users upload pictures. Each has to be made small once, by any free worker; it takes from 50 ms to 5 minutes, and some fail and must be tried later. What fits best?',
      options: [
        {
          says: 'A topic with one partition, so that nothing is lost.',
          because:
            'One partition has one reader in a group: no two pictures at once, and a slow one holds up all behind it.',
        },
        {
          says: 'A queue with several workers.',
          right: true,
          because:
            'Jobs are independent, differ in length, and fail one by one: just what acknowledging each message is for. (Kafka’s share groups do it on a log.)',
        },
        {
          says: 'A compacted topic, with the picture’s name as key.',
          because:
            'Compaction is about the latest state of a key. It does not tell anybody whose turn it is.',
        },
      ],
    },
    {
      id: 'order-of-two-customers',
      asks: 'A topic has four partitions, and records are keyed by customer. Ada orders at 10:00:01, Lin at 10:00:02. What does a consumer of the whole topic see?',
      options: [
        {
          says: 'Ada’s order first: it has the smaller offset.',
          because:
            'Offsets are counted in each partition from 0 on. Across partitions they say nothing.',
        },
        {
          says: 'Either first; but each customer’s own orders always in order.',
          right: true,
          because:
            'A key goes to one partition, and a partition is read in order. Between partitions there is no order to keep.',
        },
        {
          says: 'Ada’s order first, since the consumer sorts by timestamp.',
          because:
            'Nobody sorts. To do so, a consumer would have to wait for records that may never come.',
        },
      ],
    },
    {
      id: 'response-type',
      asks: 'A response on the wire has a size, a correlation id and a body. By what does the client know how to read the body?',
      options: [
        {
          says: 'The body begins with the API key and its version.',
          because: 'Only requests say that. A response would repeat what the client knows already.',
        },
        {
          says: 'By its own note of what it sent with that correlation id.',
          right: true,
          because:
            'It remembers key and version until the answer comes. That is why the broker must return the number unchanged, and answer in the version that was asked.',
        },
        {
          says: 'By the size: each message has a size of its own.',
          because: 'Strings and arrays make sizes vary, and many messages have the same one.',
        },
      ],
    },
    {
      id: 'split-frame',
      asks: 'A broker reads from a socket and gets 3 bytes: 00 00 00. What does it know?',
      options: [
        {
          says: 'The client is broken: a frame has at least 4 bytes.',
          because:
            'TCP carries a stream, not messages. It may hand over any number of bytes at a time.',
        },
        {
          says: 'A frame of size 0 has come.',
          because: 'The size has four bytes, and the lowest of them, the last, is still missing.',
        },
        {
          says: 'Nothing yet: the size itself is not complete.',
          right: true,
          because:
            'A chunk can end anywhere, in the size too, and can also hold ten frames and a half. What is incomplete is kept until more comes.',
        },
      ],
    },
    {
      id: 'unknown-tag',
      asks: 'A new client sends a tagged field that your broker has never heard of. Why can the broker skip it, when it could not skip a field that it does not know elsewhere?',
      options: [
        {
          says: 'Because a tagged field carries its own size.',
          right: true,
          because:
            'Number, size, bytes: whoever does not know the number passes over as many bytes. Plain fields have no size; one that is unknown makes all that follows unreadable.',
        },
        {
          says: 'Because tagged fields are always the last in a request.',
          because:
            'They are last in their structure, but structures stand in arrays: more follows after the tagged section of the first element.',
        },
        {
          says: 'Because its tag is larger than any that the broker knows.',
          because:
            'Tags are in rising order, but an unknown one may stand before one that is known.',
        },
      ],
    },
    {
      id: 'length-plus-one',
      asks: 'A compact string begins with its length plus one. What would be lost if it began with its length?',
      options: [
        {
          says: 'Nothing; it is there for history.',
          because: 'It saves a byte or a flag: without it there would be no way to say "null".',
        },
        {
          says: 'The difference between null and the empty string.',
          right: true,
          because:
            'An unsigned varint has no -1 to mean null, as the int16 of a plain string has. So 0 means null, and 1 the empty string.',
        },
        {
          says: 'The longest string could not be written.',
          because: 'Five bytes of varint reach far beyond the 32,767 bytes that a string may have.',
        },
      ],
    },
    {
      id: 'future-api-versions',
      asks: 'A client from the future opens with ApiVersions in version 99. Your broker speaks 0 to 4. Why does it answer in version 0, with an error, and not just close the connection?',
      options: [
        {
          says: 'Because the client can read version 0 whatever it is, learns the range, and asks again.',
          right: true,
          because:
            'It is the one answer whose form both are sure to know. For the same reason its response header never became flexible.',
        },
        {
          says: 'Because version 99 contains version 0.',
          because:
            'Versions are different forms, not layers. The broker can’t even read the body of version 99.',
        },
        {
          says: 'Because closing a connection is not allowed in Kafka’s protocol.',
          because:
            'For any other API a version that is not supported does close the connection: a client that asked for versions first has no excuse.',
        },
      ],
    },
  ],
});
