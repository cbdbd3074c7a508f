/**
 * What there is to say of each of the bytes that producing leads to.
 */
import { INDEX_INTERVAL_BYTES } from './produce-form.ts';
import type { View } from './state.ts';

export const VIEW_NAMES: Readonly<Record<View, string>> = {
  request: 'Request',
  answer: 'Answer',
  log: '.log',
  index: '.index',
  timeindex: '.timeindex',
  bytes: 'Bytes',
};

const INTERVAL =
  `Here index.interval.bytes is ${INDEX_INTERVAL_BYTES}, for the sake of small logs; ` +
  'Kafka’s default is 4096.';

/** What the bytes are, in a sentence. */
export const VIEW_NOTES: Readonly<Record<View, string>> = {
  request: 'What the producer sends. Write over a byte, and the broker is sent that.',
  answer: 'What the broker sends back.',
  log: 'The segment, as it lies on the broker’s disk after it has been stopped.',
  index: `The segment’s offset index. ${INTERVAL}`,
  timeindex: `The segment’s time index. ${INTERVAL}`,
  bytes: '',
};

/** Why there may be none. */
export const EMPTY_NOTES: Readonly<Record<View, string>> = {
  request: 'There is no request.',
  answer: 'The broker has not answered.',
  log: 'The broker has kept nothing.',
  index: `There is no entry: not more than ${INDEX_INTERVAL_BYTES} bytes lie before the last batch.`,
  timeindex: 'There is no entry: the broker has kept nothing.',
  bytes: 'There are no bytes.',
};
