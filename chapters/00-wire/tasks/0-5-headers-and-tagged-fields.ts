/** Task 0.5: what stands before every message, and what may stand at the end of a struct. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '0.5',
  title: 'Headers and tagged fields',
  outcome:
    'A broker knows what it is asked, by whom and in which version, and overlooks what it does not know.',
  section: 'headers-and-tagged-fields',
  buildsOn: ['0.1', '0.2', '0.3'],
  minutes: 55,
  files: [
    {
      file: 'protocol/codec-tagged.ts',
      symbols: ['readTagged', 'writeTagged'],
      given: ['TaggedField'],
    },
    {
      file: 'protocol/api-keys.ts',
      symbols: ['requestHeaderVersion', 'responseHeaderVersion'],
      given: ['apis', 'ApiKey', 'apiName'],
    },
    {
      file: 'protocol/request-header.ts',
      symbols: ['readRequestHeader', 'encodeRequest'],
      given: ['RequestHeader', 'Encodes', 'SIZE_BYTES'],
    },
    {
      file: 'protocol/response-header.ts',
      symbols: ['readResponseHeader', 'encodeResponse'],
      given: ['ResponseHeader'],
    },
  ],
  hints: [
    'Start with readTagged: a header’s section is readTagged(reader, {}, []), which skips all there is.',
    'To write a tagged field you need its size before its bytes: write the value into a Writer of its own, then tag, size, and raw(value.chunks()). For a frame’s size, reserveInt32() keeps the place: set it when all is written.',
    'Header of a request: int16, int16, int32, nullableString (never compact), and in version 2 a tagged section. Of a response: int32, and in version 1 a tagged section; ApiVersions has version 0 whatever is asked.',
  ],
  behaviours: [
    {
      id: 'tagged-written',
      says: 'writes the fields that are not at their default, by tag, size and value, after their count',
      points: 2,
      hint: 'The count counts what is written, not what is declared. Without any it is still there: 00.',
      symbol: 'writeTagged',
    },
    {
      id: 'tagged-read',
      says: 'puts known fields into the struct and leaves the defaults of those that are missing',
      points: 1,
      hint: 'The struct has its defaults already: only set what you find.',
      symbol: 'readTagged',
    },
    {
      id: 'tagged-unknown-skipped',
      says: 'skips tags that nobody knows, first, last or between, and of any size',
      points: 2,
      hint: 'A newer client knows more than you. The size is there so that you can step over it: KIP-482.',
      symbol: 'readTagged',
    },
    {
      id: 'tagged-sizes-checked',
      says: 'refuses a known field of another length than its size, and sizes beyond the bytes, naming the field',
      points: 1,
      hint: 'After reading, position must be start + size, or all that follows is read from the wrong place. located(error, name) adds the name.',
      symbol: 'readTagged',
    },
    {
      id: 'header-versions',
      says: 'finds the header’s version by API and version: ApiVersions’ answer has 0 always, unknown keys none',
      points: 2,
      hint: 'Flexible is from flexibleSince on, also for versions that don’t exist yet. Who asks for versions can’t know the header of the answer.',
      symbol: 'responseHeaderVersion',
    },
    {
      id: 'header-request-read',
      says: 'reads the headers that Kafka’s tools sent, of both versions, and stops at the body',
      points: 2,
      hint: 'A header of version 2 ends with a tagged section; forget it and the body begins one byte too early.',
      symbol: 'readRequestHeader',
    },
    {
      id: 'header-client-id',
      says: 'reads a client id behind an int16 in every version, also null, and skips unknown tags behind it',
      points: 1,
      hint: 'The client id is the one string of a flexible version that is not compact.',
      symbol: 'readRequestHeader',
    },
    {
      id: 'header-unknown-api',
      says: 'refuses an API key that Kafka does not have, and reads on where only the version is unknown',
      points: 1,
      hint: 'Without an API there is no header version. Version 99 of a known API has one, and its sender wants an answer.',
      symbol: 'readRequestHeader',
    },
    {
      id: 'header-request-encoded',
      says: 'encodes a whole request with its size, as Kafka’s tools send it',
      points: 1,
      hint: 'The size counts what follows it, not its own four bytes.',
      symbol: 'encodeRequest',
    },
    {
      id: 'header-response',
      says: 'encodes and reads the header of a response, with tags only where its version has them',
      points: 1,
      hint: 'A tagged section of no tags is one byte 00. In an answer to ApiVersions that byte is one too many.',
      symbol: 'encodeResponse',
    },
  ],
});
