/**
 * Kafka's own message specs, as its jars hold them: JSON with `//` comments.
 *
 * The notation is described in clients/src/main/resources/common/message/README.md of apache/kafka.
 */
import { kafkaJar } from '../kafka/jars.ts';
import { readJar } from './read-jar.ts';

/** One field as a spec declares it. */
export interface FieldSpec {
  readonly name: string;
  readonly type: string;
  readonly versions?: string;
  readonly nullableVersions?: string;
  readonly taggedVersions?: string;
  readonly tag?: number;
  readonly default?: string | number | boolean | null;
  readonly ignorable?: boolean;
  readonly flexibleVersions?: string;
  readonly mapKey?: boolean;
  readonly fields?: readonly FieldSpec[];
}

/** One message as a spec declares it. */
export interface MessageSpec {
  readonly name: string;
  /** request, response, header, metadata, data, coordinator-key or coordinator-value. */
  readonly type: string;
  readonly apiKey?: number;
  readonly validVersions: string;
  readonly flexibleVersions: string;
  readonly latestVersionUnstable?: boolean;
  readonly fields: readonly FieldSpec[];
  readonly commonStructs?: readonly { name: string; fields: readonly FieldSpec[] }[];
}

/** The jars that hold specs. */
const ARTIFACTS = [
  'kafka-clients',
  'kafka-metadata',
  'kafka-raft',
  'kafka-group-coordinator',
  'kafka-transaction-coordinator',
];

/** All specs by the name of their message. Throws when the jars are not there. */
export function readKafkaSpecs(): Map<string, MessageSpec> {
  const specs = new Map<string, MessageSpec>();
  for (const artifact of ARTIFACTS) {
    for (const text of readJar(kafkaJar(artifact), /^common\/.*\.json$/).values()) {
      const spec = JSON.parse(withoutComments(text)) as MessageSpec;
      specs.set(spec.name, spec);
    }
  }
  return specs;
}

/** Matches strings as well, so that `//` within one is left alone. */
const STRING_OR_COMMENT = /("(?:[^"\\]|\\.)*")|\/\/[^\n]*/g;

function withoutComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (_, string?: string) => string ?? '');
}
