/**
 * The request that has no answer but the end of its connection: it can't be read, or it asked for
 * no answer and failed.
 */

/** A request that can only be answered by closing its connection; `message` says why. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
}
