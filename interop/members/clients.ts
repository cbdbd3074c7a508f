/**
 * The clients whose members a group can have, and the protocols that each of them speaks.
 *
 * A protocol is an assignor of the classic protocol by Kafka's name, or `consumer` for the new one
 * (KIP-848).
 */
import { fileURLToPath } from 'node:url';
import { startJavaMembers } from './java-members.ts';
import { KcatMember } from './kcat-member.ts';
import { type Member, MemberProcess } from './member.ts';
import { startVerifiable } from './verifiable-member.ts';

export type Protocol = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky' | 'consumer';

export interface Place {
  readonly bootstrap: string;
  readonly group: string;
  readonly topic: string;
}

export interface GroupClient {
  readonly name: string;
  readonly needs: readonly ('jars' | 'kcat')[];
  readonly protocols: readonly Protocol[];
  /** Protocols in which it leaves some members with less than their share. */
  readonly uneven?: readonly Protocol[];
  /** Begins some members; `apart` are such as can be killed one by one. */
  start(count: number, place: Place, protocol: Protocol, apart?: boolean): readonly Member[];
}

const nodeClient = fileURLToPath(new URL('node-client.ts', import.meta.url));

const JAVA_ASSIGNORS: Readonly<Record<string, string>> = {
  range: 'RangeAssignor',
  roundrobin: 'RoundRobinAssignor',
  sticky: 'StickyAssignor',
  'cooperative-sticky': 'CooperativeStickyAssignor',
};

function javaAssignor(protocol: Protocol): string {
  return `org.apache.kafka.clients.consumer.${JAVA_ASSIGNORS[protocol]}`;
}

function times<T>(count: number, make: () => T): readonly T[] {
  return Array.from({ length: count }, make);
}

function startNode(name: string): GroupClient['start'] {
  return (count, { bootstrap, group, topic }, protocol) => {
    const args = [nodeClient, name, bootstrap, group, topic, protocol];
    return times(count, () => new MemberProcess(process.execPath, args));
  };
}

export const kcat: GroupClient = {
  name: 'kcat -G',
  needs: ['kcat'],
  protocols: ['range', 'roundrobin', 'cooperative-sticky'],
  start(count, { bootstrap, group, topic }, protocol) {
    const settings = [`partition.assignment.strategy=${protocol}`];
    return times(count, () => new KcatMember(bootstrap, group, topic, settings));
  },
};

export const kafkajs: GroupClient = {
  name: 'kafkajs',
  needs: [],
  protocols: ['roundrobin'],
  start: startNode('kafkajs'),
};

export const platformatic: GroupClient = {
  name: '@platformatic/kafka',
  needs: [],
  protocols: ['roundrobin', 'cooperative-sticky', 'consumer'],
  uneven: ['cooperative-sticky'],
  start: startNode('platformatic'),
};

export const java: GroupClient = {
  name: 'Java VerifiableConsumer',
  needs: ['jars'],
  protocols: ['range', 'roundrobin', 'sticky', 'cooperative-sticky', 'consumer'],
  start(count, { bootstrap, group, topic }, protocol, apart = false) {
    const settings =
      protocol === 'consumer'
        ? ['group.protocol=consumer']
        : [
            `partition.assignment.strategy=${javaAssignor(protocol)}`,
            ...['session.timeout.ms=6000', 'heartbeat.interval.ms=500'],
          ];
    const begin = (some: number) => startJavaMembers(some, bootstrap, group, topic, settings);
    return apart ? times(count, () => begin(1)).flat() : begin(count);
  },
};

export const gregor: GroupClient = {
  name: 'Gregor’s consumer',
  needs: [],
  protocols: ['range', 'roundrobin', 'sticky', 'cooperative-sticky', 'consumer'],
  start(count, place, protocol) {
    const classic = [
      ...['--assignment-strategy', javaAssignor(protocol)],
      ...['--session-timeout', '6000'],
    ];
    const flags = [
      ...['--reset-policy', 'earliest', '--verbose'],
      ...(protocol === 'consumer' ? ['--group-protocol', 'consumer'] : classic),
    ];
    return times(count, () => startVerifiable('gregor', { ...place, flags }));
  },
};

export const groupClients: readonly GroupClient[] = [kcat, kafkajs, platformatic, java, gregor];
