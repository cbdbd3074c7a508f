/**
 * What stands before every request: which API, which version, which answer, who asks.
 *
 *     int32 size | int16 api key | int16 version | int32 correlation id | string client id | tags
 *     \_frame__/ \___________________ header ___________________________________________/ \_v2_/
 *
 * The version of the header follows from the API and the version that its first four bytes name:
 * 2 where the body is flexible, else 1. Version 0 went with ControlledShutdown 0 in Kafka 4.0.
 *
 * So a header can't be read by a codec that was chosen beforehand, and is read by hand; so is it
 * written, for every request has one. The declaration says the same, for whoever asks what a header
 * is: the check against Kafka's specs, and what shows bytes to people.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { ApiMessage } from '#protocol/message.ts';
import type { Reader } from '#protocol/reader.ts';
import { data, int16, int32, type MessageOf, string } from '#protocol/schema.ts';
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
 * Reads a request's header at the reader's position and leaves the reader at the body.
 *
 *     version 1   int16 API key, int16 version, int32 correlation id, nullable string client id
 *     version 2   the same, then a tagged section, in which no tag is known: all are skipped
 *
 * Which of the two it is, `requestHeaderVersion` says of the first two fields. A version of a known
 * API that nobody serves is no error here: its header can be read, and so it can be refused politely.
 *
 * @throws DecodeError also for an API key that Kafka does not have: without it the header can't be
 *   read further, and Kafka too closes the connection. The error's position is the header's start.
 */
export function readRequestHeader(reader: Reader): RequestHeader {
  throw new NotImplemented('0.5', 'readRequestHeader');
}

/**
 * Encodes a whole request: its size, its header, its body, as pieces to send in order.
 *
 * The size, an int32, counts all that follows it and not itself. The header's version is what
 * `request.headerVersion(version)` says, and the tagged section of a header of version 2 is empty.
 * The body is what `request.codec(version)` writes. The pieces may be one or many.
 *
 * @throws EncodeError, UnsupportedVersion as `request.codec(version)` does
 */
export function encodeRequest<Input>(
  request: Encodes<Input>,
  version: number,
  header: { readonly correlationId: number; readonly clientId: string | null },
  body: Input,
): Uint8Array[] {
  throw new NotImplemented('0.5', 'encodeRequest');
}

/** Bytes of the size before each request and response; it does not count itself. */
export const SIZE_BYTES = 4;

/** A declared request or response, as far as framing it goes. */
export type Encodes<Input> = Pick<ApiMessage, 'apiKey' | 'headerVersion'> & {
  codec(version: number): { write(writer: Writer, value: Input): void };
};
