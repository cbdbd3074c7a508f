/**
 * All that a request handler may use: what `broker.ts` puts together at start.
 */
import type { FetchSessions } from '#broker/fetch-sessions.ts';
import type { ApiHandler } from '#broker/handler.ts';
import type { Purgatory } from '#broker/purgatory.ts';
import type { ReadBuffers } from '#broker/read-buffers.ts';
import type { Replica, Replicas } from '#broker/replicas.ts';
import type { BrokerConfig } from '#config/broker-config.ts';
import type { Controller } from '#controller/controller.ts';
import type { Env } from '#env/env.ts';
import type { GroupCoordinator } from '#groups/group-coordinator.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { MetadataLog } from '#metadata/metadata-log.ts';
import type { LogDirectory } from '#storage/log-directory.ts';
import type { ProducerIds } from '#transactions/producer-ids.ts';

export interface BrokerServices {
  readonly env: Env;
  readonly config: BrokerConfig;
  readonly nodeId: number;
  readonly clusterId: string;
  /** The metadata as of now; each read may give a later one. */
  readonly image: MetadataImage;
  readonly metadataLog: MetadataLog;
  readonly controller: Controller;
  readonly replicas: Replicas;
  readonly logDirectories: readonly LogDirectory[];
  readonly producerIds: ProducerIds;
  readonly groups: GroupCoordinator;
  readonly fetchSessions: FetchSessions;
  /** Memory for what fetches read. */
  readonly readBuffers: ReadBuffers;
  /** Fetches that wait for bytes, and produces that wait for replicas, by partition. */
  readonly fetchPurgatory: Purgatory<Replica>;
  readonly producePurgatory: Purgatory<Replica>;
  /** Every API that is served, for ApiVersions to tell. */
  readonly handlers: readonly ApiHandler[];
}
