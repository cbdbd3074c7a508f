/**
 * Every API that this broker serves, by key. ApiVersions tells clients what is in this list, so what
 * is not written yet (groups, transactions, security) is not in it, but for FindCoordinator, whose
 * file says why.
 */
import type { ApiHandler } from '#broker/handler.ts';
import { produceHandler } from '#broker/handlers/00-produce.ts';
import { fetchHandler } from '#broker/handlers/01-fetch.ts';
import { listOffsetsHandler } from '#broker/handlers/02-list-offsets.ts';
import { metadataHandler } from '#broker/handlers/03-metadata.ts';
import { findCoordinatorHandler } from '#broker/handlers/10-find-coordinator.ts';
import { apiVersionsHandler } from '#broker/handlers/18-api-versions.ts';
import { createTopicsHandler } from '#broker/handlers/19-create-topics.ts';
import { deleteTopicsHandler } from '#broker/handlers/20-delete-topics.ts';
import { deleteRecordsHandler } from '#broker/handlers/21-delete-records.ts';
import { initProducerIdHandler } from '#broker/handlers/22-init-producer-id.ts';
import { offsetForLeaderEpochHandler } from '#broker/handlers/23-offset-for-leader-epoch.ts';
import { describeConfigsHandler } from '#broker/handlers/32-describe-configs.ts';
import { alterConfigsHandler } from '#broker/handlers/33-alter-configs.ts';
import { describeLogDirsHandler } from '#broker/handlers/35-describe-log-dirs.ts';
import { createPartitionsHandler } from '#broker/handlers/37-create-partitions.ts';
import { electLeadersHandler } from '#broker/handlers/43-elect-leaders.ts';
import { incrementalAlterConfigsHandler } from '#broker/handlers/44-incremental-alter-configs.ts';
import { listPartitionReassignmentsHandler } from '#broker/handlers/46-list-partition-reassignments.ts';
import { describeQuorumHandler } from '#broker/handlers/55-describe-quorum.ts';
import { updateFeaturesHandler } from '#broker/handlers/57-update-features.ts';
import { describeClusterHandler } from '#broker/handlers/60-describe-cluster.ts';
import { describeProducersHandler } from '#broker/handlers/61-describe-producers.ts';
import { listConfigResourcesHandler } from '#broker/handlers/74-list-config-resources.ts';
import { describeTopicPartitionsHandler } from '#broker/handlers/75-describe-topic-partitions.ts';

export const apiTable: readonly ApiHandler[] = [
  produceHandler,
  fetchHandler,
  listOffsetsHandler,
  metadataHandler,
  findCoordinatorHandler,
  apiVersionsHandler,
  createTopicsHandler,
  deleteTopicsHandler,
  deleteRecordsHandler,
  initProducerIdHandler,
  offsetForLeaderEpochHandler,
  describeConfigsHandler,
  alterConfigsHandler,
  describeLogDirsHandler,
  createPartitionsHandler,
  electLeadersHandler,
  incrementalAlterConfigsHandler,
  listPartitionReassignmentsHandler,
  describeQuorumHandler,
  updateFeaturesHandler,
  describeClusterHandler,
  describeProducersHandler,
  listConfigResourcesHandler,
  describeTopicPartitionsHandler,
];
