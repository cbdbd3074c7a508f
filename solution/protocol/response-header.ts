/**
 * What stands before every response: the number of the request that it answers.
 *
 *     int32 size | int32 correlation id | tags | body
 *     \_frame__/ \_ header ___________/ \_v1_/
 *
 * Neither API nor version is repeated: whoever asked remembers. Answers come in the order of the
 * requests on one connection, so the number is a check more than an address.
 */

import { type Encodes, SIZE_BYTES } from '#protocol/request-header.ts';
import { data, int32, type MessageOf } from '#protocol/schema.ts';
import { Writer } from '#protocol/writer.ts';

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
 * Encodes a whole response, its size before it, as pieces to send in order. Record batches are
 * among the pieces by reference, so don't change them until they are sent.
 *
 * @throws EncodeError, UnsupportedVersion as `response.codec(version)` does
 */
export function encodeResponse<Input>(
  response: Encodes<Input>,
  version: number,
  correlationId: number,
  body: Input,
): Uint8Array[] {
  const writer = new Writer();
  const size = writer.reserveInt32();
  const headerVersion = response.headerVersion(version);
  ResponseHeader.codec(headerVersion).write(writer, { correlationId });
  response.codec(version).write(writer, body);
  size.set(writer.size - SIZE_BYTES);
  return writer.chunks();
}
