/**
 * What stands before every response: the number of the request that it answers.
 *
 *     int32 size | int32 correlation id | tags | body
 *     \_frame__/ \_ header ___________/ \_v1_/
 *
 * Neither API nor version is repeated: whoever asked remembers. Answers come in the order of the
 * requests on one connection, so the number is a check more than an address.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { Reader } from '#protocol/reader.ts';
import type { Encodes } from '#protocol/request-header.ts';
import { data, int32, type MessageOf } from '#protocol/schema.ts';

export const ResponseHeader = data({
  name: 'ResponseHeader',
  versions: '0-1',
  flexible: '1+',
  fields: {
    correlationId: int32('0+', 'The number of the request.'),
  },
});
export type ResponseHeader = MessageOf<typeof ResponseHeader>;

/**
 * Reads a response's header and leaves the reader at the body.
 *
 *     version 0   int32 correlation id
 *     version 1   the same, then a tagged section, in which no tag is known: all are skipped
 *
 * @param headerVersion 0 or 1: whoever sent the request knows, by `responseHeaderVersion`.
 * @throws DecodeError
 */
export function readResponseHeader(reader: Reader, headerVersion: number): ResponseHeader {
  throw new NotImplemented('0.5', 'readResponseHeader');
}

/**
 * Encodes a whole response: its size, its header, its body, as pieces to send in order.
 *
 * The size, an int32, counts all that follows it and not itself. The header's version is what
 * `response.headerVersion(version)` says, and the tagged section of a header of version 1 is empty.
 * The body is what `response.codec(version)` writes. The pieces may be one or many; record batches
 * may be among them by reference, so don't change those until they are sent.
 *
 * @throws EncodeError, UnsupportedVersion as `response.codec(version)` does
 */
export function encodeResponse<Input>(
  response: Encodes<Input>,
  version: number,
  correlationId: number,
  body: Input,
): Uint8Array[] {
  throw new NotImplemented('0.5', 'encodeResponse');
}
