/**
 * What a request that brought no answer means to whoever sent it.
 */
import { isPassing } from '#clients/cluster-client.ts';
import { KafkaError } from '#clients/kafka-error.ts';

export interface RequestFailure {
  readonly error: Error;
  /** The same request may do better a moment later. */
  readonly isPassing: boolean;
}

export function failureOf(thrown: unknown): RequestFailure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { error, isPassing: mayPass(error) };
}

/** Whether a request that failed like this may do better a moment later. */
export function mayPass(error: unknown): boolean {
  return isPassing(error) || (error instanceof KafkaError && error.isRetriable);
}
