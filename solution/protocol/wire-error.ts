/**
 * The three ways in which bytes and messages fail to become each other.
 *
 *     bytes --decode--> message     DecodeError         the sender's fault: hostile or broken bytes
 *     message --encode--> bytes     EncodeError         our own fault: a value that has no encoding
 *     either, in version 99         UnsupportedVersion  nobody declared that version
 *
 * Invariant: reading bytes throws a DecodeError or nothing. A connection can therefore catch this
 * one class, close the offender and go on serving everyone else.
 */

/** Bytes that are not a valid encoding of what was to be read there. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  /** What is wrong, without the place. */
  readonly reason: string;
  /** Index of the offending byte in the bytes that were being read. */
  readonly position: number;
  /** Where in the message, as `topics[3].partitions[0].records`; empty outside any field. */
  path = '';

  constructor(reason: string, position: number) {
    super(`${reason} at byte ${position}`);
    this.reason = reason;
    this.position = position;
  }

  /** Adds the outer field or index to the path while the error passes up through it. */
  within(segment: string): this {
    const joint = this.path === '' || this.path.startsWith('[') ? '' : '.';
    this.path = segment + joint + this.path;
    this.message = `${this.reason} at byte ${this.position} in ${this.path}`;
    return this;
  }
}

/** A value that can't be written in the version asked for. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
  readonly reason: string;
  path = '';

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }

  within(segment: string): this {
    const joint = this.path === '' || this.path.startsWith('[') ? '' : '.';
    this.path = segment + joint + this.path;
    this.message = `${this.path}: ${this.reason}`;
    return this;
  }
}

/** A version of a message that is not declared. */
export class UnsupportedVersion extends Error {
  override readonly name = 'UnsupportedVersion';

  constructor(message: string, version: number, min: number, max: number) {
    super(`${message} has no version ${version}: versions ${min} to ${max} are declared`);
  }
}

/** Adds the outer field or index to a wire error's path; any other error stays as it is. */
export function located(error: unknown, segment: string): unknown {
  const known = error instanceof DecodeError || error instanceof EncodeError;
  return known ? error.within(segment) : error;
}
