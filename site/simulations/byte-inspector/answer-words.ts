/**
 * What a broker answered, in sentences: one for each request that was sent.
 */
import { apiName } from '#protocol/api-keys.ts';
import { errorMessage, errorName } from '#protocol/errors.ts';
import { FrameReader } from '#protocol/frame-reader.ts';
import { includes } from '#protocol/version-range.ts';
import { type ByteNode, leavesOf } from '../../../course/bytes/byte-node.ts';
import { declaredResponses } from '../../../course/bytes/declared-messages.ts';
import { describeLayout } from '../../../course/bytes/describe-layout.ts';
import type { Layout } from '../../../course/bytes/layout.ts';
import type { BrokerAnswer } from './ask-broker.ts';

const MOST_SENTENCES = 5;

export interface AnswerSentence {
  readonly words: string;
  readonly isError: boolean;
}

/** A request as far as its header can be read. */
interface Asked {
  readonly apiKey: number;
  readonly version: number;
  readonly correlationId: number;
}

export function answerInWords(answer: BrokerAnswer): AnswerSentence[] {
  const { sent, received, closed } = answer;
  const asked = framesIn(sent).map(askedBy);
  const responses = framesIn(received);
  const found = asked.flatMap((one, index) => {
    const response = responses.find((bytes) => one !== undefined && answers(bytes, one));
    if (one === undefined || response === undefined) return [unanswered(one, index, closed)];
    return sentencesOf(one, response);
  });
  if (asked.length === 0) found.push(unfinished(closed));
  if (found.length <= MOST_SENTENCES) return found;
  const errorsFirst = [...found.filter(isError), ...found.filter((one) => !isError(one))];
  const left = errorsFirst.slice(MOST_SENTENCES);
  const more = { words: `… and ${left.length} more.`, isError: left.some(isError) };
  return [...errorsFirst.slice(0, MOST_SENTENCES), more];
}

function isError(one: AnswerSentence): boolean {
  return one.isError;
}

/** How the answers are laid out: as those to the first request. */
export function answerLayout({ sent }: BrokerAnswer): Layout {
  const asked = askedBy(framesIn(sent)[0] ?? new Uint8Array());
  return (asked && responseLayout(asked, 'response-frames')) ?? 'response-frames:ProduceResponse:9';
}

function unfinished(closed: boolean): AnswerSentence {
  return closed
    ? { words: 'The broker closed the connection: what it was sent is no frame.', isError: true }
    : { words: 'No answer: the broker waits for the rest of the frame.', isError: true };
}

function unanswered(asked: Asked | undefined, index: number, closed: boolean): AnswerSentence {
  const name = asked === undefined ? `Request ${index + 1}` : nameOf(asked);
  if (closed) {
    const why = 'it closed the connection. It does so where it can’t read a request';
    return {
      words: `${name}: no answer; ${why}, or where acks=0 leaves no other way.`,
      isError: true,
    };
  }
  return { words: `${name}: no answer, since nobody asked for one (acks=0).`, isError: false };
}

function sentencesOf(asked: Asked, response: Uint8Array): AnswerSentence[] {
  const layout = responseLayout(asked, 'response');
  const root = layout === undefined ? undefined : describeLayout(layout, response);
  const name = nameOf(asked);
  if (root === undefined) return [{ words: `${name}: ${response.length} bytes.`, isError: false }];
  const leaves = [...leavesOf(root)];
  const codes = leaves.filter(({ node }) => /errorCode$/i.test(node.name));
  const errors = codes.filter(({ node }) => node.value !== 0);
  if (errors.length === 0)
    return [{ words: `${name}: no error${offsets(leaves)}.`, isError: false }];
  const details = leaves.filter(({ node }) => /errorMessage$/i.test(node.name));
  return errors.map(({ node }) => errorSentence(name, node, root, details.length > 0));
}

function errorSentence(name: string, node: ByteNode, root: ByteNode, hasText: boolean) {
  const code = Number(node.value);
  const own = hasText ? messageBeside(root) : undefined;
  const words = `${name}: error ${code}, ${errorName(code)}. ${own ?? errorMessage(code)}`;
  return { words, isError: true };
}

/** The text that the broker itself gave, where the version has one. */
function messageBeside(node: ByteNode): string | undefined {
  if (/errorMessage$/i.test(node.name) && typeof node.value === 'string') return node.value;
  for (const part of node.parts) {
    const found = messageBeside(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function offsets(leaves: readonly { readonly node: ByteNode }[]): string {
  const base = leaves.find(({ node }) => node.name === 'baseOffset')?.node.value;
  return base === undefined ? '' : `; the first record got offset ${base}`;
}

function nameOf({ apiKey, version, correlationId }: Asked): string {
  return `${apiName(apiKey) ?? `API ${apiKey}`} v${version}, number ${correlationId}`;
}

/** An unknown version of ApiVersions is answered in version 0. */
function responseLayout(asked: Asked, part: 'response' | 'response-frames'): Layout | undefined {
  const message = declaredResponses.find(({ apiKey }) => apiKey === asked.apiKey);
  if (message === undefined) return undefined;
  const known = includes(message.versions, asked.version);
  return `${part}:${message.name}:${known ? asked.version : 0}`;
}

function framesIn(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  try {
    new FrameReader(0x7fffffff).push(bytes, frames);
  } catch {
    // What follows is no frame: the broker has found that, too.
  }
  return frames;
}

function askedBy(frame: Uint8Array): Asked | undefined {
  if (frame.length < 8) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset);
  return { apiKey: view.getInt16(0), version: view.getInt16(2), correlationId: view.getInt32(4) };
}

function answers(response: Uint8Array, { correlationId }: Asked): boolean {
  if (response.length < 4) return false;
  return new DataView(response.buffer, response.byteOffset).getInt32(0) === correlationId;
}
