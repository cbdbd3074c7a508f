/**
 * What a broker refuses, in the words of Kafka's tool: it tells the exception, and how it tells it
 * depends on how many others that one came wrapped in on its way to the terminal.
 *
 *     bare    The partitions "orders-9" do not exist
 *     once    org.apache.kafka.common.errors.GroupIdNotFoundException: Group g not found.
 *     twice   java.util.concurrent.ExecutionException: org.apache.kafka.common.errors.…
 */
import { exceptionText } from '#cli/exception-text.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import {
  KafkaError,
  NotAConsumerGroup,
  RequestTimeout,
  UnsupportedApi,
} from '#clients/kafka-error.ts';

export type Wrapping = 'bare' | 'once' | 'twice';

/** Waits for an answer of the cluster's; a refusal becomes a ToolFailure. */
export async function asking<T>(wrapping: Wrapping, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new ToolFailure(wrapped(wrapping, error), { cause: error });
  }
}

/** Whether a call failed for a reason that a person can act on. */
export function isRefusal(error: unknown): error is Error {
  return [KafkaError, NotAConsumerGroup, RequestTimeout, UnsupportedApi].some(
    (kind) => error instanceof kind,
  );
}

function wrapped(wrapping: Wrapping, error: Error): string {
  if (wrapping === 'bare') return error.message;
  const text = exceptionText(error);
  return wrapping === 'once' ? text : `java.util.concurrent.ExecutionException: ${text}`;
}
