/**
 * What some bytes are, so that their fields can be shown: in a learner's report, and in the byte
 * inspector. The bytes are decoded by the reference: a learner's codec can't hide its mistakes.
 */
export type Layout =
  /** Any number of batches, one after the other: a segment, the `records` of a request. */
  | 'record-batch'
  /** Records without the header of their batch: what a compressed batch holds inside. */
  | 'records'
  | 'offset-index'
  | 'time-index'
  | 'transaction-index'
  | 'producer-snapshot'
  | 'request-header'
  /** Header and body of a request, which says itself what it is. */
  | 'request'
  /** Requests, each behind its size: what goes over a connection. */
  | 'request-frames'
  /** A body alone, with its version: `message:MetadataResponse:9`. */
  | `message:${string}:${number}`
  /** The same behind two bytes with a number, as in `__consumer_offsets`. */
  | `numbered:${string}:${number}`
  /** Header and body, without the frame's size: `request:ApiVersionsRequest:3`. */
  | `request:${string}:${number}`
  | `response:${string}:${number}`
  /** Responses of one API, each behind its size. */
  | `response-frames:${string}:${number}`;
