/**
 * Keys of metrics, the broker's own and those that clients push (KIP-714).
 */
import { int, list, long, string } from '#config/config-key.ts';

const inert = { inert: true } as const;
const cluster = { inert: true, update: 'cluster-wide' } as const;

export const metricsKeys = {
  'metrics.num.samples': int(
    '2',
    { ...inert, min: 1 },
    'How many samples a rate is computed from.',
  ),
  'metrics.sample.window.ms': long('30000', { ...inert, min: 1 }, 'How long each sample lasts.'),
  'metrics.recording.level': string('INFO', inert, 'How much is measured: INFO, DEBUG or TRACE.'),
  'metric.reporters': list(
    'org.apache.kafka.common.metrics.JmxReporter',
    cluster,
    'The Java classes that publish metrics.',
  ),
  'kafka.metrics.reporters': list(
    '',
    inert,
    'The Java classes that publish the older, Yammer kind of metrics.',
  ),
  'kafka.metrics.polling.interval.secs': int(
    '10',
    { ...inert, min: 1 },
    'How often those classes read the metrics.',
  ),
  'telemetry.max.bytes': int(
    '1048576',
    { ...inert, min: 1 },
    'The largest push of metrics that is taken from a client.',
  ),
} as const;
