/**
 * What can go wrong between a client and a cluster, as exceptions.
 *
 *     the broker said no        KafkaError       code, Kafka's name of it, the broker's sentence
 *     nobody answered in time   RequestTimeout   what was called, and the last failure on the way
 *     the broker is too old     UnsupportedApi   which API, and which versions each side has
 *     it is another's group     NotAConsumerGroup   what its members are instead
 *
 * A broken or refused connection is a `NetworkError` of the network; here it is retried until the
 * caller's time is over, and then becomes the reason of a `RequestTimeout`.
 *
 * Invariant: each message is one sentence that a person at a terminal can act on.
 */
import { errorMessage, errorName, isRetriable } from '#protocol/errors.ts';

/** A broker's refusal. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  /** The number on the wire. */
  readonly code: number;
  /** Kafka's name of it, such as `TOPIC_ALREADY_EXISTS`. */
  readonly codeName: string;
  /** Whether the same request may succeed later. */
  readonly isRetriable: boolean;

  /** `message` is the broker's own; where it gave none, Kafka's text for the code stands in. */
  constructor(code: number, message?: string | null) {
    super(message ?? errorMessage(code));
    this.code = code;
    this.codeName = errorName(code);
    this.isRetriable = isRetriable(code);
  }
}

/** Throws what `code` means; 0 means that all went well. */
export function throwIfError(code: number, message?: string | null): void {
  if (code !== 0) throw new KafkaError(code, message);
}

/** The time that a call may take is over. `cause` is what went wrong last. */
export class RequestTimeout extends Error {
  override readonly name = 'RequestTimeout';
}

/** There is no version of an API that both sides know. */
export class UnsupportedApi extends Error {
  override readonly name = 'UnsupportedApi';
}

/** A group whose members are no consumers, such as the workers of Kafka Connect. */
export class NotAConsumerGroup extends Error {
  override readonly name = 'NotAConsumerGroup';

  constructor(groupId: string, protocolType: string) {
    super(`GroupId ${groupId} is not a consumer group (${protocolType}).`);
  }
}
