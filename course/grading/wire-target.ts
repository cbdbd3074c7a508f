/**
 * What a wire behaviour talks to: a broker, somewhere. Behind the same interface stand
 *
 *     SimTarget       the whole broker of the graded view, in a simulated world (sim-target.ts)
 *     AddressTarget   whoever listens on an address: Gregor, or real Kafka (address-target.ts)
 *
 * so a behaviour that is written against it grades a learner and can itself be tried on Kafka.
 *
 * Invariant: nothing here waits without a limit. On the simulated broker the limit is of virtual
 * time and costs nothing.
 */
import type { Address } from 'reference:env/network.ts';
import type { WireClient } from './wire-client.ts';

/** How long an answer may take, in the target's own time. */
export const ANSWER_LIMIT_MS = 10_000;

export interface WireTarget {
  /** Where clients connect. What the broker advertises may be another name of the same place. */
  readonly address: Address;

  /** What was sent and what came, in words, for the report: what `tell` was told. */
  readonly story: readonly string[];

  /** Adds a line to the story, on a simulated broker with its time. */
  tell(text: string): void;

  /** Opens a connection. */
  connect(): Promise<WireClient>;

  /**
   * Makes a topic that nobody else uses and that is gone when the behaviour ends. Resolves when
   * its partitions can be written to.
   */
  createTopic(options?: TopicOptions): Promise<WireTopic>;

  /** A name that no topic has. It ends in `hint`, so that a report can be read. */
  unusedName(hint?: string): string;

  /** Lets time pass: virtual time on the simulated broker, real time on an address. */
  pause(delayMs: number): Promise<void>;

  /** `work`, as long as it takes no longer than the limit; `what` completes "waited for …". */
  wait<T>(work: Promise<T>, what: string, limitMs?: number): Promise<T>;
}

export interface TopicOptions {
  /** 1 when left out. */
  readonly partitions?: number;
  /** As `retention.ms`; the broker's defaults for the rest. */
  readonly configs?: Readonly<Record<string, string>>;
}

export interface WireTopic {
  readonly name: string;
  /** As 22 characters. */
  readonly id: string;
}

/** The broker did not do what every broker has to: answer, and stay there. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
}
