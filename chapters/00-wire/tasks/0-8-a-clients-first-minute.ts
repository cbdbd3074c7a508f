/** Task 0.8: the whole broker, as its clients first see it. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '0.8',
  title: 'A client’s first minute',
  outcome: 'Any Kafka client connects to your broker, agrees on versions, and finds its topics.',
  section: 'a-clients-first-minute',
  buildsOn: ['0.4', '0.7'],
  minutes: 20,
  files: [],
  hints: [
    'The report’s trace shows each frame that was sent and that came. Find the first that is not as you expect: all tasks before have a share in it.',
    'Start the broker (npm run broker) and ask it yourself: kcat -L -b 127.0.0.1:9092 -X debug=protocol prints every request and version that librdkafka sends.',
  ],
  behaviours: [
    {
      id: 'first-handshake',
      says: 'agrees on versions in every version of ApiVersions from 0 to 4, on one connection',
      points: 1,
      hint: 'The header of the answer has no tags in any version; the body has from version 3 on.',
      symbol: 'answerApiVersions',
    },
    {
      id: 'first-unknown-version',
      says: 'answers a client from the future in version 0, and serves it when it asks again',
      points: 1,
      hint: 'Version 99 is flexible: its header has a tagged section, and its body can’t be read. The connection stays open.',
      symbol: 'refuseApiVersions',
    },
    {
      id: 'first-metadata',
      says: 'tells a topic and its partitions in every version of Metadata from 0 to 13',
      points: 1,
      hint: 'Which field is wrong, and from which version on? Each version adds a field; the header of messages/metadata.ts says which.',
      symbol: 'answerMetadata',
    },
    {
      id: 'first-unknown-topics',
      says: 'tells unknown names and ids by their own errors, and creates nothing that is not wanted',
      points: 1,
      hint: 'allowAutoTopicCreation is false in this request: nothing may be there the second time either.',
      symbol: 'answerMetadata',
    },
    {
      id: 'first-pipelined',
      says: 'answers requests that come all at once, and in the order they came',
      points: 1,
      hint: 'A chunk can hold many frames, and the last may be cut off.',
      symbol: 'FrameReader.push',
    },
    {
      id: 'first-byte-by-byte',
      says: 'answers a request that comes one byte at a time',
      points: 1,
      hint: 'A size of four bytes may come in four chunks.',
      symbol: 'FrameReader.push',
    },
    {
      id: 'first-unknown-tags',
      says: 'overlooks tags that it does not know in header, body and nested structs',
      points: 1,
      hint: 'A newer client sends them to every broker: one error here, and none of them can connect.',
      symbol: 'readTagged',
    },
    {
      id: 'first-garbage',
      says: 'hangs up on who sends what cannot be read, and goes on serving the others',
      points: 1,
      hint: 'Hostile bytes give a DecodeError or a FrameError, never another error and never a guess.',
      symbol: 'readRequestHeader',
    },
  ],
});
