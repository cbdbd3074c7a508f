/** Task 0.6 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const CODEC = 'protocol/codec.ts';
const ARRAY = 'protocol/codec-array.ts';

export const variants: readonly Variant[] = [
  {
    name: 'writes a count of 32 bits in flexible versions too',
    breaks: [
      'message-plain',
      'message-flexible',
      'message-tagged',
      'message-nullable',
      'message-left-out',
      'message-hostile-counts',
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
      [ARRAY]: {
        arrayReader: {
          replace: 'flexible ? reader.compactArrayCount(minSize) : reader.arrayCount(minSize)',
          by: 'reader.arrayCount(minSize)',
        },
        arrayWriter: {
          replace:
            'if (flexible) writer.compactArrayCount(count);\n    else writer.arrayCount(count);',
          by: 'writer.arrayCount(count);',
        },
      },
    },
  },
  {
    name: 'takes whatever has a length for an array',
    breaks: [
      'message-plain',
      'message-versions',
      'message-flexible',
      'message-nullable',
      'message-left-out',
      'message-error-paths',
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
      [ARRAY]: {
        arrayWriter: {
          replace: '!Array.isArray(value)',
          by: '!(value as unknown[] | null)?.length',
        },
      },
    },
  },
  {
    name: 'writes no fields of a struct in a struct',
    breaks: ['message-plain'],
    change: {
      [CODEC]: {
        structWriter: {
          replace: "if (typeof input !== 'object' || input === null)",
          by: "if (typeof input !== 'object')",
        },
      },
    },
  },
  {
    name: 'leaves fields out of what it reads where the version lacks them',
    breaks: [
      'message-versions',
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
      [CODEC]: {
        structReader: {
          replace: 'struct[name] = step.read(reader);',
          by: 'const value = step.read(reader);\nif (step.minSize > 0) struct[name] = value;',
        },
      },
    },
  },
  {
    name: 'gives every message the same array for a default',
    breaks: ['message-versions'],
    change: {
      [CODEC]: {
        compileField: {
          replace: 'const byDefault = defaultOf(field);',
          by: 'const shared = defaultOf(field)();\nconst byDefault = () => shared;',
        },
      },
    },
  },
  {
    name: 'thinks that a field lives from its first version on for ever',
    breaks: [
      'message-versions',
      'message-left-out',
      'message-kafka-frames',
      'first-metadata',
      'first-unknown-topics',
    ],
    change: {
      [CODEC]: {
        compileField: {
          replace: '!includes(parseVersions(field.versions), version)',
          by: 'version < parseVersions(field.versions).min',
        },
      },
    },
  },
  {
    name: 'takes zero for the default of every field',
    breaks: [
      'message-versions',
      'message-tagged',
      'message-nullable',
      'message-left-out',
      'message-kafka-frames',
    ],
    change: {
      [CODEC]: {
        compileField: {
          replace: 'const byDefault = defaultOf(field);',
          by: 'const byDefault = defaultOf({ ...field, options: {} });',
        },
      },
    },
  },
  {
    name: 'ends only the message itself with a tagged section',
    breaks: [
      'message-flexible',
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
      [CODEC]: {
        typeCodec: {
          replace: 'const struct = compileStruct(type.fields, scope);',
          by: 'const struct = compileStruct(type.fields, { ...scope, flexible: false });',
        },
      },
    },
  },
  {
    name: 'makes every string of a flexible version compact',
    breaks: ['message-flexible'],
    change: {
      [CODEC]: {
        compileType: {
          replace: `    flexible === undefined
      ? scope.flexible
      : scope.flexible && includes(parseVersions(flexible), scope.version);`,
          by: '    scope.flexible || (flexible === undefined && scope.flexible);',
        },
      },
    },
  },
  {
    name: 'writes tagged fields in the order in which they are declared',
    breaks: ['message-tagged'],
    change: {
      [CODEC]: { compileStruct: { replace: '\n    .sort((a, b) => a.tag - b.tag)', by: '' } },
    },
  },
  {
    name: 'takes a field that has a tag for tagged in every version',
    breaks: ['message-tagged'],
    change: {
      [CODEC]: {
        isTagged: {
          replace:
            'return options.tagged !== undefined && includes(parseVersions(options.tagged), version);',
          by: 'return options.tagged !== undefined && version >= 0;',
        },
      },
    },
  },
  {
    name: 'writes a tagged field in its place as well',
    breaks: [
      'message-tagged',
      'message-nullable',
      'message-left-out',
      'message-kafka-frames',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [CODEC]: {
        compileField: { replace: 'if (isTagged(field, version)) return unsent;', by: '' },
      },
    },
  },
  {
    name: 'does not give a tagged field that is missing its default',
    breaks: [
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
      [CODEC]: {
        compileField: {
          replace: 'if (isTagged(field, version)) return unsent;',
          by: 'if (isTagged(field, version)) return { ...unsent, read: () => undefined };',
        },
      },
    },
  },
  {
    name: 'takes nullable for a yes or no',
    breaks: ['message-nullable'],
    change: {
      [CODEC]: {
        compileType: {
          replace: 'nullable !== undefined && includes(parseVersions(nullable), scope.version)',
          by: 'nullable !== undefined',
        },
      },
    },
  },
  {
    name: 'takes the byte before a struct for a bool',
    breaks: ['message-nullable', 'message-kafka-frames'],
    change: {
      [CODEC]: {
        nullableStruct: [
          {
            replace: '(reader.int8() <= nullMark ? null : struct.read(reader))',
            by: '(reader.bool() ? struct.read(reader) : null)',
          },
          {
            replace: 'writer.int8(value === null ? nullMark : 1)',
            by: 'writer.bool(value !== null)',
          },
        ],
      },
    },
  },
  {
    name: 'marks a null struct in the tagged section as everywhere else',
    breaks: ['message-nullable'],
    change: {
      [CODEC]: {
        compileTagged: { replace: 'compileType(field, scope, 0)', by: 'compileType(field, scope)' },
      },
    },
  },
  {
    name: 'has no byte before a nullable struct',
    breaks: ['message-nullable', 'message-kafka-frames'],
    change: {
      [CODEC]: {
        typeCodec: {
          replace: 'nullable ? nullableStruct(struct, nullMark) : struct',
          by: 'struct',
        },
      },
    },
  },
  {
    name: 'fills in a default wherever a value is left out',
    breaks: ['message-left-out'],
    change: {
      [CODEC]: { isRequired: 'void options;\nvoid versions;\nvoid scope;\nreturn false;' },
    },
  },
  {
    name: 'requires whatever has no default',
    breaks: ['message-left-out'],
    change: {
      [CODEC]: {
        isRequired: `
          void versions;
          void scope;
          return !('default' in options);`,
      },
    },
  },
  {
    name: 'takes a default of zero for none',
    breaks: ['message-left-out'],
    change: { [CODEC]: { isRequired: { replace: "'default' in options", by: 'options.default' } } },
  },
  {
    name: 'forgets that a struct may be younger than its message',
    breaks: ['message-left-out'],
    change: {
      [CODEC]: {
        compileType: {
          replace: 'const since = Math.max(scope.since, parseVersions(field.versions).min);',
          by: 'const { since } = scope;',
        },
      },
    },
  },
  {
    name: 'drops without a word what the version has no place for',
    breaks: ['message-lost-values'],
    change: { [CODEC]: { refusal: 'void field;\nvoid version;\nreturn () => {};' } },
  },
  {
    name: 'refuses ignorable fields too, where the version lacks them',
    breaks: [
      'message-tagged',
      'message-lost-values',
      'first-handshake',
      'first-metadata',
      'first-unknown-tags',
    ],
    change: {
      [CODEC]: {
        compileField: { replace: 'field.options.ignorable === true', by: 'field.versions === ""' },
      },
    },
  },
  {
    name: 'refuses whatever is set where the version lacks it, the default too',
    breaks: [
      'message-versions',
      'message-nullable',
      'message-lost-values',
      'message-kafka-frames',
      'first-metadata',
      'first-unknown-topics',
    ],
    change: {
      [CODEC]: {
        refusal: {
          replace: 'if (isDefault(value)) return;',
          by: 'if (value === undefined) return;\nvoid isDefault;',
        },
      },
    },
  },
  {
    name: 'holds a count against elements of one byte',
    breaks: ['message-hostile-counts', 'message-error-paths'],
    change: {
      [ARRAY]: {
        arrayCodec: {
          replace: 'read: arrayReader(element, flexible, nullable)',
          by: 'read: arrayReader({ ...element, minSize: 1 }, flexible, nullable)',
        },
      },
    },
  },
  {
    name: 'counts the tagged section of a struct for nothing, and its longest fields for all',
    breaks: ['message-versions', 'message-hostile-counts', 'message-kafka-frames'],
    change: {
      [CODEC]: {
        compileStruct: {
          replace: 'scope.flexible ? 1 : 0)',
          by: 'entries.length)',
        },
      },
    },
  },
  {
    name: 'makes room for as many elements as are announced',
    breaks: ['message-hostile-counts', 'message-error-paths'],
    change: {
      [ARRAY]: {
        arrayReader: {
          replace:
            'const count = flexible ? reader.compactArrayCount(minSize) : reader.arrayCount(minSize);',
          by: `void minSize;
            const count = flexible ? reader.unsignedVarint() - 1 : reader.int32();`,
        },
      },
    },
  },
  {
    name: 'says the field and not the index',
    breaks: ['message-error-paths'],
    change: {
      [ARRAY]: {
        arrayReader: { replace: 'located(error,', by: 'withoutPlace(error,' },
        arrayWriter: { replace: 'located(error,', by: 'withoutPlace(error,' },
        '+': 'const withoutPlace = (error: unknown, _index: string): unknown => error;',
      },
    },
  },
  {
    name: 'says nothing of where an error is',
    breaks: ['message-error-paths'],
    change: {
      [CODEC]: {
        structReader: { replace: 'throw located(error, name);', by: 'throw error;' },
        structWriter: { replace: 'throw located(error, name);', by: 'throw error;' },
      },
    },
  },
];
