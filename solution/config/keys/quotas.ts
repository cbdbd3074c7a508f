/**
 * Keys of quotas. A rate is measured over a number of windows, the last of them still open: more
 * and longer windows smooth it, fewer and shorter ones answer sooner.
 */
import { int, javaClass } from '#config/config-key.ts';

const inert = { inert: true } as const;

export const quotaKeys = {
  'quota.window.num': int(
    '11',
    { ...inert, min: 1 },
    "How many windows a client's rate is measured over.",
  ),
  'quota.window.size.seconds': int('1', { ...inert, min: 1 }, 'How long each of them is.'),
  'replication.quota.window.num': int(
    '11',
    { ...inert, min: 1 },
    'How many windows the rate of throttled replication is measured over.',
  ),
  'replication.quota.window.size.seconds': int(
    '1',
    { ...inert, min: 1 },
    'How long each of them is.',
  ),
  'alter.log.dirs.replication.quota.window.num': int(
    '11',
    { ...inert, min: 1 },
    'How many windows the rate of moves between log directories is measured over.',
  ),
  'alter.log.dirs.replication.quota.window.size.seconds': int(
    '1',
    { ...inert, min: 1 },
    'How long each of them is.',
  ),
  'controller.quota.window.num': int(
    '11',
    { ...inert, min: 1 },
    'How many windows the rate of topic creations and deletions is measured over.',
  ),
  'controller.quota.window.size.seconds': int(
    '1',
    { ...inert, min: 1 },
    'How long each of them is.',
  ),
  'client.quota.callback.class': javaClass(
    null,
    {},
    'The Java class that decides which quota a client has.',
  ),
} as const;
