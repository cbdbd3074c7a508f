/**
 * BrokerHeartbeat (key 63): each broker tells the controller, every two seconds, that it is alive
 * and how far it has read the metadata (KIP-631). A broker that stays silent is fenced and loses
 * its leaderships. The answer tells it whether it is fenced, and when it may shut down.
 *
 * Versions: 1 reports failed log directories (KIP-858), 2 cordoned ones (KIP-1066).
 */
import {
  array,
  bool,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  uuid,
} from '#protocol/schema.ts';

/** A sign of life. */
export const BrokerHeartbeatRequest = request({
  name: 'BrokerHeartbeatRequest',
  apiKey: 63,
  versions: '0-2',
  flexible: '0+',
  fields: {
    brokerId: int32('0+', "The broker's id."),
    brokerEpoch: int64('0+', { default: -1 }, 'The epoch that its registration was answered with.'),
    currentMetadataOffset: int64('0+', 'How far it has read the metadata log.'),
    wantFence: bool('0+', 'True while it wants to stay fenced.'),
    wantShutDown: bool('0+', 'True when it wants to hand over its leaderships and shut down.'),
    offlineLogDirs: array(
      '1+',
      uuid,
      { tag: 0, tagged: '1+' },
      'The log directories that have failed.',
    ),
    cordonedLogDirs: array(
      '2+',
      uuid,
      { nullable: '2+', default: null, tag: 1, tagged: '2+' },
      'Those that take no new replicas; null until the broker knows.',
    ),
  },
});
export type BrokerHeartbeatRequest = MessageOf<typeof BrokerHeartbeatRequest>;

/** How the controller sees the broker. */
export const BrokerHeartbeatResponse = response({
  name: 'BrokerHeartbeatResponse',
  apiKey: 63,
  versions: '0-2',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0, or for example 77 (STALE_BROKER_EPOCH).'),
    isCaughtUp: bool(
      '0+',
      { default: false },
      'True if it has read the metadata nearly to the end.',
    ),
    isFenced: bool('0+', { default: true }, 'True while it may lead nothing.'),
    shouldShutDown: bool('0+', 'True when it leads nothing any more and may stop.'),
  },
});
export type BrokerHeartbeatResponse = MessageOf<typeof BrokerHeartbeatResponse>;
