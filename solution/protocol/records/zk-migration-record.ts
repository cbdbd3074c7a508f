/**
 * ZkMigrationStateRecord (Kafka's file calls it ZkMigrationRecord): how far a cluster had got on its
 * way from ZooKeeper to KRaft (KIP-866). Kafka 4 never writes it and no longer migrates, but logs
 * that Kafka 3 began still hold it, so that it must be readable.
 */
import { int8, type MessageOf, record } from '#protocol/schema.ts';

/** The state of a migration from ZooKeeper. */
export const ZkMigrationRecord = record({
  name: 'ZkMigrationStateRecord',
  apiKey: 21,
  versions: '0',
  flexible: '0+',
  fields: {
    zkMigrationState: int8('0+', '0 none, 1 migration, 2 before it, 3 after it.'),
  },
});
export type ZkMigrationRecord = MessageOf<typeof ZkMigrationRecord>;
