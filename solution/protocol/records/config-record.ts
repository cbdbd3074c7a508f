/**
 * ConfigRecord: one config of one resource was set, or, by a null value, goes back to its default.
 */
import { int8, type MessageOf, record, string } from '#protocol/schema.ts';

/** A config was set or removed. */
export const ConfigRecord = record({
  name: 'ConfigRecord',
  apiKey: 4,
  versions: '0',
  flexible: '0+',
  fields: {
    resourceType: int8('0+', '2 topic, 4 broker, 16 client metrics, 32 group.'),
    resourceName: string(
      '0+',
      "The topic or the broker's id; for a broker, empty means the default of all brokers.",
    ),
    name: string('0+', "The config's key."),
    value: string('0+', { nullable: '0+' }, 'The new value, null to remove it.'),
  },
});
export type ConfigRecord = MessageOf<typeof ConfigRecord>;
