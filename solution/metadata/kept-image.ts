/**
 * Metadata that this broker keeps without acting on it: access control entries, SCRAM
 * credentials, client quotas, delegation tokens, the state of a migration from ZooKeeper.
 *
 * A log directory may come from a Kafka that uses them. They are replayed like everything else -
 * a later record replaces or removes an earlier one - and go into every snapshot as the records
 * they came in, so that a Kafka that takes the directory back finds all of them.
 */
import type { MetadataRecord } from '#metadata/metadata-record.ts';

export class KeptImage {
  static readonly EMPTY = new KeptImage(new Map());

  /** By what a record is about: the newest record of each. */
  readonly records: ReadonlyMap<string, MetadataRecord>;

  constructor(records: ReadonlyMap<string, MetadataRecord>) {
    this.records = records;
  }
}

/** What a kept record is about, and whether it takes that away. */
export interface Subject {
  readonly key: string;
  readonly removes: boolean;
}

/** The subject of a record that is kept; undefined for the others. */
export function subjectOf(record: MetadataRecord): Subject | undefined {
  switch (record.name) {
    case 'AccessControlEntryRecord':
      return { key: `acl:${record.data.id}`, removes: false };
    case 'RemoveAccessControlEntryRecord':
      return { key: `acl:${record.data.id}`, removes: true };
    case 'UserScramCredentialRecord':
      return { key: scramKey(record.data), removes: false };
    case 'RemoveUserScramCredentialRecord':
      return { key: scramKey(record.data), removes: true };
    case 'DelegationTokenRecord':
      return { key: `token:${record.data.tokenId}`, removes: false };
    case 'RemoveDelegationTokenRecord':
      return { key: `token:${record.data.tokenId}`, removes: true };
    case 'ClientQuotaRecord':
      return { key: quotaKey(record.data), removes: record.data.remove };
    case 'ZkMigrationStateRecord':
      return { key: 'zk-migration', removes: false };
    default:
      return undefined;
  }
}

function scramKey({ name, mechanism }: { name: string; mechanism: number }): string {
  return `scram:${mechanism}:${name}`;
}

/** Entities come in no fixed order; JSON tells null, the default entity, from the name "null". */
function quotaKey(quota: {
  entity: readonly { entityType: string; entityName: string | null }[];
  key: string;
}): string {
  const entity = quota.entity.map((part) => JSON.stringify([part.entityType, part.entityName]));
  return `quota:${entity.toSorted().join()}:${quota.key}`;
}
