/** Altering configurations and features: as real Kafka 4.3.1 answered and recorded it. */
import { describe, expect, test } from 'vitest';
import {
  alterConfigs,
  ConfigOperation,
  incrementalAlterConfigs,
} from '#controller/alter-configs.ts';
import { updateFeatures } from '#controller/update-features.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { clusterOf, replayed, rules, told, topicRecords } from './image-of.ts';

const TOPIC = 2;
const BROKER = 4;
const { SET, DELETE, APPEND, SUBTRACT } = ConfigOperation;
const base = replayed(clusterOf(1), topicRecords('t', [[1]]));

interface Change {
  readonly key: string;
  readonly value: string | null;
  readonly operation?: number;
}

function alter(
  [resourceType, resourceName]: readonly [number, string],
  changes: readonly Change[],
  image: MetadataImage = base,
) {
  const configs = changes.map(({ key, value, operation = SET }) => ({
    name: key,
    configOperation: operation,
    value,
  }));
  const request = { resources: [{ resourceType, resourceName, configs }], validateOnly: false };
  const { records, response } = incrementalAlterConfigs(request, { image, rules });
  return { records, image: replayed(image, records), result: response.responses[0] };
}

describe('IncrementalAlterConfigs', () => {
  test('sets, and deletes, and writes nothing for what is so already', () => {
    const set = alter([TOPIC, 't'], [{ key: 'retention.ms', value: '5' }]);
    expect(told(set.records)).toEqual([
      'ConfigRecord resourceType=2 resourceName="t" name="retention.ms" value="5"',
    ]);
    expect(alter([TOPIC, 't'], [{ key: 'retention.ms', value: '5' }], set.image).records).toEqual(
      [],
    );
    const gone = alter(
      [TOPIC, 't'],
      [{ key: 'retention.ms', value: null, operation: DELETE }],
      set.image,
    );
    expect(gone.image.configs.byResource.size).toBe(0);
  });

  test('appends to a list and takes from it, beginning with the default', () => {
    const both = alter(
      [TOPIC, 't'],
      [{ key: 'cleanup.policy', value: 'compact', operation: APPEND }],
    );
    expect(both.image.configs.ofTopic('t').get('cleanup.policy')).toBe('delete,compact');
    const change = [{ key: 'cleanup.policy', value: 'delete', operation: SUBTRACT }];
    const one = alter([TOPIC, 't'], change, both.image);
    expect(one.image.configs.ofTopic('t').get('cleanup.policy')).toBe('compact');
  });

  test("writes a broker's key even when it stays: that makes it load a file anew", () => {
    const change = [{ key: 'log.segment.bytes', value: '5000000' }];
    const { image } = alter([BROKER, '1'], change);
    expect(alter([BROKER, '1'], change, image).records).toHaveLength(1);
  });

  test('voids eligible leaders when min.insync.replicas changes', () => {
    const forTopic = alter([TOPIC, 't'], [{ key: 'min.insync.replicas', value: '2' }]);
    expect(told(forTopic.records).at(-1)).toBe('ClearElrRecord topicName="t"');
    const forAll = alter([BROKER, ''], [{ key: 'min.insync.replicas', value: '2' }]);
    expect(told(forAll.records).at(-1)).toBe('ClearElrRecord topicName=""');
  });

  const refusals: [string, readonly [number, string], Change, number, string][] = [
    [
      'a topic that is not there',
      [TOPIC, 'none'],
      { key: 'retention.ms', value: '1' },
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
      "The topic 'none' does not exist.",
    ],
    [
      'the topic without a name',
      [TOPIC, ''],
      { key: 'retention.ms', value: '1' },
      ErrorCode.INVALID_REQUEST,
      'Default topic resources are not allowed.',
    ],
    [
      'a broker by another name',
      [BROKER, 'one'],
      { key: 'log.segment.bytes', value: '5000000' },
      ErrorCode.INVALID_REQUEST,
      'Unable to parse broker name as a base 10 number.',
    ],
    [
      'a kind that is none',
      [99, 'x'],
      { key: 'k', value: '1' },
      ErrorCode.UNSUPPORTED_VERSION,
      'Unknown resource type 99.',
    ],
    [
      'a key that is none',
      [TOPIC, 't'],
      { key: 'nokey', value: '1' },
      ErrorCode.INVALID_CONFIG,
      'Unknown topic config name: nokey',
    ],
    [
      'an appendix to what is no list',
      [TOPIC, 't'],
      { key: 'retention.ms', value: '1', operation: APPEND },
      ErrorCode.INVALID_CONFIG,
      "Can't APPEND to key retention.ms because its type is not LIST.",
    ],
    [
      'what needs a restart',
      [BROKER, '1'],
      { key: 'num.partitions', value: '5' },
      ErrorCode.INVALID_REQUEST,
      'Cannot update these configs dynamically: [num.partitions]',
    ],
    [
      "a broker's own min.insync.replicas",
      [BROKER, '1'],
      { key: 'min.insync.replicas', value: '2' },
      ErrorCode.INVALID_CONFIG,
      'Broker-level min.insync.replicas cannot be altered while ELR is enabled.',
    ],
    [
      "the cluster's min.insync.replicas to go",
      [BROKER, ''],
      { key: 'min.insync.replicas', value: null, operation: DELETE },
      ErrorCode.INVALID_CONFIG,
      'Cluster-level min.insync.replicas cannot be removed while ELR is enabled.',
    ],
  ];
  test.each(refusals)('refuses %s', (_, resource, change, code, message) => {
    const { records, result } = alter(resource, [change]);
    expect(result).toMatchObject({ errorCode: code, errorMessage: message });
    expect(records).toEqual([]);
  });

  test('refuses a value that is out of range, naming key, value and limit', () => {
    const { result } = alter([TOPIC, 't'], [{ key: 'segment.bytes', value: '1' }]);
    expect(result?.errorCode).toBe(ErrorCode.INVALID_CONFIG);
    expect(result?.errorMessage).toMatch(
      /Invalid value 1 for configuration segment.bytes.*1048576/,
    );
  });
});

