/**
 * What of a failed behaviour outlives the process in which it failed: plain data, enough for a
 * report to explain it in words, bytes and places.
 */
import type { Layout } from '../bytes/layout.ts';

export interface Failure {
  /** The error's name; `thrown` where something was thrown that is no Error. */
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** What the grader looked at, as in `the bytes of 300`; absent where the code itself threw. */
  readonly what?: string;
  /** Two values as text, where two were compared. */
  readonly expected?: string;
  readonly actual?: string;
  /** Where two structures differ, when they are larger than a line: the first few places. */
  readonly differences?: readonly Difference[];
  /** How many of their fields are equal. */
  readonly equalFields?: number;
  readonly bytes?: ComparedBytes;
  /** What happened before, in words, oldest first. */
  readonly trace?: readonly string[];
  /** The symbol that was looked at, where the grader tells: `Reader.int32`. */
  readonly about?: string;
  /** Repeats the behaviour's chances. */
  readonly seed?: number;
  /** The line of the learner's code that threw, or through which it was thrown. */
  readonly place?: Place;
  /** Unwritten tasks that the behaviour met, even where the code swallowed their errors. */
  readonly unwritten?: readonly Unwritten[];
}

export interface Difference {
  /** As in `topics[0].name`; empty for the whole. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** Bytes as hexadecimal text: `80 01 ff`. */
export interface ComparedBytes {
  readonly expected: string;
  readonly actual: string;
  readonly layout?: Layout;
}

export interface Place {
  /** As in `protocol/varint.ts`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; known where the file could not be parsed. */
  readonly column?: number;
}

/** A body that is still to be written. */
export interface Unwritten {
  /** As in `0.1`. */
  readonly task: string;
  readonly symbol: string;
}
