/**
 * What a topic may be called.
 *
 * A topic's name becomes a directory's name and part of metric names. Metrics write '.' as '_', so
 * two names that differ only there would share their metrics; Kafka refuses the second of them.
 */
import { Refusal } from '#controller/decision.ts';
import type { TopicsImage } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

const LONGEST_TOPIC_NAME = 249;

/** The topic of this very metadata: nobody creates it. */
export const CLUSTER_METADATA_TOPIC = '__cluster_metadata';

/** Why a name is no topic name, in Kafka's words, or undefined. */
export function invalidTopicName(name: string): string | undefined {
  if (name === '') return 'the empty string is not allowed';
  if (name === '.') return "'.' is not allowed";
  if (name === '..') return "'..' is not allowed";
  if (name.length > LONGEST_TOPIC_NAME) {
    return `the length of '${name}' is longer than the max allowed length ${LONGEST_TOPIC_NAME}`;
  }
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return undefined;
  return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
}

/** Whether a new topic may have this name beside those there are. */
export function checkNewTopicName(name: string, topics: TopicsImage): Refusal | undefined {
  if (topics.byName.has(name)) {
    return new Refusal(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`);
  }
  const colliding = collidingTopic(name, topics);
  if (colliding !== undefined) {
    const message = `Topic '${name}' collides with existing topic: ${colliding}`;
    return new Refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, message);
  }
  const reason = invalidTopicName(name);
  if (reason === undefined) return undefined;
  return new Refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, `Topic name is invalid: ${reason}`);
}

function collidingTopic(name: string, topics: TopicsImage): string | undefined {
  if (!/[._]/.test(name)) return undefined;
  const unified = unify(name);
  for (const existing of topics.byName.keys()) {
    if (existing.length === name.length && unify(existing) === unified) return existing;
  }
  return undefined;
}

const unify = (name: string): string => name.replaceAll('.', '_');
