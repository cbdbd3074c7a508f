/**
 * DescribeLogDirs (key 35, versions 1-5): how large each log is and how full each directory. Null
 * for the topics asks for all. From version 4 on the volume's size and free space are told.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import type { Replica } from '#broker/replicas.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  DescribeLogDirsRequest,
  DescribeLogDirsResponse,
} from '#protocol/messages/describe-log-dirs.ts';
import type { LogDirectory } from '#storage/log-directory.ts';

export const describeLogDirsHandler = handler(
  DescribeLogDirsRequest,
  DescribeLogDirsResponse,
  ({ topics }, _context, broker) => {
    const wanted = topics && new Map(topics.map((one) => [one.topic, new Set(one.partitions)]));
    const isWanted = (replica: Replica) =>
      wanted === null || wanted.get(replica.topic)?.has(replica.partition) === true;
    return {
      throttleTimeMs: 0,
      errorCode: ErrorCode.NONE,
      results: broker.logDirectories.map((directory) => describe(directory, isWanted, broker)),
    };
  },
);

function describe(
  directory: LogDirectory,
  isWanted: (replica: Replica) => boolean,
  broker: BrokerServices,
) {
  const { totalBytes, usableBytes } = broker.env.disk.space(directory.path);
  return {
    errorCode: ErrorCode.NONE,
    logDir: directory.path,
    topics: byTopic(
      [...broker.replicas.all()].filter((one) => one.directory === directory && isWanted(one)),
    ),
    totalBytes,
    usableBytes,
  };
}

function byTopic(replicas: readonly Replica[]) {
  const topics = Map.groupBy(replicas, ({ topic }) => topic);
  return [...topics].map(([name, ofTopic]) => ({
    name,
    partitions: ofTopic.map(({ partition, log }) => ({
      partitionIndex: partition,
      partitionSize: log.size,
      offsetLag: Math.max(0, log.highWatermark - log.logEndOffset),
      isFutureKey: false,
    })),
  }));
}
