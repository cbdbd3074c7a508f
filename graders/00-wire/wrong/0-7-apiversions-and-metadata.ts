/** Task 0.7 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const VERSIONS = 'broker/handlers/18-api-versions.ts';
const METADATA = 'broker/handlers/03-metadata.ts';

export const variants: readonly Variant[] = [
  {
    name: 'tells the versions that it serves, not those that it advertises',
    breaks: ['api-versions-list'],
    change: {
      [VERSIONS]: {
        answerApiVersions: [
          { replace: '.map(({ apiKey, advertised }) => ({', by: '.map(({ apiKey, served }) => ({' },
          { replace: 'minVersion: advertised.min', by: 'minVersion: served.min' },
          { replace: 'maxVersion: advertised.max', by: 'maxVersion: served.max' },
        ],
      },
    },
  },
  {
    name: 'sorts API keys as text',
    breaks: ['api-versions-list', 'first-handshake'],
    change: {
      [VERSIONS]: {
        answerApiVersions: {
          replace: 'a.apiKey - b.apiKey',
          by: 'String(a.apiKey) < String(b.apiKey) ? -1 : 1',
        },
      },
    },
  },
  {
    name: 'tells old clients of features whose lowest level is 0',
    breaks: ['api-versions-features', 'first-handshake'],
    change: {
      [VERSIONS]: {
        supportedFeatures: {
          replace: 'min > 0 || apiVersion >= FIRST_VERSION_WITH_LEVEL_0',
          by: 'min >= 0 || apiVersion < 0',
        },
      },
    },
  },
  {
    name: 'forgets the level of kraft.version',
    breaks: ['api-versions-features'],
    change: {
      [VERSIONS]: { finalizedLevels: { replace: 'kraftVersion > 0 ?', by: 'kraftVersion > 9 ?' } },
    },
  },
  {
    name: 'tells kraft.version also at level 0',
    breaks: ['api-versions-features'],
    change: {
      [VERSIONS]: { finalizedLevels: { replace: 'kraftVersion > 0 ?', by: 'kraftVersion >= 0 ?' } },
    },
  },
  {
    name: 'asks every client for its software’s name',
    breaks: ['api-versions-list', 'api-versions-software', 'first-handshake'],
    change: {
      [VERSIONS]: {
        answerApiVersions: {
          replace: 'apiVersion < FIRST_VERSION_WITH_SOFTWARE || named',
          by: 'named',
        },
      },
    },
  },
  {
    name: 'looks at the name of the software and not at its version',
    breaks: ['api-versions-software'],
    change: {
      [VERSIONS]: {
        answerApiVersions: {
          replace: 'named.every((text) => SOFTWARE_NAME.test(text))',
          by: 'SOFTWARE_NAME.test(named[0] ?? "")',
        },
      },
    },
  },
  {
    name: 'looks for allowed characters somewhere in the name',
    breaks: ['api-versions-software'],
    change: {
      [VERSIONS]: {
        answerApiVersions: { replace: 'SOFTWARE_NAME.test(text)', by: '/[a-zA-Z0-9]/.test(text)' },
      },
    },
  },
  {
    name: 'answers an unknown version in the newest that it knows',
    breaks: ['api-versions-unknown-version', 'first-unknown-version'],
    change: {
      [VERSIONS]: {
        refuseApiVersions: {
          replace: 'encodeResponse(ApiVersionsResponse, 0, correlationId',
          by: 'encodeResponse(ApiVersionsResponse, 4, correlationId',
        },
      },
    },
  },
  {
    name: 'says that a version is unknown, and not which are known',
    breaks: ['api-versions-unknown-version', 'first-unknown-version'],
    change: {
      [VERSIONS]: {
        refuseApiVersions: {
          replace: '[{ apiKey, minVersion: versions.min, maxVersion: versions.max }]',
          by: '[apiKey, versions].slice(2) as never[]',
        },
      },
    },
  },
  {
    name: 'tells every client the address of the first listener',
    breaks: ['metadata-cluster'],
    change: {
      [METADATA]: {
        answerMetadata: {
          replace: 'aliveEndpointsAt(broker.image, peer.listener.name)',
          by: "aliveEndpointsAt(broker.image, peer.listener.name && 'PLAINTEXT')",
        },
      },
    },
  },
  {
    name: 'tells where the broker listens instead of what it advertises',
    breaks: ['metadata-cluster'],
    change: {
      [METADATA]: {
        answerMetadata: {
          replace: '({ nodeId: node.id, host, port, rack: node.rack })',
          by: `({
            nodeId: node.id,
            host: host && peer.listener.bind.host,
            port: port && peer.listener.bind.port,
            rack: node.rack,
          })`,
        },
      },
    },
  },
  {
    name: 'takes an empty list for all topics in every version',
    breaks: ['metadata-all-or-some'],
    change: {
      [METADATA]: {
        wantedTopics: {
          replace: 'apiVersion === 0 && topics?.length',
          by: 'apiVersion >= 0 && topics?.length',
        },
      },
    },
  },
  {
    name: 'takes an empty list for none in version 0 too',
    breaks: ['metadata-all-or-some'],
    change: {
      [METADATA]: {
        wantedTopics: { replace: 'apiVersion === 0 &&', by: 'apiVersion < 0 &&' },
      },
    },
  },
  {
    name: 'answers in the order of its own map',
    breaks: ['metadata-all-or-some', 'metadata-topic', 'metadata-unknown', 'metadata-creates'],
    change: {
      [METADATA]: {
        describe: {
          replace: 'return wanted.map(',
          by: "return wanted.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)).map(",
        },
      },
    },
  },
  {
    name: 'tells partitions in the order in which the image has them',
    breaks: ['metadata-topic'],
    change: {
      [METADATA]: {
        found: {
          replace: 'partitionsInOrder(topic).map(',
          by: '[...topic.partitions].map(',
        },
      },
    },
  },
  {
    name: 'calls no topic internal',
    breaks: ['metadata-topic'],
    change: {
      [METADATA]: { found: { replace: 'isInternalTopic(topic.name)', by: "isInternalTopic('')" } },
    },
  },
  {
    name: 'looks at names alone',
    breaks: ['metadata-topic', 'metadata-unknown'],
    change: {
      [METADATA]: {
        describe: {
          replace: 'name === null ? image.topics.byId.get(topicId) : image.topics.byName.get(name)',
          by: "image.topics.byName.get(name ?? '')",
        },
      },
    },
  },
  {
    name: 'lets versions 10 and 11 ask by id',
    breaks: ['metadata-unknown'],
    change: {
      [METADATA]: {
        asksByIdTooEarly: {
          replace: 'apiVersion >= FIRST_VERSION_WITH_IDS',
          by: 'apiVersion >= 10',
        },
      },
    },
  },
  {
    name: 'refuses the topic that is asked for by id too early, and not those beside it',
    breaks: ['metadata-unknown'],
    change: {
      [METADATA]: {
        refuse: {
          replace: 'errorCode: ErrorCode.INVALID_REQUEST',
          by: `errorCode: name === null || topicId !== ZERO_UUID
            ? ErrorCode.INVALID_REQUEST
            : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION`,
        },
      },
    },
  },
  {
    name: 'has one error for unknown names and ids',
    breaks: ['metadata-unknown', 'first-unknown-topics'],
    change: {
      [METADATA]: {
        unknownId: {
          replace: 'ErrorCode.UNKNOWN_TOPIC_ID',
          by: 'ErrorCode.UNKNOWN_TOPIC_OR_PARTITION',
        },
      },
    },
  },
  {
    name: 'leaves out what it does not know',
    breaks: ['metadata-unknown', 'metadata-creates', 'first-unknown-topics'],
    change: {
      [METADATA]: {
        describe: {
          replace: 'return wanted.map(',
          by: `const known = wanted.filter(({ name, topicId }) =>
              name === null ? image.topics.byId.has(topicId) : image.topics.byName.has(name),
            );
            return known.map(`,
        },
      },
    },
  },
  {
    name: 'creates what is asked for, wanted or not',
    breaks: ['metadata-unknown', 'metadata-creates', 'first-unknown-topics'],
    change: {
      [METADATA]: { namesToCreate: { replace: ' || !allowAutoTopicCreation', by: '' } },
    },
  },
  {
    name: 'does not ask the configuration whether it may create',
    breaks: ['metadata-creates'],
    change: {
      [METADATA]: {
        namesToCreate: {
          replace: "if (!broker.config.get('auto.create.topics.enable')) return [];",
          by: '',
        },
      },
    },
  },
  {
    name: 'creates a name as often as it is asked for',
    breaks: ['metadata-creates'],
    change: { [METADATA]: { namesToCreate: { replace: '[...new Set(names)]', by: 'names' } } },
  },
  {
    name: 'answers from the image of before the creation',
    breaks: ['metadata-creates'],
    change: {
      [METADATA]: {
        answerMetadata: [
          {
            replace: 'const wanted = wantedTopics(request, apiVersion);',
            by: 'const wanted = wantedTopics(request, apiVersion);\nconst { image } = broker;',
          },
          { replace: 'describe(wanted, broker.image,', by: 'describe(wanted, image,' },
        ],
      },
    },
  },
  {
    name: 'calls a topic unknown whose creation failed',
    breaks: ['metadata-creates'],
    change: {
      [METADATA]: {
        unknownName: { replace: 'raced ? ', by: 'raced || creationError > 0 ? ' },
      },
    },
  },
  {
    name: 'tells that a topic exists which is gone again',
    breaks: ['metadata-creates'],
    change: {
      [METADATA]: {
        unknownName: {
          replace:
            'creationError === ErrorCode.NONE || creationError === ErrorCode.TOPIC_ALREADY_EXISTS',
          by: 'creationError === ErrorCode.NONE',
        },
      },
    },
  },
  {
    name: 'tells who does not ask that no operation is allowed',
    breaks: [
      'metadata-cluster',
      'metadata-all-or-some',
      'metadata-topic',
      'metadata-unknown',
      'metadata-creates',
      'metadata-operations',
      'first-metadata',
      'first-unknown-topics',
    ],
    change: {
      [METADATA]: {
        answerMetadata: { replace: ': NOT_ASKED', by: ': 0' },
        found: { replace: ': NOT_ASKED', by: ': 0' },
      },
    },
  },
  {
    name: 'tells the operations of topics who asks for those of the cluster',
    breaks: ['metadata-operations'],
    change: {
      [METADATA]: {
        found: {
          replace: 'request.includeTopicAuthorizedOperations',
          by: 'request.includeClusterAuthorizedOperations',
        },
      },
    },
  },
];
