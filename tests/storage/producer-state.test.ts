import { beforeEach, describe, expect, test } from 'vitest';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { AppendOrigin } from '#storage/append-validation.ts';
import { batchesOf } from '#storage/batch-reader.ts';
import { type BatchInput, encodeBatch } from '#storage/batch-writer.ts';
import { writeInt64 } from '#storage/big-endian.ts';
import { encodeTransactionMarker } from '#storage/control-record.ts';
import { decodeProducerSnapshot, encodeProducerSnapshot } from '#storage/producer-snapshot.ts';
import {
  type AbortedTransaction,
  type PreparedAppend,
  ProducerState,
} from '#storage/producer-state.ts';
import { goldenBytes, goldenExpected, goldenFiles } from './golden-log.ts';

const DAY_MS = 86_400_000;
const LAST_SEQUENCE = 0x7fffffff;

/** A log without its bytes: an end, and the state to test. */
class Partition {
  state = new ProducerState({ producerIdExpirationMs: DAY_MS, codecs: nodeCodecs });
  end = 0;
  aborted: AbortedTransaction[] = [];

  send(
    producerId: number,
    epoch: number,
    sequence: number,
    more: Partial<BatchInput> = {},
  ): string {
    const sent = { producerId, producerEpoch: epoch, baseSequence: sequence, ...more };
    return this.append(encodeBatch({ records: [{ timestamp: 1000 }], ...sent }), 'client');
  }

  marker(
    type: 'commit' | 'abort',
    producerId: number,
    epoch: number,
    coordinatorEpoch = 0,
  ): string {
    const marker = { type, coordinatorEpoch, timestamp: 2000 };
    const bytes = encodeTransactionMarker(marker, { producerId, producerEpoch: epoch });
    return this.append(bytes, 'coordinator');
  }

  append(bytes: Uint8Array, origin: AppendOrigin): string {
    writeInt64(bytes, 0, this.end);
    const prepared = this.state.prepare(bytes, [...batchesOf(bytes)], origin);
    if (prepared.kind === 'accepted') {
      this.aborted.push(...this.state.commit(prepared.update));
      this.end = this.state.endOffset;
    }
    return tell(prepared);
  }

  /** What is left of the state after a restart. */
  reload(now = 2000): void {
    const bytes = encodeProducerSnapshot(this.state.producers.values());
    this.state = new ProducerState({ producerIdExpirationMs: DAY_MS, codecs: nodeCodecs });
    this.state.load(decodeProducerSnapshot(bytes), this.end, now);
  }
}

function tell(prepared: PreparedAppend): string {
  if (prepared.kind === 'accepted') return 'ok';
  if (prepared.kind === 'duplicate') return `again ${prepared.firstOffset}-${prepared.lastOffset}`;
  return Object.entries(ErrorCode).find(([, code]) => code === prepared.errorCode)?.[0] ?? '?';
}

const two = { records: [{ timestamp: 1000 }, { timestamp: 1001 }] };
const transactional = { isTransactional: true };
let log: Partition;

beforeEach(() => {
  log = new Partition();
});

