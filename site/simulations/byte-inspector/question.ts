/**
 * How bytes that somebody pasted are put to a broker: requests as they are, batches in Produce requests.
 */
import { leavesOf } from '../../../course/bytes/byte-node.ts';
import { describeLayout } from '../../../course/bytes/describe-layout.ts';
import { joined } from '../../../course/bytes/joined.ts';
import type { Layout } from '../../../course/bytes/layout.ts';
import type { Question } from './ask-broker.ts';
import { isTopic, MOST_TIMES, usualForm } from './produce-form.ts';

/** The question, or a sentence why there is none. */
export function questionOf(bytes: Uint8Array, layout: Layout): Question | string {
  if (layout === 'record-batch') return { kind: 'batches', batches: batchesIn(bytes) };
  if (layout === 'request-frames') return { kind: 'frames', topic: topicIn(bytes, layout), bytes };
  if (layout === 'request' || layout.startsWith('request:')) {
    const topic = topicIn(bytes, layout);
    return { kind: 'frames', topic, bytes: joined([sizeOf(bytes), bytes]) };
  }
  return 'No client sends this to a broker: requests and record batches can be sent.';
}

function batchesIn(bytes: Uint8Array): Uint8Array[] {
  const batches = describeLayout('record-batch', bytes)?.parts ?? [];
  return batches.slice(0, MOST_TIMES).map(({ at, end }) => bytes.slice(at, end));
}

/** The first topic that a request names is there when the broker is asked. */
function topicIn(bytes: Uint8Array, layout: Layout): string {
  const root = describeLayout(layout, bytes);
  if (root === undefined) return usualForm.topic;
  for (const { path, node } of leavesOf(root)) {
    const isName = /\[0\]\.(name|topic)\.text$/.test(path);
    if (isName && isTopic(node.value)) return node.value;
  }
  return usualForm.topic;
}

function sizeOf(bytes: Uint8Array): Uint8Array {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setInt32(0, bytes.length);
  return size;
}
