/**
 * Which topics a consumer subscribes to, in each of the ways in which it may say so.
 *
 *     ['orders']                        these
 *     /^orders-.*$/                     those whose whole names match: this client looks at all topics
 *     new SubscriptionPattern('o.*')    the same, but the broker looks (RE2, KIP-848)
 */
import { IllegalArgument } from '#clients/consumer/consumer-error.ts';
import type { SubscriptionState } from '#clients/consumer/subscription-state.ts';
import type { TopicMetadata } from '#clients/consumer/topic-metadata.ts';
import { isInternalTopic } from '#protocol/internal-topics.ts';

/** A regular expression for the broker to evaluate: as topics that match are made, they are read. */
export class SubscriptionPattern {
  readonly pattern: string;

  constructor(pattern: string) {
    this.pattern = pattern;
  }
}

export type TopicChoice = readonly string[] | RegExp | SubscriptionPattern;

/** @throws IllegalArgument, IllegalState */
export function chooseTopics(
  choice: TopicChoice,
  subscription: SubscriptionState,
  metadata: TopicMetadata,
  options: { readonly excludeInternalTopics: boolean },
): void {
  if (choice instanceof SubscriptionPattern) {
    subscription.subscribeByBrokerPattern(choice.pattern);
  } else if (choice instanceof RegExp) {
    subscription.subscribeByPattern(matcherOf(choice, options.excludeInternalTopics));
    metadata.want('all');
  } else {
    if (choice.some((topic) => topic.trim() === '')) {
      throw new IllegalArgument(
        'Topic collection to subscribe to cannot contain null or empty topic',
      );
    }
    subscription.subscribeTo(choice);
    metadata.want(subscription.topics);
  }
}

function matcherOf({ source, flags }: RegExp, excludeInternal: boolean) {
  if (source === '(?:)') {
    throw new IllegalArgument('Topic pattern to subscribe to cannot be empty');
  }
  // Without the flags by which a RegExp remembers where it stopped.
  const whole = new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, ''));
  return (topic: string) => !(excludeInternal && isInternalTopic(topic)) && whole.test(topic);
}
