/**
 * Requests and responses as they go over a connection: a size, a header, a body.
 *
 *     frame[0]   size | header | body        frame[1]   size | header | body        …
 */
import { apiName, requestHeaderVersion, responseHeaderVersion } from '#protocol/api-keys.ts';
import { RequestHeader } from '#protocol/request-header.ts';
import { ResponseHeader } from '#protocol/response-header.ts';
import { includes } from '#protocol/version-range.ts';
import { type Declared, declaredRequests } from './declared-messages.ts';
import type { Unpacking } from './describe-batches.ts';
import { describeStruct } from './describe-message.ts';
import type { TreeWalk } from './tree-walk.ts';

export type Describe = (walk: TreeWalk, unpacking: Unpacking) => void;

const FRAME_SIZE_BYTES = 4;

/** Frames to the end of the bytes, each with what `describe` finds in it. */
export function framesOf(describe: Describe): Describe {
  return (walk, unpacking) => {
    for (let index = 0; walk.remaining > 0; index++) {
      walk.group({ name: `frame[${index}]`, kind: 'frame' }, () => {
        if (walk.remaining < FRAME_SIZE_BYTES) walk.fail('a frame begins with a size of 4 bytes');
        describeFrame(walk, describe, unpacking);
      });
    }
  };
}

function describeFrame(walk: TreeWalk, describe: Describe, unpacking: Unpacking): void {
  const about = 'How many bytes of this frame follow.';
  const size = walk.note({ name: 'size', kind: 'int32', about }, (reader) => reader.int32());
  const claimed = size.value as number;
  if (claimed < 0) walk.fail(`a frame can't have ${claimed} bytes`);
  if (claimed > walk.remaining) {
    size.trouble = `The frame claims ${claimed} bytes, ${walk.remaining} are left: a broker would wait for more.`;
  }
  const end = Math.min(walk.end, walk.position + claimed);
  walk.within(end, () => describe(walk, unpacking), 'The body ends before its frame does.');
}

/** A request, which says itself which API it asks, in which version. */
export function describeRequest(walk: TreeWalk, unpacking: Unpacking): void {
  const { apiKey, version } = describeRequestHeader(walk, 'header');
  const message = declaredRequests.find((one) => one.apiKey === apiKey);
  const unknown = unknownRequest(apiKey, version);
  if (message === undefined || unknown !== undefined) walk.fail(unknown ?? 'no such request');
  else describeBody(walk, message, version, unpacking);
}

/** Why nobody knows the body of such a request; undefined where it is known. */
function unknownRequest(apiKey: number, version: number): string | undefined {
  const message = declaredRequests.find((one) => one.apiKey === apiKey);
  if (apiName(apiKey) === undefined) return `Kafka has no API with the key ${apiKey}`;
  if (message === undefined) return `${apiName(apiKey)} requests are not declared here`;
  const { min, max } = message.versions;
  if (includes(message.versions, version)) return undefined;
  return `${message.name} has versions ${min} to ${max} here, and no version ${version}`;
}

/** Header and body of a message that is known beforehand. */
export function messageWithHeader(message: Declared, version: number): Describe {
  return (walk, unpacking) => {
    if (message.name.endsWith('Request')) describeRequestHeader(walk, 'header');
    else describeResponseHeader(walk, message.apiKey ?? -1, version);
    describeBody(walk, message, version, unpacking);
  };
}

function describeBody(
  walk: TreeWalk,
  message: Declared,
  version: number,
  unpacking: Unpacking,
): void {
  const kind = `${message.name} v${version}`;
  walk.group({ name: 'body', kind }, () => {
    const flexible = message.isFlexible(version);
    describeStruct(walk, message.fields, { version, flexible, ...unpacking });
  });
}

/** Its own first two fields say of which version it is. */
export function describeRequestHeader(
  walk: TreeWalk,
  name: string,
): { readonly apiKey: number; readonly version: number } {
  const [apiKey, version] = walk.peek(walk.position, (reader) => [reader.int16(), reader.int16()]);
  const headerVersion = requestHeaderVersion(apiKey as number, version as number);
  walk.group({ name, kind: `request header v${headerVersion ?? '?'}` }, (node) => {
    const unknown = unknownRequest(apiKey as number, version as number);
    node.meaning = `${apiName(apiKey as number) ?? 'an unknown API'} v${version}`;
    node.trouble = unknown === undefined ? undefined : `${unknown}.`;
    const known = headerVersion ?? 1;
    const flexible = RequestHeader.isFlexible(known);
    describeStruct(walk, RequestHeader.fields, { version: known, flexible });
  });
  return { apiKey: apiKey as number, version: version as number };
}

function describeResponseHeader(walk: TreeWalk, apiKey: number, version: number): void {
  const headerVersion = responseHeaderVersion(apiKey, version) ?? 1;
  walk.group({ name: 'header', kind: `response header v${headerVersion}` }, () => {
    const flexible = ResponseHeader.isFlexible(headerVersion);
    describeStruct(walk, ResponseHeader.fields, { version: headerVersion, flexible });
  });
}
