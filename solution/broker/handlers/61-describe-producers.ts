/**
 * DescribeProducers (key 61, version 0): the producers that partitions remember, their last
 * sequence numbers and open transactions (KIP-664). Only the leader answers.
 */
import { handler } from '#broker/handler.ts';
import { leaderByName } from '#broker/topic-reference.ts';
import { ErrorCode, errorMessage } from '#protocol/errors.ts';
import {
  DescribeProducersRequest,
  DescribeProducersResponse,
} from '#protocol/messages/describe-producers.ts';
import { lastSequence } from '#storage/producer-entry.ts';

export const describeProducersHandler = handler(
  DescribeProducersRequest,
  DescribeProducersResponse,
  ({ topics }, _context, broker) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => {
        const replica = leaderByName(broker, name, partitionIndex);
        if (typeof replica === 'number') {
          const message = errorMessage(replica);
          return { partitionIndex, errorCode: replica, errorMessage: message, activeProducers: [] };
        }
        const activeProducers = replica.log.activeProducers().map((entry) => ({
          ...entry,
          lastSequence: lastSequence(entry),
          currentTxnStartOffset: entry.currentTxnFirstOffset,
        }));
        return { partitionIndex, errorCode: ErrorCode.NONE, activeProducers };
      }),
    })),
  }),
);
