/**
 * What stands before every request: which API, which version, which answer, who asks.
 *
 *     int32 size | int16 api key | int16 version | int32 correlation id | string client id | tags
 *     \_frame__/ \___________________ header ___________________________________________/ \_v2_/
 *
 * The version of the header follows from the API and the version that its first four bytes name:
 * 2 where the body is flexible, else 1. Version 0 went with ControlledShutdown 0 in Kafka 4.0.
 */
import { requestHeaderVersion } from '#protocol/api-keys.ts';
import type { ApiMessage } from '#protocol/message.ts';
import { Reader } from '#protocol/reader.ts';
import { data, int16, int32, type MessageOf, string } from '#protocol/schema.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { Writer } from '#protocol/writer.ts';

export const RequestHeader = data({
  name: 'RequestHeader',
  versions: '1-2',
  flexible: '2+',
  fields: {
    requestApiKey: int16('0+', 'The API that is asked.'),
    requestApiVersion: int16('0+', 'The version in which it is asked, and will answer.'),
    correlationId: int32('0+', 'A number that the answer will carry.'),
    // Never compact: a broker must be able to read the header of an ApiVersions request that is
    // newer than all that it knows.
    clientId: string('1+', { nullable: '1+', flexible: 'none' }, 'What the client calls itself.'),
  },
});
export type RequestHeader = MessageOf<typeof RequestHeader>;

/**
 * Reads the header and leaves the reader at the body.
 *
 * @throws DecodeError also for an API key that Kafka does not have: without it the header can't be
 *   read further, and Kafka too closes the connection.
 */
export function readRequestHeader(reader: Reader): RequestHeader {
  const start = reader.position;
  const ahead = new Reader(reader.bytes, start);
  const apiKey = ahead.int16();
  const headerVersion = requestHeaderVersion(apiKey, ahead.int16());
  if (headerVersion === undefined) throw new DecodeError(`unknown API key ${apiKey}`, start);
  return RequestHeader.codec(headerVersion).read(reader);
}

/**
 * Encodes a whole request, its size before it, as pieces to send in order.
 *
 * @throws EncodeError, UnsupportedVersion as `request.codec(version)` does
 */
export function encodeRequest<Input>(
  request: Encodes<Input>,
  version: number,
  header: { readonly correlationId: number; readonly clientId: string | null },
  body: Input,
): Uint8Array[] {
  const writer = new Writer();
  const size = writer.reserveInt32();
  RequestHeader.codec(request.headerVersion(version)).write(writer, {
    requestApiKey: request.apiKey,
    requestApiVersion: version,
    ...header,
  });
  request.codec(version).write(writer, body);
  size.set(writer.size - SIZE_BYTES);
  return writer.chunks();
}

/** Bytes of the size before each request and response; it does not count itself. */
export const SIZE_BYTES = 4;

/** A declared request or response, as far as framing it goes. */
export type Encodes<Input> = Pick<ApiMessage, 'apiKey' | 'headerVersion'> & {
  codec(version: number): { write(writer: Writer, value: Input): void };
};
