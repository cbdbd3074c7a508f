/**
 * Bytes as a tree of fields, by what they are.
 */
import { includes } from '#protocol/version-range.ts';
import type { ByteNode } from './byte-node.ts';
import { declaredMessage } from './declared-messages.ts';
import {
  type Describe,
  describeRequest,
  describeRequestHeader,
  framesOf,
  messageWithHeader,
} from './describe-api.ts';
import { describeBatches, type Unpacking } from './describe-batches.ts';
import {
  describeOffsetIndex,
  describeProducerSnapshot,
  describeTimeIndex,
  describeTransactionIndex,
} from './describe-files.ts';
import { describeStruct } from './describe-message.ts';
import { describeRecords } from './describe-records.ts';
import type { Layout } from './layout.ts';
import { TreeWalk } from './tree-walk.ts';

/** What a layout is called, and the way through its bytes. */
type Way = readonly [kind: string, describe: Describe];

const UNNAMED: ReadonlyMap<string, Way> = new Map<string, Way>([
  ['record-batch', ['record batches', describeBatches]],
  ['records', ['records', (walk) => void describeRecords(walk)]],
  ['offset-index', ['offset index', describeOffsetIndex]],
  ['time-index', ['time index', describeTimeIndex]],
  ['transaction-index', ['transaction index', describeTransactionIndex]],
  ['producer-snapshot', ['producer snapshot', describeProducerSnapshot]],
  ['request-header', ['request header', (walk) => void describeRequestHeader(walk, 'header')]],
  ['request', ['request', describeRequest]],
  ['request-frames', ['requests', framesOf(describeRequest)]],
]);

/** All of the bytes, as a tree; undefined for a layout that nobody knows. */
export function describeLayout(
  layout: Layout,
  bytes: Uint8Array,
  unpacking: Unpacking = {},
): ByteNode | undefined {
  const way = UNNAMED.get(layout) ?? wayThrough(layout);
  if (way === undefined) return undefined;
  const [kind, describe] = way;
  const walk = new TreeWalk(bytes);
  return walk.root({ name: layout, kind }, () => describe(walk, unpacking));
}

/** `request:ApiVersionsRequest:3` and its kin. */
function wayThrough(layout: Layout): Way | undefined {
  const [part, name = '', number] = layout.split(':');
  const message = declaredMessage(name);
  const version = Number(number);
  if (message === undefined || !includes(message.versions, version)) return undefined;
  const kind = `${name} v${version}`;
  const body: Describe = (walk, unpacking) => {
    const flexible = message.isFlexible(version);
    describeStruct(walk, message.fields, { version, flexible, ...unpacking });
  };
  if (part === 'message') return [kind, body];
  if (part === 'numbered') return [kind, numbered(body)];
  const whole = messageWithHeader(message, version);
  if (part === 'request' || part === 'response') return [kind, whole];
  return part === 'response-frames' ? [kind, framesOf(whole)] : undefined;
}

/** Behind two bytes that say what follows. */
function numbered(body: Describe): Describe {
  return (walk, unpacking) => {
    walk.leaf({ name: 'number', kind: 'int16' }, (reader) => reader.int16());
    body(walk, unpacking);
  };
}
