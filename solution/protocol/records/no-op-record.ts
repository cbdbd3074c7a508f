/**
 * NoOpRecord: nothing has happened. The active controller writes one every half a second
 * (metadata.max.idle.interval.ms), so that brokers can see by the moving offset that the metadata
 * they have is fresh (KIP-835).
 */
import { type MessageOf, record } from '#protocol/schema.ts';

/** A sign of life. */
export const NoOpRecord = record({
  name: 'NoOpRecord',
  apiKey: 20,
  versions: '0',
  flexible: '0+',
  fields: {},
});
export type NoOpRecord = MessageOf<typeof NoOpRecord>;