test('AlterConfigs removes what it does not name', () => {
  const { image } = alter(
    [TOPIC, 't'],
    [
      { key: 'retention.ms', value: '5' },
      { key: 'segment.bytes', value: '2000000' },
    ],
  );
  const configs = [{ name: 'segment.bytes', value: '3000000' }];
  const resources = [{ resourceType: TOPIC, resourceName: 't', configs }];
  const { records } = alterConfigs({ resources, validateOnly: false }, { image, rules });
  expect(told(records)).toEqual([
    'ConfigRecord resourceType=2 resourceName="t" name="retention.ms" value=null',
    'ConfigRecord resourceType=2 resourceName="t" name="segment.bytes" value="3000000"',
  ]);
});

describe('UpdateFeatures', () => {
  const UPGRADE = 1;
  const SAFE = 2;
  const UNSAFE = 3;
  const update = (feature: string, maxVersionLevel: number, upgradeType: number, image = base) =>
    updateFeatures(
      {
        featureUpdates: [{ feature, maxVersionLevel, upgradeType, allowDowngrade: false }],
        timeoutMs: 1,
        validateOnly: false,
      },
      { image, rules, nodeId: 1, kraftVersion: 1, version: 2 },
    );
  const why = 'The update failed for all features since the following feature had an error: ';

  test('writes the level', () => {
    const { records, response } = update('transaction.version', 1, SAFE);
    expect(response).toMatchObject({ errorCode: 0, errorMessage: null, results: [] });
    expect(told(records)).toEqual(['FeatureLevelRecord name="transaction.version" featureLevel=1']);
  });

  test('fixes min.insync.replicas for the cluster before eligible leader replicas go on', () => {
    const off = replayed(base, update('eligible.leader.replicas.version', 0, SAFE).records);
    const own = alter([BROKER, '1'], [{ key: 'min.insync.replicas', value: '1' }], off).image;
    expect(told(update('eligible.leader.replicas.version', 1, UPGRADE, own).records)).toEqual([
      'ConfigRecord resourceType=4 resourceName="" name="min.insync.replicas" value="1"',
      'ConfigRecord resourceType=4 resourceName="1" name="min.insync.replicas" value=null',
      'FeatureLevelRecord name="eligible.leader.replicas.version" featureLevel=1',
    ]);
  });

  test('leaves kraft.version, at its level already, to the quorum', () => {
    expect(update('kraft.version', 1, UPGRADE).records).toEqual([]);
  });

  const refusals: [string, string, number, number, string][] = [
    [
      'a level that nobody has',
      'transaction.version',
      5,
      UPGRADE,
      'Invalid update version 5 for feature transaction.version. Local controller 1 only supports versions 0-2',
    ],
    [
      'a feature that nobody has',
      'nonesuch',
      1,
      UPGRADE,
      'Invalid update version 1 for feature nonesuch. Local controller 1 does not support this feature.',
    ],
    [
      'a silent downgrade',
      'transaction.version',
      1,
      UPGRADE,
      "Invalid update version 1 for feature transaction.version. Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.",
    ],
    [
      'a downgrade that goes up',
      'metadata.version',
      30,
      9,
      'Invalid update version 30 for feature metadata.version. The controller does not support the given upgrade type.',
    ],
    [
      'a downgrade that loses metadata',
      'metadata.version',
      25,
      SAFE,
      'Unsupported metadata.version downgrade from 30 to 25. Refusing to perform the requested downgrade because it might delete metadata information.',
    ],
    [
      'even when it is asked to',
      'metadata.version',
      25,
      UNSAFE,
      'Unsupported metadata.version downgrade from 30 to 25. Unsafe metadata downgrade is not supported in this version.',
    ],
  ];
  test.each(refusals)('refuses %s', (_, feature, level, type, message) => {
    const { records, response } = update(feature, level, type);
    expect(response).toMatchObject({
      errorCode: ErrorCode.INVALID_UPDATE_VERSION,
      errorMessage: why + message,
    });
    expect(records).toEqual([]);
  });
});
