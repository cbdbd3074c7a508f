/**
 * How bytes that somebody pasted are put to a broker: requests as they are, batches in Produce requests.
 */
import { leavesOf } from '../../../course/bytes/byte-node.ts';
import { describeLayout } from '../../../course/bytes/describe-layout.ts';
import type { Layout } from '../../../course/bytes/layout.ts';
import type { Question } from './ask-broker.ts';
import { joined } from './joined.ts';
import { isTopic, MOST_TIMES, usualForm } from './produce-form.ts';
import { produceFrame } from './produce-request.ts';

/** The question, or a sentence why there is none. */
export function questionOf(bytes: Uint8Array, layout: Layout): Question | string {
  const { topic } = usualForm;
  if (layout === 'record-batch') {
    return { topic, send: (topicId) => joined(produceEach(bytes, topicId)) };
  }
  if (layout === 'request-frames') return { topic: topicIn(bytes, layout), send: () => bytes };
  if (layout === 'request' || layout.startsWith('request:')) {
    return { topic: topicIn(bytes, layout), send: () => joined([sizeOf(bytes), bytes]) };
  }
  return 'No client sends this to a broker: requests and record batches can be sent.';
}

/** A broker takes one batch for each partition, so each has its own request. */
function produceEach(bytes: Uint8Array, topicId: string): Uint8Array[] {
  const batches = describeLayout('record-batch', bytes)?.parts ?? [];
  return batches.slice(0, MOST_TIMES).flatMap(({ at, end }, index) => {
    const form = { topic: usualForm.topic, version: usualForm.version, acks: usualForm.acks };
    return produceFrame(form, topicId, bytes.slice(at, end), index + 1);
  });
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
