import { describe, expect, test } from 'vitest';
import { ClassicGroup } from '#groups/classic-group.ts';
import { type ClassicMember, NO_ASSIGNMENT } from '#groups/classic-member.ts';
import { subscribedTopicsOf } from '#groups/subscribed-topics.ts';

const utf8 = new TextEncoder();

function subscription(version: number, topics: readonly string[], ...rest: number[]): Uint8Array {
  const bytes = [0, version, 0, 0, 0, topics.length];
  for (const topic of topics) bytes.push(0, topic.length, ...utf8.encode(topic));
  return Uint8Array.from([...bytes, ...rest]);
}

function groupOf(protocolType: string, ...metadata: Uint8Array[]): ClassicGroup {
  const group = new ClassicGroup('g');
  group.protocolName = 'range';
  metadata.forEach((bytes, index) => {
    const member: ClassicMember = {
      memberId: `m-${index}`,
      groupInstanceId: null,
      clientId: 'c',
      clientHost: '/h',
      rebalanceTimeoutMs: 1,
      sessionTimeoutMs: 1,
      protocols: [{ name: 'range', metadata: bytes }],
      assignment: NO_ASSIGNMENT,
      isNew: false,
      awaitingJoin: undefined,
      awaitingSync: undefined,
      sessionDeadlineMs: Infinity,
    };
    group.add(member, protocolType);
  });
  return group;
}

describe('the topics of a group', () => {
  test('are those of all its consumers, whatever later versions say behind them', () => {
    const group = groupOf(
      'consumer',
      subscription(0, ['a', 'b'], 255, 255, 255, 255),
      subscription(3, ['b', 'c'], 0, 0, 0, 0, 9, 9, 9),
    );
    expect(subscribedTopicsOf(group)).toEqual(new Set(['a', 'b', 'c']));
  });

  test.each([
    ['nothing', []],
    ['half a version', [0]],
    ['a list that ends early', [0, 1, 0, 0, 0, 2, 0, 1, 0x61]],
    ['more topics than there is room for', [0, 1, 0x7f, 0xff, 0xff, 0xff]],
    ['a name that is null', [0, 1, 0, 0, 0, 1, 0xff, 0xff]],
  ])('are unknown where a member says %s, and then all may be subscribed to', (_what, bytes) => {
    const group = groupOf('consumer', subscription(0, ['a']), Uint8Array.from(bytes));
    expect(subscribedTopicsOf(group)).toBeUndefined();
    expect(group.isSubscribedTo('anything')).toBe(true);
  });

  test('are none of a group that is not of consumers', () => {
    const group = groupOf('connect', subscription(0, ['a']));
    expect(subscribedTopicsOf(group)).toBeUndefined();
    expect(group.isSubscribedTo('a')).toBe(false);
  });
});
