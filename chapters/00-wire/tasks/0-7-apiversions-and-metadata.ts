/** Task 0.7: the two questions that every client asks first. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '0.7',
  title: 'ApiVersions and Metadata',
  outcome:
    'A client learns which versions it may speak, which brokers there are, and who leads what.',
  section: 'apiversions-and-metadata',
  buildsOn: ['0.5', '0.6'],
  minutes: 60,
  files: [
    {
      file: 'broker/handlers/18-api-versions.ts',
      symbols: ['answerApiVersions', 'refuseApiVersions'],
      given: ['apiVersionsHandler'],
    },
    {
      file: 'broker/handlers/03-metadata.ts',
      symbols: ['answerMetadata'],
      given: ['metadataHandler'],
    },
  ],
  hints: [
    'The doc comments name where each fact is: broker.handlers, broker.image, broker.metadataLog. The handlers only word an answer; nothing is computed that the domain does not know.',
    'Split answerMetadata: which topics are wanted (null, empty, version 0); what is refused (ids before version 12); which names to create; what to say of a topic found, of a name and of an id that is not. Only where something is to be created does the answer wait.',
    'const answer = (errors) => ({ …, topics: describe(wanted, broker.image, errors) }); return missing.length === 0 ? answer(new Map()) : autoCreateTopics(missing, broker).then(answer). Read broker.image inside of answer: after a creation it is another one.',
  ],
  behaviours: [
    {
      id: 'api-versions-list',
      says: 'lists every API that the broker serves, by key, with the versions that it advertises',
      points: 2,
      hint: 'In ascending order of the keys: sort() without a function sorts as text. The versions are the advertised ones, not those served: they differ for Produce.',
      symbol: 'answerApiVersions',
    },
    {
      id: 'api-versions-features',
      says: 'tells supported and finalized features, before version 4 without those whose lowest level is 0',
      points: 1,
      hint: 'SUPPORTED_FEATURES is a map of ranges; the levels are in broker.image.features, kraft.version’s in broker.metadataLog.',
      symbol: 'answerApiVersions',
    },
    {
      id: 'api-versions-software',
      says: 'refuses a software name or version of other characters from version 3 on, with an empty list',
      points: 1,
      hint: 'Letters, digits, dots and hyphens, with a letter or digit at both ends. Before version 3 both are empty, which is fine there.',
      symbol: 'answerApiVersions',
    },
    {
      id: 'api-versions-unknown-version',
      says: 'answers a version it does not know with error 35 in a body of version 0 that names its own range',
      points: 2,
      hint: 'Version 0 has neither throttle time nor tags, and the header has none either: the client could not read them.',
      symbol: 'refuseApiVersions',
    },
    {
      id: 'metadata-cluster',
      says: 'tells the cluster, its controller, and the brokers by their addresses at the listener asked',
      points: 1,
      hint: 'A client inside and one outside reach a broker by different names: peer.listener says through which door this one came.',
      symbol: 'answerMetadata',
    },
    {
      id: 'metadata-all-or-some',
      says: 'tells all topics for null, none for none, in version 0 all for none, else those asked in order',
      points: 1,
      hint: 'Version 0 had no null. From version 1 on an empty list means an empty list.',
      symbol: 'answerMetadata',
    },
    {
      id: 'metadata-topic',
      says: 'tells a topic by name or id, with its partitions by ascending index',
      points: 1,
      hint: 'The id counts where the name is null. partitionsInOrder and describePartition (topic-description.ts) do the partitions.',
      symbol: 'answerMetadata',
    },
    {
      id: 'metadata-unknown',
      says: 'says of an unknown name or id that it is unknown, each by its own error; refuses ids before version 12',
      points: 1,
      hint: 'UNKNOWN_TOPIC_OR_PARTITION with the name, UNKNOWN_TOPIC_ID with the id: a client tells by them what is stale. Before version 12 one id in a request is INVALID_REQUEST for all its topics.',
      symbol: 'answerMetadata',
    },
    {
      id: 'metadata-creates',
      says: 'creates unknown names where client and configuration allow it, once each, and tells a failure’s error',
      points: 2,
      hint: 'Asking for all topics creates none. A name that stands twice in the request is created once. Look at the image again afterwards.',
      symbol: 'answerMetadata',
    },
    {
      id: 'metadata-operations',
      says: 'tells allowed operations only to who asks for them, of the cluster and of topics apart',
      points: 1,
      hint: 'NOT_ASKED is -2^31, not 0: 0 would say that nothing is allowed.',
      symbol: 'answerMetadata',
    },
  ],
});