describe('an idempotent producer', () => {
  test('goes on where its last batch ended', () => {
    expect([log.send(1, 0, 0, two), log.send(1, 0, 2), log.send(1, 0, 3)]).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
    expect(log.end).toBe(4);
  });

  test('is out of order when it leaves a gap, and nothing is remembered of that', () => {
    log.send(1, 0, 0);
    expect(log.send(1, 0, 2)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(log.send(1, 0, 1)).toBe('ok');
  });

  test('gets the first answer again for any of its last five batches', () => {
    for (let sequence = 0; sequence < 12; sequence += 2) log.send(1, 0, sequence, two);
    for (let sequence = 2; sequence < 12; sequence += 2) {
      expect(log.send(1, 0, sequence, two)).toBe(`again ${sequence}-${sequence + 1}`);
    }
    expect(log.send(1, 0, 0, two)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(log.send(1, 0, 10)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
  });

  test('is told the timestamp that its batch was stored with', () => {
    log.send(1, 0, 0, { logAppendTime: 5555 });
    const bytes = encodeBatch({ records: [{}], producerId: 1, producerEpoch: 0, baseSequence: 0 });
    const again = log.state.prepare(bytes, [...batchesOf(bytes)], 'client');
    expect(again).toEqual({ kind: 'duplicate', firstOffset: 0, lastOffset: 0, timestamp: 5555 });
  });

  test('wraps to sequence 0 after 2^31 - 1, between batches and inside one', () => {
    log.send(1, 0, LAST_SEQUENCE);
    expect(log.send(1, 0, 0)).toBe('ok');
    log.send(2, 0, LAST_SEQUENCE, two);
    expect(log.send(2, 0, LAST_SEQUENCE, two)).toBe('again 2-3');
    expect(log.send(2, 0, 1)).toBe('ok');
  });

  test('may start at any sequence when nothing is remembered of it', () => {
    expect(log.send(1, 3, 77)).toBe('ok');
    expect(log.send(1, 3, 78)).toBe('ok');
  });

  test('starts at 0 with each new epoch, and its old epoch is fenced', () => {
    log.send(1, 0, 0);
    log.send(1, 0, 1);
    expect(log.send(1, 1, 2)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(log.send(1, 1, 0)).toBe('ok');
    expect(log.send(1, 0, 2)).toBe('INVALID_PRODUCER_EPOCH');
    expect(log.send(1, 1, 0)).toBe('again 2-2');
  });

  test('remembers its last batch after a restart', () => {
    log.send(1, 0, 0);
    log.send(1, 0, 1, two);
    log.reload();
    expect(log.send(1, 0, 1, two)).toBe('again 1-2');
    expect(log.send(1, 0, 0)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(log.send(1, 0, 3)).toBe('ok');
  });

  test('does not disturb others', () => {
    log.send(1, 0, 0);
    expect([log.send(2, 0, 0), log.send(1, 0, 1), log.send(2, 0, 1)]).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('expiry', () => {
  test('forgets a producer a day after its last batch, not before', () => {
    log.send(1, 0, 0);
    log.state.removeExpired(1000 + DAY_MS - 1);
    expect([...log.state.producers.keys()]).toEqual([1]);
    log.state.removeExpired(1000 + DAY_MS);
    expect([...log.state.producers.keys()]).toEqual([]);
    expect(log.send(1, 0, 9)).toBe('ok');
  });

  test('spares a producer with an open transaction', () => {
    log.send(1, 0, 0, transactional);
    log.state.removeExpired(1000 + 10 * DAY_MS);
    log.reload(1000 + 10 * DAY_MS);
    expect([...log.state.producers.keys()]).toEqual([1]);
  });

  test('applies to what a snapshot brings', () => {
    log.send(1, 0, 0);
    log.reload(1000 + DAY_MS);
    expect(log.state.producers.size).toBe(0);
  });
});

describe('a transaction', () => {
  test('holds the last stable offset until its marker is below the high watermark', () => {
    log.send(9, 0, 0);
    log.send(1, 0, 0, transactional);
    log.send(1, 0, 1, transactional);
    expect(log.state.firstUnstableOffset()).toBe(1);
    expect(log.marker('commit', 1, 0)).toBe('ok');
    expect(log.state.firstUndecidedOffset()).toBeUndefined();
    log.state.onHighWatermark(3);
    expect(log.state.firstUnstableOffset()).toBe(1);
    log.state.onHighWatermark(4);
    expect(log.state.firstUnstableOffset()).toBeUndefined();
  });

  test('that is older holds it although a younger one has ended', () => {
    log.send(1, 0, 0, transactional);
    log.send(2, 0, 0, transactional);
    log.marker('abort', 2, 0);
    log.state.onHighWatermark(log.end);
    expect(log.state.firstUnstableOffset()).toBe(0);
    expect(log.aborted).toEqual([
      { producerId: 2, firstOffset: 1, lastOffset: 2, lastStableOffset: 0 },
    ]);
  });

  test('that is aborted is told for the index with the last stable offset it leaves', () => {
    log.send(1, 0, 0, transactional);
    log.marker('abort', 1, 0);
    log.send(1, 0, 1, transactional);
    log.marker('commit', 1, 0);
    expect(log.aborted).toEqual([
      { producerId: 1, firstOffset: 0, lastOffset: 1, lastStableOffset: 2 },
    ]);
  });

  test('without records here leaves its marker and no entry in the index', () => {
    expect(log.marker('abort', 5, 0)).toBe('ok');
    expect(log.aborted).toEqual([]);
    expect(log.state.producers.get(5)).toMatchObject({ coordinatorEpoch: 0, batches: [] });
  });

  test('excludes writes outside of it', () => {
    log.send(1, 0, 0, transactional);
    expect(log.send(1, 0, 1)).toBe('INVALID_TXN_STATE');
    log.marker('commit', 1, 0);
    expect(log.send(1, 0, 1)).toBe('ok');
  });

  test('is not ended by a coordinator that another has replaced', () => {
    log.send(1, 0, 0, transactional);
    log.marker('commit', 1, 0, 7);
    log.send(1, 0, 1, transactional);
    expect(log.marker('abort', 1, 0, 6)).toBe('TRANSACTION_COORDINATOR_FENCED');
    expect(log.marker('abort', 1, 0, 7)).toBe('ok');
  });

  test('of a fenced epoch gets no marker, and a marker of a new epoch starts sequences anew', () => {
    log.send(1, 1, 0, transactional);
    expect(log.marker('abort', 1, 0)).toBe('INVALID_PRODUCER_EPOCH');
    expect(log.marker('abort', 1, 2)).toBe('ok');
    expect(log.send(1, 1, 1, transactional)).toBe('INVALID_PRODUCER_EPOCH');
    expect(log.send(1, 2, 1, transactional)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(log.send(1, 2, 0, transactional)).toBe('ok');
  });

  test('that is open survives a restart', () => {
    log.send(3, 0, 0, transactional);
    log.send(2, 0, 0, transactional);
    log.reload();
    expect(log.state.firstUnstableOffset()).toBe(0);
    log.marker('commit', 3, 0);
    expect(log.state.firstUndecidedOffset()).toBe(1);
  });
});

describe('what a leader has accepted', () => {
  test('is taken with gaps in the sequence and with old epochs', () => {
    log.send(1, 5, 0);
    const bytes = encodeBatch({ records: [{}], producerId: 1, producerEpoch: 4, baseSequence: 99 });
    expect(log.append(bytes, 'replication')).toBe('ok');
  });
});

test('a log that Kafka wrote, replayed, gives the snapshot and the index that Kafka wrote', () => {
  const state = new ProducerState({ producerIdExpirationMs: DAY_MS * 10_000, codecs: nodeCodecs });
  const aborted: AbortedTransaction[] = [];
  const inDirectory = (path: string) => path.startsWith('transactions-0/');
  for (const path of goldenFiles('.log').filter(inDirectory)) {
    const bytes = goldenBytes(path);
    for (const batch of batchesOf(bytes)) aborted.push(...state.replay(bytes, [batch]));
  }
  const snapshots = goldenFiles('.snapshot').filter(inDirectory);
  const last = decodeProducerSnapshot(goldenBytes(snapshots.at(-1) as string));
  const byId = (a: { producerId: number }, b: { producerId: number }) =>
    a.producerId - b.producerId;
  expect([...state.producers.values()].sort(byId)).toEqual(last.sort(byId));
  const indexed = goldenFiles('.txnindex')
    .filter((path) => inDirectory(path) && goldenBytes(path).length > 0)
    .flatMap((path) => goldenExpected<object[]>(path));
  expect(aborted.map((entry) => ({ version: 0, ...entry }))).toEqual(indexed);
});
