/**
 * What may be chosen and done in "the log", and its scenarios.
 */
import { defaultLogConfig, type LogConfig } from '#storage/log-config.ts';
import { choice, type Values, whole } from '../core/field.ts';
import type { Act, PlannedAct, Scenario } from '../core/simulation.ts';

export const options = {
  batches: whole('Batches', 2, 60),
  records: whole('Records in a batch', 1, 12),
  value: whole('Bytes in a value', 10, 400),
  codec: choice('Compression', ['none', 'gzip', 'snappy', 'lz4', 'zstd']),
  keys: whole('Different keys', 1, 26),
  segment: whole('segment.bytes', 512, 16_384),
  interval: whole('index.interval.bytes', 128, 4096),
  policy: choice('Old records', ['stay', 'delete', 'compact']),
  minutes: whole('Minutes they are kept', 1, 60),
};
export type OptionFields = typeof options;
export type Options = Values<OptionFields>;

export const defaults: Options = {
  batches: 14,
  records: 3,
  value: 120,
  codec: 'none',
  keys: 5,
  segment: 2048,
  interval: 512,
  policy: 'stay',
  minutes: 8,
};

export const acts = {
  append: {},
  tombstone: { key: choice('Key', [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']) },
  find: { offset: whole('Offset', 0, 9999) },
  sync: {},
  kill: {},
  power: {},
};

export const APPEND_EVERY_MS = 60_000;
const MINUTE_MS = 60_000;

export function logConfigOf({ segment, interval, policy, minutes }: Options): LogConfig {
  return {
    ...defaultLogConfig,
    segmentBytes: segment,
    indexIntervalBytes: interval,
    retentionMs: policy === 'delete' ? minutes * MINUTE_MS : -1,
    cleanupPolicy: new Set([policy === 'compact' ? 'compact' : 'delete']),
    deleteRetentionMs: minutes * MINUTE_MS,
  };
}

export function doIt(name: keyof typeof acts, args: Act['args'] = {}): Act {
  return { name, args };
}

function after(afterStep: number, name: keyof typeof acts, args: Act['args'] = {}): PlannedAct {
  return { afterStep, act: doIt(name, args) };
}

export const scenarios: Readonly<Record<string, Scenario<OptionFields>>> = {
  'append-and-roll': { opens: 3 },
  compression: { options: { codec: 'gzip', records: 8, value: 100 }, opens: 16 },
  'find-an-offset': {
    options: { batches: 12, records: 2, value: 90, segment: 3072, interval: 700 },
    acts: [after(13, 'find', { offset: 17 })],
    opens: 13,
  },
  retention: { options: { policy: 'delete', batches: 16 }, opens: 18 },
  compaction: {
    options: { policy: 'compact', batches: 16, keys: 4, value: 60 },
    acts: [after(7, 'tombstone', { key: 'B' })],
    opens: 9,
  },
  'torn-tail': {
    seed: 3,
    options: { batches: 11, value: 180, segment: 4096 },
    acts: [after(11, 'power')],
    opens: 11,
  },
};
