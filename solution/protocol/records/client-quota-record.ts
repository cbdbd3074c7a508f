/**
 * ClientQuotaRecord: a quota of a user, a client id, an address, or a pair of them was set or
 * removed (KIP-546).
 */
import { array, bool, float64, type MessageOf, record, string } from '#protocol/schema.ts';

/** A quota was set or removed. */
export const ClientQuotaRecord = record({
  name: 'ClientQuotaRecord',
  apiKey: 14,
  versions: '0',
  flexible: '0+',
  fields: {
    entity: array(
      '0+',
      {
        entityType: string('0+', '"user", "client-id" or "ip".'),
        entityName: string(
          '0+',
          { nullable: '0+' },
          'The name, null for the default of that type.',
        ),
      },
      'Whom the quota is for: one entry, or two such as a user and a client id.',
    ),
    key: string('0+', 'The quota, for example "producer_byte_rate".'),
    value: float64('0+', 'Its value, which means nothing when it is removed.'),
    remove: bool('0+', 'True if the quota was removed.'),
  },
});
export type ClientQuotaRecord = MessageOf<typeof ClientQuotaRecord>;
