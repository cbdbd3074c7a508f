/**
 * Every message that is declared, in two lists, by API key. For whoever needs them all: the router,
 * the check against Kafka's own specs, the fuzzer, the tables on the site.
 */
import {
  AllocateProducerIdsRequest,
  AllocateProducerIdsResponse,
} from '#protocol/messages/allocate-producer-ids.ts';
import { AlterConfigsRequest, AlterConfigsResponse } from '#protocol/messages/alter-configs.ts';
import {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from '#protocol/messages/alter-partition-reassignments.ts';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import {
  BrokerHeartbeatRequest,
  BrokerHeartbeatResponse,
} from '#protocol/messages/broker-heartbeat.ts';
import {
  BrokerRegistrationRequest,
  BrokerRegistrationResponse,
} from '#protocol/messages/broker-registration.ts';
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from '#protocol/messages/consumer-group-describe.ts';
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from '#protocol/messages/consumer-group-heartbeat.ts';
import {
  ControllerRegistrationRequest,
  ControllerRegistrationResponse,
} from '#protocol/messages/controller-registration.ts';
import {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
} from '#protocol/messages/create-partitions.ts';
import { CreateTopicsRequest, CreateTopicsResponse } from '#protocol/messages/create-topics.ts';
import { DeleteGroupsRequest, DeleteGroupsResponse } from '#protocol/messages/delete-groups.ts';
import { DeleteRecordsRequest, DeleteRecordsResponse } from '#protocol/messages/delete-records.ts';
import { DeleteTopicsRequest, DeleteTopicsResponse } from '#protocol/messages/delete-topics.ts';
import {
  DescribeClusterRequest,
  DescribeClusterResponse,
} from '#protocol/messages/describe-cluster.ts';
import {
  DescribeConfigsRequest,
  DescribeConfigsResponse,
} from '#protocol/messages/describe-configs.ts';
import {
  DescribeGroupsRequest,
  DescribeGroupsResponse,
} from '#protocol/messages/describe-groups.ts';
import {
  DescribeLogDirsRequest,
  DescribeLogDirsResponse,
} from '#protocol/messages/describe-log-dirs.ts';
import {
  DescribeProducersRequest,
  DescribeProducersResponse,
} from '#protocol/messages/describe-producers.ts';
import {
  DescribeQuorumRequest,
  DescribeQuorumResponse,
} from '#protocol/messages/describe-quorum.ts';
import {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from '#protocol/messages/describe-topic-partitions.ts';
import { ElectLeadersRequest, ElectLeadersResponse } from '#protocol/messages/elect-leaders.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';
import { HeartbeatRequest, HeartbeatResponse } from '#protocol/messages/heartbeat.ts';
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from '#protocol/messages/incremental-alter-configs.ts';
import {
  InitProducerIdRequest,
  InitProducerIdResponse,
} from '#protocol/messages/init-producer-id.ts';
import { JoinGroupRequest, JoinGroupResponse } from '#protocol/messages/join-group.ts';
import { LeaveGroupRequest, LeaveGroupResponse } from '#protocol/messages/leave-group.ts';
import {
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
} from '#protocol/messages/list-config-resources.ts';
import { ListGroupsRequest, ListGroupsResponse } from '#protocol/messages/list-groups.ts';
import { ListOffsetsRequest, ListOffsetsResponse } from '#protocol/messages/list-offsets.ts';
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from '#protocol/messages/list-partition-reassignments.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';
import { OffsetDeleteRequest, OffsetDeleteResponse } from '#protocol/messages/offset-delete.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from '#protocol/messages/offset-for-leader-epoch.ts';
import { ProduceRequest, ProduceResponse } from '#protocol/messages/produce.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';
import {
  UpdateFeaturesRequest,
  UpdateFeaturesResponse,
} from '#protocol/messages/update-features.ts';

/** Every request, by API key. */
export const allRequests = [
  ProduceRequest,
  FetchRequest,
  ListOffsetsRequest,
  MetadataRequest,
  OffsetCommitRequest,
  OffsetFetchRequest,
  FindCoordinatorRequest,
  JoinGroupRequest,
  HeartbeatRequest,
  LeaveGroupRequest,
  SyncGroupRequest,
  DescribeGroupsRequest,
  ListGroupsRequest,
  ApiVersionsRequest,
  CreateTopicsRequest,
  DeleteTopicsRequest,
  DeleteRecordsRequest,
  InitProducerIdRequest,
  OffsetForLeaderEpochRequest,
  DescribeConfigsRequest,
  AlterConfigsRequest,
  DescribeLogDirsRequest,
  CreatePartitionsRequest,
  DeleteGroupsRequest,
  ElectLeadersRequest,
  IncrementalAlterConfigsRequest,
  AlterPartitionReassignmentsRequest,
  ListPartitionReassignmentsRequest,
  OffsetDeleteRequest,
  DescribeQuorumRequest,
  UpdateFeaturesRequest,
  DescribeClusterRequest,
  DescribeProducersRequest,
  BrokerRegistrationRequest,
  BrokerHeartbeatRequest,
  AllocateProducerIdsRequest,
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupDescribeRequest,
  ControllerRegistrationRequest,
  ListConfigResourcesRequest,
  DescribeTopicPartitionsRequest,
] as const;

/** Every response, in the order of the requests. */
export const allResponses = [
  ProduceResponse,
  FetchResponse,
  ListOffsetsResponse,
  MetadataResponse,
  OffsetCommitResponse,
  OffsetFetchResponse,
  FindCoordinatorResponse,
  JoinGroupResponse,
  HeartbeatResponse,
  LeaveGroupResponse,
  SyncGroupResponse,
  DescribeGroupsResponse,
  ListGroupsResponse,
  ApiVersionsResponse,
  CreateTopicsResponse,
  DeleteTopicsResponse,
  DeleteRecordsResponse,
  InitProducerIdResponse,
  OffsetForLeaderEpochResponse,
  DescribeConfigsResponse,
  AlterConfigsResponse,
  DescribeLogDirsResponse,
  CreatePartitionsResponse,
  DeleteGroupsResponse,
  ElectLeadersResponse,
  IncrementalAlterConfigsResponse,
  AlterPartitionReassignmentsResponse,
  ListPartitionReassignmentsResponse,
  OffsetDeleteResponse,
  DescribeQuorumResponse,
  UpdateFeaturesResponse,
  DescribeClusterResponse,
  DescribeProducersResponse,
  BrokerRegistrationResponse,
  BrokerHeartbeatResponse,
  AllocateProducerIdsResponse,
  ConsumerGroupHeartbeatResponse,
  ConsumerGroupDescribeResponse,
  ControllerRegistrationResponse,
  ListConfigResourcesResponse,
  DescribeTopicPartitionsResponse,
] as const;
