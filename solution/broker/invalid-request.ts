/** A request that can only be answered by closing its connection; `message` says why. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
}
