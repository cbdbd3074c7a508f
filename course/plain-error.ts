/**
 * An error that is a sentence for whoever typed the command: it is printed as it is, without a
 * stack, because there is nothing to debug. It says what was wrong and what to do.
 */
export class PlainError extends Error {
  override readonly name: string = 'PlainError';
}
