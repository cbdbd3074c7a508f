/**
 * Every API that this broker serves, by key. ApiVersions tells clients what is in this list, so what
 * is not written yet (transactions, security) is not in it.
 */
import type { ApiHandler } from '#broker/handler.ts';
import { produceHandler } from '#broker/handlers/00-produce.ts';
import { fetchHandler } from '#broker/handlers/01-fetch.ts';
import { listOffsetsHandler } from '#broker/handlers/02-list-offsets.ts';
import { metadataHandler } from '#broker/handlers/03-metadata.ts';
import { offsetCommitHandler } from '#broker/handlers/08-offset-commit.ts';
import { offsetFetchHandler } from '#broker/handlers/09-offset-fetch.ts';
import { findCoordinatorHandler } from '#broker/handlers/10-find-coordinator.ts';
import { joinGroupHandler } from '#broker/handlers/11-join-group.ts';
import { heartbeatHandler } from '#broker/handlers/12-heartbeat.ts';
import { leaveGroupHandler } from '#broker/handlers/13-leave-group.ts';
import { syncGroupHandler } from '#broker/handlers/14-sync-group.ts';
import { describeGroupsHandler } from '#broker/handlers/15-describe-groups.ts';
import { listGroupsHandler } from '#broker/handlers/16-list-groups.ts';
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
import { deleteGroupsHandler } from '#broker/handlers/42-delete-groups.ts';
import { electLeadersHandler } from '#broker/handlers/43-elect-leaders.ts';
import { incrementalAlterConfigsHandler } from '#broker/handlers/44-incremental-alter-configs.ts';
import { listPartitionReassignmentsHandler } from '#broker/handlers/46-list-partition-reassignments.ts';
import { offsetDeleteHandler } from '#broker/handlers/47-offset-delete.ts';
import { describeQuorumHandler } from '#broker/handlers/55-describe-quorum.ts';
import { updateFeaturesHandler } from '#broker/handlers/57-update-features.ts';
import { describeClusterHandler } from '#broker/handlers/60-describe-cluster.ts';
import { describeProducersHandler } from '#broker/handlers/61-describe-producers.ts';
import { consumerGroupHeartbeatHandler } from '#broker/handlers/68-consumer-group-heartbeat.ts';
import { consumerGroupDescribeHandler } from '#broker/handlers/69-consumer-group-describe.ts';
import { listConfigResourcesHandler } from '#broker/handlers/74-list-config-resources.ts';
import { describeTopicPartitionsHandler } from '#broker/handlers/75-describe-topic-partitions.ts';

export const apiTable: readonly ApiHandler[] = [
  produceHandler,
  fetchHandler,
  listOffsetsHandler,
  metadataHandler,
  offsetCommitHandler,
  offsetFetchHandler,
  findCoordinatorHandler,
  joinGroupHandler,
  heartbeatHandler,
  leaveGroupHandler,
  syncGroupHandler,
  describeGroupsHandler,
  listGroupsHandler,
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
  deleteGroupsHandler,
  electLeadersHandler,
  incrementalAlterConfigsHandler,
  listPartitionReassignmentsHandler,
  offsetDeleteHandler,
  describeQuorumHandler,
  updateFeaturesHandler,
  describeClusterHandler,
  describeProducersHandler,
  consumerGroupHeartbeatHandler,
  consumerGroupDescribeHandler,
  listConfigResourcesHandler,
  describeTopicPartitionsHandler,
];
