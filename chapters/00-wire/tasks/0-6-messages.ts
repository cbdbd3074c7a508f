/** Task 0.6: a message compiled from its declaration. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '0.6',
  title: 'Messages from declarations',
  outcome:
    'All of Kafka’s messages are read and written in all their versions, from one declaration each.',
  section: 'messages-from-declarations',
  buildsOn: ['0.1', '0.2', '0.3', '0.5'],
  minutes: 90,
  files: [
    { file: 'protocol/codec-array.ts', symbols: ['arrayCodec'] },
    { file: 'protocol/codec.ts', symbols: ['compileMessage'], given: ['Codec'] },
  ],
  hints: [
    'Work in this order: structs of primitive fields that are in the version; arrays; structs in structs; fields that are not in the version; null; tagged fields; what may be left out. The behaviours come in nearly that order.',
    'Ask the declaration once, for the version, and keep a list of { name, read, write }: the functions you return walk it. A field that is not here or is tagged gets a read that gives defaultOf(field)() and touches no byte.',
    'compileStruct(fields, version, flexible, since) calls compileType(type, …) for each field, which calls arrayCodec or compileStruct again. A nested struct’s since is max(since, its field’s first version). Left out is allowed if options has default, tag or nullable, or if the field’s range begins after since or ends before OPEN_END.',
  ],
  behaviours: [
    {
      id: 'message-plain',
      says: 'reads and writes fields in declared order, arrays behind their count, structs in structs',
      points: 2,
      hint: 'An array’s elements are structs or primitives; both come from the same function that compiles a field’s type.',
      symbol: 'compileMessage',
    },
    {
      id: 'message-versions',
      says: 'has all declared fields in every version, with defaults for those that the version lacks',
      points: 2,
      hint: 'The callers of a decoded message don’t ask for its version: what is not on the wire is there as its default, in its place.',
      symbol: 'compileMessage',
    },
    {
      id: 'message-flexible',
      says: 'makes lengths compact in flexible versions and ends every struct with a tagged section',
      points: 2,
      hint: 'Every struct: each element of an array of structs has its own section, if only the byte 00. A field’s own `flexible` can switch compact off for it.',
      symbol: 'compileMessage',
    },
    {
      id: 'message-tagged',
      says: 'carries tagged fields in the section, in the order of tags, from the version on that tags them',
      points: 2,
      hint: 'A tagged field is not in its declared place on the wire, but it is there in the decoded struct. Sort by tag.',
      symbol: 'compileMessage',
    },
    {
      id: 'message-nullable',
      says: 'allows null only in the versions that do: strings, bytes, arrays, and structs behind a byte',
      points: 2,
      hint: '`nullable` is a range of versions, not a yes or no. A nullable struct has an int8 before it: negative means null, and in the tagged section 0 does.',
      symbol: 'compileMessage',
    },
    {
      id: 'message-left-out',
      says: 'takes what is left out for its default where that is allowed, and refuses it where not',
      points: 1,
      hint: 'The paragraph of the doc comment that begins “Reading gives” says when. A default may be null, and `default: 0` is a default.',
      symbol: 'compileMessage',
    },
    {
      id: 'message-lost-values',
      says: 'refuses a value that the version has no place for, unless it is the default or ignorable',
      points: 1,
      hint: 'defaultCheck(field) tells whether a value is the default; of structs and arrays too.',
      symbol: 'compileMessage',
    },
    {
      id: 'message-hostile-counts',
      says: 'refuses counts that the bytes left cannot hold, by the least size of the elements in this version',
      points: 1,
      hint: 'minSize of a struct is the sum of its fields in this version, and 1 for a tagged section. Fields of other versions add nothing.',
      symbol: 'arrayCodec',
    },
    {
      id: 'message-error-paths',
      says: 'says where in the message an error is, down to the index and the field',
      points: 1,
      hint: 'located(error, "name") or located(error, "[3]") adds one step of the path; each level adds its own on the error’s way up.',
      symbol: 'arrayCodec',
    },
    {
      id: 'message-kafka-frames',
      says: 'reads what Kafka and its tools sent to each other, and writes the same bytes again',
      points: 2,
      hint: 'The report shows the first field that differs. Declarations are right: a test compares them with Kafka’s own.',
      symbol: 'compileMessage',
    },
  ],
});
