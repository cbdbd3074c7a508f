/**
 * What a coordinator is not to stumble over: bytes of members that say nothing it understands, and
 * records of `__consumer_offsets` that are damaged. Who is concerned is told, nobody else notices.
 */
import { describe as about, expect, test } from 'vitest';
import { encodeCoordinatorRecord } from '#groups/coordinator-record.ts';
import { encodeBatch, type RecordInput } from '#storage/batch-writer.ts';
import { ConsumerMember } from './consumer-member.ts';
import { commit, committed, describe, findCoordinator, GroupMember } from './group-client.ts';
import { SimBroker } from './sim-broker.ts';

const CONFIG = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'group.initial.rebalance.delay.ms': '0',
};
const OFFSETS_LOG = '/data/__consumer_offsets-0/00000000000000000000.log';

async function started() {
  const sim = await SimBroker.start({ config: CONFIG });
  const client = await sim.client();
  await client.createTopic('t', { partitions: 2 });
  await findCoordinator(client);
  return { sim, client };
}

/** Appends to `__consumer_offsets`, as if some broker had written it. */
function writeRaw(sim: SimBroker, records: readonly RecordInput[]): void {
  for (const { topic, log, leaderEpoch } of sim.broker.services.replicas.all()) {
    if (topic !== '__consumer_offsets') continue;
    log.append(encodeBatch({ records }), { leaderEpoch, origin: 'coordinator' });
  }
}

const complaints = ({ node }: SimBroker) =>
  node.log.lines.filter(({ message }) => message.includes('passed over'));

about.each([
  ['nothing', []],
  ['half a version', [0]],
  ['a version that nobody knows, and no more', [0x7f, 0xff]],
  ['more topics than there is room for', [0, 1, 0x7f, 0xff, 0xff, 0xff]],
  ['a name that ends early', [0, 1, 0, 0, 0, 1, 0, 9, 0x74]],
])('a consumer whose subscription is %s', (_what, bytes) => {
  const metadata = Uint8Array.from(bytes);

  async function alone(sim: SimBroker): Promise<GroupMember> {
    const member = await GroupMember.of(sim, { protocolType: 'consumer', metadata });
    expect(await member.join()).toBe('NONE');
    expect(await member.sync({ [member.memberId]: 'mine' })).toBe('mine');
    return member;
  }

  test('is a member like any other, also after a restart', async () => {
    const { sim, client } = await started();
    const member = await alone(sim);
    expect(await member.heartbeat()).toBe('NONE');
    expect(await member.commit('t', 5)).toBe('NONE');
    await sim.restart();
    const again = await sim.client();
    const found = await describe(again);
    expect(found.groupState).toBe('Stable');
    expect(found.members[0]?.memberMetadata).toEqual(metadata);
    expect(await committed(again, 't')).toBe(5);
    expect(client.closed).toBe(true);
  });

  test('is in the way of members of the consumer protocol, who are told so', async () => {
    const { sim } = await started();
    const member = await alone(sim);
    const newcomer = await ConsumerMember.of(sim);
    expect(await newcomer.join()).toBe('GROUP_ID_NOT_FOUND');
    expect(newcomer.errorMessage).toContain('the embedded consumer protocol is malformed');
    expect(await member.heartbeat()).toBe('NONE');
  });
});

about('__consumer_offsets', () => {
  test('loses a batch whose checksum is wrong, and no other', async () => {
    const { sim, client } = await started();
    for (const offset of [1, 2, 3]) await commit(client, 't', offset, { groupId: `g${offset}` });
    await sim.complete(sim.broker.stop());
    const size = sim.node.restart().disk.open(OFFSETS_LOG, 'read').size();
    // Three batches of one size: this is in the last bytes of the second one.
    sim.node.volume.flipBit(OFFSETS_LOG, Math.floor((size * 2) / 3) - 4);
    await sim.startBroker();
    const again = await sim.client();
    const offsets = [];
    for (const groupId of ['g1', 'g2', 'g3'])
      offsets.push(await committed(again, 't', { groupId }));
    expect(offsets).toEqual([1, -1, 3]);
    expect(complaints(sim).map(({ fields }) => fields.offset)).toEqual([1]);
    expect(await commit(again, 't', 9, { groupId: 'g2' })).toBe('NONE');
  });

  test('may hold records of consumer groups that cannot be read', async () => {
    const { sim } = await started();
    const member = await ConsumerMember.of(sim);
    expect(await member.join()).toBe('NONE');
    const named = { groupId: 'g', memberId: 'nobody', value: undefined };
    const kinds = [
      'consumer-group-member-metadata',
      'consumer-group-target-assignment-member',
      'consumer-group-current-member-assignment',
    ] as const;
    const keys = kinds.map((kind) => encodeCoordinatorRecord({ kind, ...named }).key);
    for (const key of keys) {
      writeRaw(sim, [
        { key, value: Uint8Array.of(0, 0, 1) },
        { key, value: Uint8Array.of(0, 99) },
        { key: key.subarray(0, 5), value: null },
      ]);
    }
    await sim.restart();
    expect(complaints(sim)).toHaveLength(3 * keys.length);
    const again = new ConsumerMember(await sim.client(), { memberId: member.memberId });
    again.epoch = member.epoch;
    again.owned = member.owned;
    expect(await again.beat()).toBe('NONE');
  });
});
