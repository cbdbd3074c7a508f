/**
 * DescribeQuorum (key 55, versions 0-2): who leads the metadata quorum, in which epoch, and how far
 * each voter has got (KIP-595). The one partition there is to ask for is __cluster_metadata-0.
 * Version 2 tells where each voter listens, and in which directory its log lies (KIP-853).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import { ErrorCode, errorMessage } from '#protocol/errors.ts';
import {
  DescribeQuorumRequest,
  DescribeQuorumResponse,
} from '#protocol/messages/describe-quorum.ts';
import { METADATA_TOPIC } from '#storage/log-directory.ts';

const FIRST_VERSION_WITH_NODES = 2;

export const describeQuorumHandler = handler(
  DescribeQuorumRequest,
  DescribeQuorumResponse,
  ({ topics }, { apiVersion }, broker) => ({
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    topics: topics.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map(({ partitionIndex }) =>
        topicName === METADATA_TOPIC && partitionIndex === 0
          ? describe(partitionIndex, apiVersion, broker)
          : unknownPartition(partitionIndex),
      ),
    })),
    nodes: apiVersion < FIRST_VERSION_WITH_NODES ? [] : nodes(broker),
  }),
);

function nodes({ metadataLog }: BrokerServices) {
  return metadataLog.voters.map(({ id, endpoints }) => ({ nodeId: id, listeners: endpoints }));
}

/** Every voter is this node: it has all of its own log, now. */
function describe(
  partitionIndex: number,
  apiVersion: number,
  { env, metadataLog }: BrokerServices,
) {
  const { leadership, highWatermark, endOffset, voters } = metadataLog;
  const now = env.clock.now();
  return {
    partitionIndex,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    leaderId: leadership.leaderId ?? -1,
    leaderEpoch: leadership.epoch,
    highWatermark,
    currentVoters: voters.map(({ id, directoryId }) => ({
      replicaId: id,
      ...(apiVersion >= FIRST_VERSION_WITH_NODES && { replicaDirectoryId: directoryId }),
      logEndOffset: endOffset,
      lastFetchTimestamp: now,
      lastCaughtUpTimestamp: now,
    })),
    observers: [],
  };
}

function unknownPartition(partitionIndex: number) {
  const errorCode = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  return {
    partitionIndex,
    errorCode,
    errorMessage: errorMessage(errorCode),
    leaderId: -1,
    leaderEpoch: -1,
    highWatermark: -1,
    currentVoters: [],
    observers: [],
  };
}
