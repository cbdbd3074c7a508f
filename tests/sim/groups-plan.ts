/**
 * What kind of life a seed means: how many members, which consumers, which protocol, how patient they
 * are. What happens to them is drawn later, from another stream of the same seed.
 */
import type { SimRandom } from '#env/sim/sim-random.ts';
import { ClientConsumer } from './groups-client.ts';
import type { GroupConsumerOptions, MakeConsumer } from './groups-consumer.ts';
import type { MemberPlan } from './groups-member.ts';
import { ScriptedConsumer } from './groups-scripted.ts';
import { ScriptedModernConsumer } from './groups-scripted-modern.ts';

/** What a life may be narrowed to, for those who look for something. */
export interface Narrowing {
  readonly protocol?: 'classic' | 'consumer';
  readonly consumer?: 'client' | 'scripted';
}

export interface GroupPlan {
  readonly partitionCount: number;
  readonly initialDelayMs: number;
  readonly flushMessages: number;
  readonly members: readonly MemberPlan[];
}

type Common = Pick<GroupConsumerOptions, 'address' | 'groupId' | 'topic'>;

const ASSIGNORS = [
  ['range'],
  ['roundrobin'],
  ['sticky'],
  ['cooperative-sticky'],
  ['range', 'cooperative-sticky'],
] as const;

const makeClient: MakeConsumer = (...parts) => new ClientConsumer(...parts);
const makeScripted: MakeConsumer = (env, options, listener) =>
  options.protocol === 'classic'
    ? new ScriptedConsumer(env, options, listener)
    : new ScriptedModernConsumer(env, options, listener);

export function drawPlan(random: SimRandom, common: Common, narrowing: Narrowing): GroupPlan {
  const oneOf = <const T extends readonly unknown[]>(...values: T): T[number] =>
    values[random.nextInt(values.length)];
  const partitionCount = oneOf(1, 2, 3, 4);
  const assignors = oneOf(...ASSIGNORS);
  const protocols = [
    ...oneOf(
      ['classic'],
      ['classic'],
      ['classic'],
      ['consumer'],
      ['consumer'],
      // Members change over from one to the other: the group follows.
      ['classic', 'consumer'],
    ),
  ] as const;
  const member = (_: unknown, index: number): MemberPlan => {
    const name = `m${index}`;
    const protocol = narrowing.protocol ?? oneOf(...protocols) ?? 'classic';
    const options = {
      ...common,
      partitionCount,
      instanceId: oneOf(null, null, name),
      protocol,
      assignors,
      autoCommit: oneOf(true, false),
      autoCommitIntervalMs: oneOf(500, 2000),
      sessionTimeoutMs: oneOf(6000, 6000, 15_000),
      heartbeatIntervalMs: 1500,
      maxPollIntervalMs: 10_000,
      requestTimeoutMs: 3000,
      maxPollRecords: oneOf(1, 3, 100),
    };
    const consumer = narrowing.consumer ?? oneOf('client', 'client', 'scripted');
    const make = consumer === 'client' ? makeClient : makeScripted;
    return { name, make, commitsBeside: oneOf(true, false), options };
  };
  return {
    partitionCount,
    initialDelayMs: oneOf(0, 0, 500),
    flushMessages: oneOf(1, 3, 10),
    members: Array.from({ length: oneOf(1, 2, 2, 3) }, member),
  };
}
