/**
 * What some bytes are, so that the report can show their fields beside them. The bytes are decoded
 * after the run, in another process, by the reference: a learner's codec can't hide its mistakes.
 */
export type Layout =
  | 'record-batch'
  | 'offset-index'
  | 'time-index'
  | 'request-header'
  /** A body alone, with its version: `message:MetadataResponse:9`. */
  | `message:${string}:${number}`
  /** The same behind two bytes with a number, as in `__consumer_offsets`. */
  | `numbered:${string}:${number}`
  /** Header and body, without the frame's size: `request:ApiVersionsRequest:3`. */
  | `request:${string}:${number}`
  | `response:${string}:${number}`;
