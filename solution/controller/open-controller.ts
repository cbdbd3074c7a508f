/**
 * From a formatted directory to an active controller: the metadata log is recovered and leads a
 * new epoch, the image is replayed, the controller writes its first records.
 *
 * The one place that knows the quorum has one node. A cluster will put its own MetadataLog here.
 */
import type { BrokerConfig } from '#config/broker-config.ts';
import { configRules } from '#controller/config-rules.ts';
import { Controller } from '#controller/controller.ts';
import type { Env } from '#env/env.ts';
import { readBootstrapRecords } from '#metadata/bootstrap-records.ts';
import type { EndpointImage } from '#metadata/cluster-image.ts';
import { QuorumOfOne } from '#metadata/quorum-of-one.ts';
import { randomUuid } from '#storage/meta-properties.ts';

export interface OpenControllerOptions {
  readonly config: BrokerConfig;
  /** From meta.properties of the metadata directory. */
  readonly clusterId: string;
  readonly nodeId: number;
  readonly directoryId: string;
  /** `metadata.log.dir`, or the first of `log.dirs`. */
  readonly metadataDirectory: string;
  /** Where the controller listens. */
  readonly endpoints: readonly EndpointImage[];
  /** The metadata log failed: the node has to stop, since nothing it answers would be durable. */
  readonly onFailure?: (cause: unknown) => void;
}

export interface OpenedController {
  readonly controller: Controller;
  readonly log: QuorumOfOne;
}

export async function openController(
  env: Env,
  options: OpenControllerOptions,
): Promise<OpenedController> {
  const { config, clusterId, nodeId, directoryId, metadataDirectory, endpoints } = options;
  const bootstrap = readBootstrapRecords(env, metadataDirectory);
  const log = await QuorumOfOne.open(env, {
    logDirectory: metadataDirectory,
    voter: {
      id: nodeId,
      directoryId,
      endpoints: endpoints.map(({ name, host, port }) => ({ name, host, port })),
      kraftVersions: { min: 0, max: 1 },
    },
    segmentBytes: config.get('metadata.log.segment.bytes'),
    segmentMs: config.get('metadata.log.segment.ms'),
    retentionBytes: unlimited(config.get('metadata.max.retention.bytes')),
    retentionMs: unlimited(config.get('metadata.max.retention.ms')),
  });
  const { onFailure } = options;
  const controller = await Controller.start(env, {
    clusterId,
    log,
    bootstrap,
    rules: configRules(config),
    settings: () => ({
      numPartitions: config.get('num.partitions'),
      defaultReplicationFactor: config.get('default.replication.factor'),
      deleteTopicEnable: config.get('delete.topic.enable'),
    }),
    registration: { controllerId: nodeId, incarnationId: randomUuid(env), endpoints },
    snapshotAfterBytes: config.get('metadata.log.max.record.bytes.between.snapshots'),
    snapshotAfterMs: config.get('metadata.log.max.snapshot.interval.ms'),
    ...(onFailure === undefined ? {} : { onFailure }),
  });
  return { controller, log };
}

/** Below 0 stands for no limit. */
function unlimited(value: number): number {
  return value < 0 ? Number.POSITIVE_INFINITY : value;
}
