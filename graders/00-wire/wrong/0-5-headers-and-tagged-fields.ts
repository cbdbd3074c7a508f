/** Task 0.5 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const TAGGED = 'protocol/codec-tagged.ts';
const KEYS = 'protocol/api-keys.ts';
const REQUEST = 'protocol/request-header.ts';
const RESPONSE = 'protocol/response-header.ts';

export const variants: readonly Variant[] = [
  {
    name: 'refuses a tag that it does not know',
    breaks: [
      'tagged-unknown-skipped',
      'header-client-id',
      'header-response',
      'message-flexible',
      'message-tagged',
      'first-unknown-tags',
    ],
    change: {
      [TAGGED]: {
        readTagged: {
          replace: 'if (field === undefined) reader.raw(size);',
          by: "if (field === undefined) throw new DecodeError('unknown tag', reader.position);",
        },
      },
    },
  },
  {
    name: 'overlooks an unknown tag, and forgets to step over its value',
    breaks: [
      'tagged-unknown-skipped',
      'tagged-sizes-checked',
      'header-client-id',
      'header-response',
      'message-flexible',
      'first-unknown-tags',
    ],
    change: {
      [TAGGED]: {
        readTagged: {
          replace: 'if (field === undefined) reader.raw(size);',
          by: 'if (!field) continue;',
        },
      },
    },
  },
  {
    name: 'ends at the first tag that it does not know',
    breaks: ['tagged-unknown-skipped', 'tagged-sizes-checked', 'header-client-id'],
    change: {
      [TAGGED]: {
        readTagged: { replace: 'reader.raw(size);', by: 'return void reader.raw(size);' },
      },
    },
  },
  {
    name: 'takes the size of an unknown tag for one byte',
    breaks: ['tagged-read', 'tagged-unknown-skipped', 'message-kafka-frames'],
    change: {
      [TAGGED]: {
        readTagged: {
          replace: 'const size = reader.unsignedVarint();',
          by: 'const size = reader.uint8();',
        },
      },
    },
  },
  {
    name: 'does not look at the size of a field that it knows',
    breaks: ['tagged-sizes-checked'],
    change: {
      [TAGGED]: {
        readSized: {
          replace: 'if (reader.position === end) return value;',
          by: 'if (end) return value;',
        },
      },
    },
  },
  {
    name: 'clears what the section does not have',
    breaks: [
      'tagged-read',
      'message-tagged',
      'message-nullable',
      'message-kafka-frames',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [TAGGED]: {
        readTagged: {
          replace: 'for (let left',
          by: 'for (const field of fields) struct[field.name] = undefined;\nfor (let left',
        },
      },
    },
  },
  {
    name: 'counts the fields that are declared, not those that are written',
    breaks: [
      'tagged-written',
      'message-tagged',
      'message-nullable',
      'message-left-out',
      'message-kafka-frames',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [TAGGED]: {
        writeTagged: {
          replace: 'writer.unsignedVarint(count);',
          by: 'writer.unsignedVarint(fields.length);',
        },
      },
    },
  },
  {
    name: 'writes fields that are at their default',
    breaks: ['tagged-written', 'message-tagged', 'message-nullable', 'message-kafka-frames'],
    change: {
      [TAGGED]: {
        writeTagged: `
          const there = fields.filter((field) => struct[field.name] !== undefined);
          writer.unsignedVarint(there.length);
          for (const field of there) writeField(writer, struct, field);`,
      },
    },
  },
  {
    name: 'writes nothing where there is no field to write',
    breaks: [
      'tagged-written',
      'header-request-encoded',
      'header-response',
      'message-flexible',
      'message-tagged',
      'message-nullable',
      'message-left-out',
      'message-kafka-frames',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [TAGGED]: {
        writeTagged: {
          replace: 'writer.unsignedVarint(count);',
          by: 'if (count > 0) writer.unsignedVarint(count);',
        },
      },
    },
  },
  {
    name: 'writes tag and size in one byte each',
    breaks: [
      'tagged-written',
      'message-kafka-frames',
      'first-handshake',
      'first-unknown-version',
      'first-pipelined',
      'first-byte-by-byte',
      'first-garbage',
    ],
    change: {
      [TAGGED]: {
        writeField: [
          {
            replace: 'writer.unsignedVarint(field.tag);',
            by: 'writer.int8((field.tag << 24) >> 24);',
          },
          {
            replace: 'writer.unsignedVarint(value.size);',
            by: 'writer.int8((value.size << 24) >> 24);',
          },
        ],
      },
    },
  },
  {
    name: 'does not say which field it could not read or write',
    breaks: ['tagged-written', 'tagged-sizes-checked'],
    change: {
      [TAGGED]: {
        readSized: { replace: 'throw located(error, field.name);', by: 'throw error;' },
        writeField: { replace: 'throw located(error, field.name);', by: 'throw error;' },
      },
    },
  },
  {
    name: 'answers ApiVersions with a header of version 1',
    breaks: [
      'header-versions',
      'first-handshake',
      'first-unknown-version',
      'first-pipelined',
      'first-byte-by-byte',
      'first-garbage',
    ],
    change: {
      [KEYS]: {
        responseHeaderVersion: {
          replace: ' && key !== apis.ApiVersions.key',
          by: '',
        },
      },
    },
  },
  {
    name: 'expects ApiVersions with a header of version 1 always',
    breaks: [
      'header-versions',
      'header-request-read',
      'header-unknown-api',
      'first-handshake',
      'first-unknown-version',
      'first-pipelined',
      'first-byte-by-byte',
      'first-garbage',
    ],
    change: {
      [KEYS]: {
        requestHeaderVersion: {
          replace: 'version >= known.api.flexibleSince',
          by: 'version >= known.api.flexibleSince && key !== apis.ApiVersions.key',
        },
      },
    },
  },
  {
    name: 'is one version late with flexible headers',
    breaks: [
      'header-versions',
      'header-request-read',
      'header-client-id',
      'header-unknown-api',
      'first-handshake',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [KEYS]: {
        requestHeaderVersion: { replace: '>=', by: '>' },
      },
    },
  },
  {
    name: 'takes an API key that there is not for a classic one',
    breaks: ['header-versions', 'header-unknown-api'],
    change: {
      [KEYS]: {
        requestHeaderVersion: { replace: 'return undefined;', by: 'return 1;' },
        responseHeaderVersion: { replace: 'return undefined;', by: 'return 0;' },
      },
    },
  },
  {
    name: 'leaves the tags of a request header for the body',
    breaks: [
      'header-request-read',
      'header-client-id',
      'header-unknown-api',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [REQUEST]: {
        readRequestHeader: {
          replace: 'if (headerVersion >= FIRST_TAGGED) readTagged(reader, {}, []);',
          by: '',
        },
      },
    },
  },
  {
    name: 'expects one byte 00 where the tags of a header stand',
    breaks: ['header-client-id', 'first-unknown-tags'],
    change: {
      [REQUEST]: {
        readRequestHeader: { replace: 'readTagged(reader, {}, []);', by: 'reader.uint8();' },
      },
    },
  },
  {
    name: 'takes the client id of a flexible version for compact',
    breaks: [
      'header-request-read',
      'header-client-id',
      'header-unknown-api',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [REQUEST]: {
        readRequestHeader: {
          replace: 'const clientId = reader.nullableString();',
          by: `const clientId =
            headerVersion === 2 ? reader.compactNullableString() : reader.nullableString();`,
        },
      },
    },
  },
  {
    name: 'requires a client id',
    breaks: ['header-client-id'],
    change: {
      [REQUEST]: {
        readRequestHeader: { replace: 'reader.nullableString()', by: 'reader.string()' },
      },
    },
  },
  {
    name: 'refuses versions that it has not heard of',
    breaks: ['header-unknown-api', 'first-unknown-version'],
    change: {
      [REQUEST]: {
        readRequestHeader: {
          replace: 'const correlationId = reader.int32();',
          by: `if (requestApiVersion > 18) throw new DecodeError('unknown version', start);
            const correlationId = reader.int32();`,
        },
      },
    },
  },
  {
    name: 'counts the size of a request among its bytes',
    breaks: ['header-request-encoded'],
    change: {
      [REQUEST]: {
        encodeRequest: { replace: 'writer.size - SIZE_BYTES', by: 'writer.size' },
      },
    },
  },
  {
    name: 'writes the header of a request without its tags',
    breaks: ['header-request-encoded'],
    change: {
      [REQUEST]: {
        encodeRequest: {
          replace:
            'if (request.headerVersion(version) >= FIRST_TAGGED) writeTagged(writer, {}, []);',
          by: '',
        },
      },
    },
  },
  {
    name: 'counts the size of a response among its bytes',
    breaks: [
      'header-response',
      'api-versions-unknown-version',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [RESPONSE]: {
        encodeResponse: { replace: 'writer.size - SIZE_BYTES', by: 'writer.size' },
      },
    },
  },
  {
    name: 'writes tags into the header of every response',
    breaks: [
      'header-response',
      'api-versions-unknown-version',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-garbage',
    ],
    change: {
      [RESPONSE]: {
        encodeResponse: {
          replace:
            'if (response.headerVersion(version) >= FIRST_TAGGED) writeTagged(writer, {}, []);',
          by: 'writeTagged(writer, {}, []);',
        },
      },
    },
  },
  {
    name: 'leaves the tags of a response header for the body',
    breaks: ['header-response'],
    change: {
      [RESPONSE]: {
        readResponseHeader: {
          replace: 'if (headerVersion >= FIRST_TAGGED) readTagged(reader, {}, []);',
          by: 'void headerVersion;',
        },
      },
    },
  },
];
