/**
 * The whole course, the chapters that are not written yet included: so that asking for one of
 * those is answered with what it will be about, and not with "unknown".
 */
export interface AnnouncedChapter {
  /** The folder that it has, or will have, in chapters/. */
  readonly folder: string;
  /** As its manifest has it, or will. */
  readonly title: string;
  /** What the learner builds in it. */
  readonly builds: string;
}

export const announcedChapters: readonly AnnouncedChapter[] = [
  {
    folder: '00-wire',
    title: 'The wire',
    builds: 'frames, primitives, headers, ApiVersions and Metadata',
  },
  {
    folder: '01-storage',
    title: 'Storage',
    builds: 'record batches, indexes, segments, recovery, compaction',
  },
  {
    folder: '02-offsets',
    title: 'Offsets',
    builds: 'committed offsets, consumer groups and their assignors',
  },
  {
    folder: '03-replication',
    title: 'Replication',
    builds: 'leader epochs, the replica fetcher, truncation',
  },
  {
    folder: '04-isr',
    title: 'In-sync replicas',
    builds: 'in-sync replicas, acks=all, leader elections',
  },
  { folder: '05-kraft', title: 'KRaft', builds: 'Raft elections, snapshots, the metadata quorum' },
  { folder: '06-tuning', title: 'Tuning', builds: 'batching, compression, fetch sessions, quotas' },
  { folder: '07-security', title: 'Security', builds: 'TLS, SASL, ACLs, encryption at rest' },
  {
    folder: '08-transactions',
    title: 'Transactions',
    builds: 'idempotence, the coordinator, read_committed',
  },
];
