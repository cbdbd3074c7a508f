/**
 * The fields of some bytes, by what these are. Decoded by the reference, in the process that prints
 * the report: a learner's codec has no part in it.
 */
import { requestHeaderVersion, responseHeaderVersion } from '#protocol/api-keys.ts';
import type { Message } from '#protocol/message.ts';
import { allRequests, allResponses } from '#protocol/messages/all.ts';
import { allConsumerProtocol, allGroupRecords } from '#protocol/records/all.ts';
import { RequestHeader } from '#protocol/request-header.ts';
import { ResponseHeader } from '#protocol/response-header.ts';
import type { Layout } from '../layout.ts';
import { decodeBatches } from './decode-batch.ts';
import { decodeOffsetIndex, decodeTimeIndex } from './decode-index.ts';
import { MessageWalk } from './decode-message.ts';
import type { DecodedField } from './decoded-field.ts';

export type { DecodedField } from './decoded-field.ts';

const DECLARED: readonly AnyMessage[] = [
  ...allRequests,
  ...allResponses,
  ...allGroupRecords,
  ...allConsumerProtocol,
];

/** As many fields as the bytes have, from their beginning; undefined for an unknown layout. */
export function decodeLayout(layout: Layout, bytes: Uint8Array): DecodedField[] | undefined {
  if (layout === 'record-batch') return decodeBatches(bytes);
  if (layout === 'offset-index') return decodeOffsetIndex(bytes);
  if (layout === 'time-index') return decodeTimeIndex(bytes);
  const walk = new MessageWalk(bytes);
  if (layout === 'request-header') return walkRequestHeader(walk, bytes);
  const [part, name, version] = layout.split(':');
  const message = DECLARED.find((one) => one.name === name);
  if (message === undefined) return undefined;
  return walkMessage(walk, message, Number(version), part ?? '');
}

type AnyMessage = Pick<Message, 'name' | 'fields' | 'isFlexible'> & { readonly apiKey?: number };

function walkMessage(
  walk: MessageWalk,
  message: AnyMessage,
  version: number,
  part: string,
): DecodedField[] {
  try {
    if (part === 'request' || part === 'response') walkHeader(walk, message, version);
    if (part === 'numbered') walk.number('number');
    walk.struct(message.fields, version, message.isFlexible(version));
  } catch {
    // As far as it goes; the rest is shown as bytes.
  }
  return walk.fields;
}

function walkHeader(walk: MessageWalk, { name, apiKey = -1 }: AnyMessage, version: number): void {
  const isRequest = name.endsWith('Request');
  const header: AnyMessage = isRequest ? RequestHeader : ResponseHeader;
  const headerVersion = isRequest
    ? requestHeaderVersion(apiKey, version)
    : responseHeaderVersion(apiKey, version);
  const of = headerVersion ?? 1;
  walk.struct(header.fields, of, header.isFlexible(of), 'header');
}

/** Its own first two fields say of which version it is. */
function walkRequestHeader(walk: MessageWalk, bytes: Uint8Array): DecodedField[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const version = requestHeaderVersion(view.getInt16(0), view.getInt16(2)) ?? 1;
    walk.struct(RequestHeader.fields, version, RequestHeader.isFlexible(version));
  } catch {
    // As far as it goes.
  }
  return walk.fields;
}
