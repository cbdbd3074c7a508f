/**
 * Keys of transactions: how long they may stay open, when their ids are forgotten, and how
 * `__transaction_state`, the coordinator's own topic, is laid out.
 */
import { boolean, int, short } from '#config/config-key.ts';

const inert = { inert: true } as const;
const cluster = { inert: true, update: 'cluster-wide' } as const;

export const transactionKeys = {
  'transaction.max.timeout.ms': int(
    '900000',
    { ...inert, min: 1 },
    'The longest a producer may ask for its transactions to stay open.',
  ),
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': int(
    '10000',
    { ...inert, min: 1 },
    'How often transactions that are open for too long are looked for and aborted.',
  ),
  'transactional.id.expiration.ms': int(
    '604800000',
    { ...inert, min: 1 },
    'How long a transactional id without transactions is remembered.',
  ),
  'transaction.remove.expired.transaction.cleanup.interval.ms': int(
    '3600000',
    { ...inert, min: 1 },
    'How often such ids are looked for.',
  ),
  'transaction.partition.verification.enable': boolean(
    'true',
    cluster,
    'Whether the leader asks the coordinator if a partition belongs to the transaction before it takes the records (KIP-890).',
  ),
  'transaction.two.phase.commit.enable': boolean(
    'false',
    inert,
    'Whether a producer may leave it to another system when its transaction ends (KIP-939).',
  ),
  'transaction.state.log.num.partitions': int(
    '50',
    { ...inert, min: 1 },
    'How many partitions __transaction_state gets; transactional ids are spread over them by hash.',
  ),
  'transaction.state.log.replication.factor': short(
    '3',
    { ...inert, min: 1 },
    'How many replicas __transaction_state gets.',
  ),
  'transaction.state.log.min.isr': int(
    '2',
    { ...inert, min: 1 },
    'How many in-sync replicas a write to __transaction_state needs.',
  ),
  'transaction.state.log.segment.bytes': int(
    '104857600',
    { ...inert, min: 1 },
    'The segment size of __transaction_state.',
  ),
  'transaction.state.log.load.buffer.size': int(
    '5242880',
    { ...inert, min: 1 },
    'How many bytes are read at a time when a partition of __transaction_state is loaded.',
  ),
  'add.partitions.to.txn.retry.backoff.ms': int(
    '20',
    { ...inert, min: 1 },
    'The rest before the leader adds a partition to a transaction again.',
  ),
  'add.partitions.to.txn.retry.backoff.max.ms': int(
    '100',
    { ...inert, min: 0 },
    'How long the leader goes on trying to add a partition to a transaction.',
  ),
} as const;
