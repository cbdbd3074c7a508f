/**
 * A subscription by a regular expression that the broker evaluates (RE2, KIP-848): the members of a
 * group get topics that match as they are made, and no client has to know all topics.
 */
export class SubscriptionPattern {
  readonly pattern: string;

  constructor(pattern: string) {
    this.pattern = pattern;
  }
}
