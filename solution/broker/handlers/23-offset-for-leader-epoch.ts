/**
 * OffsetForLeaderEpoch (key 23, versions 2-4): where an epoch of the log ended. By it a follower
 * finds where its log parted from the leader's (KIP-101), and a consumer notices that records it
 * has read are gone (KIP-320).
 */
import { handler } from '#broker/handler.ts';
import { leaderByName } from '#broker/topic-reference.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from '#protocol/messages/offset-for-leader-epoch.ts';

export const offsetForLeaderEpochHandler = handler(
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
  ({ topics }, _context, broker) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ topic: name, partitions }) => ({
      topic: name,
      partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => {
        const replica = leaderByName(broker, name, partition, currentLeaderEpoch);
        if (typeof replica === 'number') return { partition, errorCode: replica };
        const end = replica.log.endOffsetForEpoch(leaderEpoch);
        return {
          partition,
          errorCode: ErrorCode.NONE,
          leaderEpoch: end.epoch,
          endOffset: end.endOffset,
        };
      }),
    })),
  }),
);
