/** The metadata log of one node: epochs, commits, snapshots, and what is left after failures. */
import { describe, expect, test } from 'vitest';
import type { Env } from '#env/env.ts';
import type { CommittedBatch, MetadataListener, SnapshotContent } from '#metadata/metadata-log.ts';
import { QuorumOfOne, type QuorumOfOneOptions } from '#metadata/quorum-of-one.ts';
import { writeQuorumState } from '#metadata/quorum-state.ts';
import { readText, replaceFile, utf8 } from '#storage/durable-file.ts';
import { DATA, format, installGolden, newWorld } from './metadata-world.ts';

const METADATA = `${DATA}/__cluster_metadata-0`;
const STATE = `${METADATA}/quorum-state`;
const VOTER = {
  id: 1,
  directoryId: '9Kf0pTsRSWqWq3xkV6mPpw',
  endpoints: [{ name: 'CONTROLLER', host: '127.0.0.1', port: 9093 }],
  kraftVersions: { min: 0, max: 1 },
};

class Recorder implements MetadataListener {
  readonly events: string[] = [];
  readonly batches: CommittedBatch[] = [];
  loadSnapshot({ id, values }: SnapshotContent): void {
    this.events.push(`snapshot ${id.endOffset}-${id.epoch} of ${values.length}`);
  }
  commit(batch: CommittedBatch): void {
    this.batches.push(batch);
    const texts = batch.values.map((value) => new TextDecoder().decode(value));
    this.events.push(`commit ${batch.baseOffset}..${batch.lastOffset} ${texts.join(' ')}`);
  }
  leaderChange({ epoch, leaderId }: { epoch: number; leaderId: number | undefined }): void {
    this.events.push(`leader ${leaderId} in epoch ${epoch}`);
  }
  failed(cause: unknown): void {
    this.events.push(`failed ${(cause as Error).name}`);
  }
}

function open(env: Env, options: Partial<QuorumOfOneOptions> = {}): Promise<QuorumOfOne> {
  return QuorumOfOne.open(env, { logDirectory: DATA, voter: VOTER, ...options });
}

async function openAndClose(env: Env): Promise<void> {
  const log = await open(env);
  await log.close();
}

async function formatted() {
  const world = newWorld();
  const node = world.node('node-1');
  await world.complete(format(node.env));
  return { world, node, env: node.env };
}

const text = (word: string) => new TextEncoder().encode(word);

describe('an epoch', () => {
  test('is one higher at each start, and begins with a change of leader', async () => {
    const { world, env } = await formatted();
    for (const epoch of [1, 2, 3]) {
      const log = await world.complete(open(env));
      expect(log.leadership).toEqual({ epoch, leaderId: 1 });
      await world.complete(log.close());
    }
    // LeaderChange, KRaftVersion and Voters at first; then only a LeaderChange each.
    expect(readText(env.disk, `${METADATA}/leader-epoch-checkpoint`)).toBe('0\n3\n1 0\n2 3\n3 4\n');
    expect(readText(env.disk, STATE)).toBe(
      '{"leaderId":1,"leaderEpoch":3,"votedId":-1,' +
        '"votedDirectoryId":"AAAAAAAAAAAAAAAAAAAAAA","data_version":1}',
    );
  });

  test('is higher than that of the log where quorum-state is lost', async () => {
    const { world, env } = await formatted();
    await world.complete(openAndClose(env));
    env.disk.remove(STATE);
    const log = await world.complete(open(env));
    expect(log.leadership.epoch).toBe(2);
  });

  test('writes the voters again when the controller listens elsewhere', async () => {
    const { world, env } = await formatted();
    await world.complete(openAndClose(env));
    const moved = { ...VOTER, endpoints: [{ name: 'CONTROLLER', host: 'new', port: 1 }] };
    const log = await world.complete(open(env, { voter: moved }));
    expect(log.voters).toEqual([moved]);
    expect(log.endOffset).toBe(6);
  });
});

describe('an append', () => {
  test('has its offsets at once, and is delivered in order when it is committed', async () => {
    const { world, env } = await formatted();
    const log = await world.complete(open(env));
    const recorder = new Recorder();
    log.start(recorder);
    const first = log.append(1, [text('a'), text('b')]);
    const second = log.append(1, [text('c')]);
    expect([first.baseOffset, first.lastOffset, second.baseOffset]).toEqual([3, 4, 5]);
    expect(recorder.events).toEqual(['leader 1 in epoch 1']);
    expect(log.highWatermark).toBe(3);
    await world.complete(second.committed);
    expect(recorder.events.slice(1)).toEqual(['commit 3..4 a b', 'commit 5..5 c']);
    expect(log.highWatermark).toBe(6);
  });

  test('of a hundred writers at once takes two syncs, not a hundred', async () => {
    const { world, env } = await formatted();
    const log = await world.complete(open(env));
    let syncs = 0;
    const { disk } = env;
    const opened = disk.open.bind(disk);
    disk.open = (path, mode) => {
      const file = opened(path, mode);
      const sync = file.sync.bind(file);
      file.sync = () => {
        if (path.endsWith('.log')) syncs += 1;
        return sync();
      };
      return file;
    };
    await world.complete(log.close());
    const again = await world.complete(open(env));
    syncs = 0;
    const appends = Array.from({ length: 100 }, (_, i) => again.append(2, [text(`${i}`)]));
    await world.complete(Promise.all(appends.map(({ committed }) => committed)));
    expect(syncs).toBe(2);
  });

  test('in an epoch that is over is refused', async () => {
    const { world, env } = await formatted();
    const log = await world.complete(open(env));
    expect(() => log.append(0, [text('a')])).toThrow('leads in epoch 1, not in 0');
    await world.complete(log.close());
    expect(() => log.append(1, [text('a')])).toThrow('closed');
  });

  test('that the disk fails is never answered, and nothing can follow it', async () => {
    const { world, node, env } = await formatted();
    const log = await world.complete(open(env));
    const recorder = new Recorder();
    log.start(recorder);
    node.volume.fault = (operation) => (operation === 'sync' ? 'io' : undefined);
    const { committed } = log.append(1, [text('a')]);
    await expect(world.complete(committed)).rejects.toThrow();
    expect(recorder.events.at(-1)).toBe('failed DiskError');
    expect(recorder.batches).toEqual([]);
    expect(() => log.append(1, [text('b')])).toThrow('has failed');
  });
});

describe('a snapshot', () => {
  test('is loaded in place of the log below it', async () => {
    const { world, env } = await formatted();
    const log = await world.complete(open(env));
    await world.complete(log.append(1, [text('a'), text('b')]).committed);
    const id = { endOffset: 5, epoch: 1 };
    await world.complete(log.writeSnapshot({ id, timestampMs: 7, values: [text('a+b')] }));
    await world.complete(log.append(1, [text('c')]).committed);
    await world.complete(log.close());

    const recorder = new Recorder();
    (await world.complete(open(env))).start(recorder);
    expect(recorder.events).toEqual(['snapshot 5-1 of 1', 'commit 5..5 c', 'leader 1 in epoch 2']);
  });

  test('that a crash left unfinished is not looked at', async () => {
    const { world, env } = await formatted();
    const part = `${METADATA}/00000000000000000005-0000000001.checkpoint.part`;
    replaceFile(env.disk, part, text('half'));
    const log = await world.complete(open(env));
    expect(log.latestSnapshot).toBeUndefined();
    expect(env.disk.stat(part)).toBeUndefined();
  });

  test('of what is not committed is refused', async () => {
    const { world, env } = await formatted();
    const log = await world.complete(open(env));
    const { committed } = log.append(1, [text('a')]);
    const id = { endOffset: 4, epoch: 1 };
    await expect(log.writeSnapshot({ id, timestampMs: 0, values: [] })).rejects.toThrow(
      'not committed',
    );
    await world.complete(committed);
  });

  test('lets go of old snapshots and the log below the next, when there is too much', async () => {
    const { world, env } = await formatted();
    const log = await world.complete(open(env, { retentionBytes: 600, segmentBytes: 200 }));
    for (let i = 0; i < 20; i++) {
      await world.complete(log.append(1, [text(`value ${i}`)]).committed);
      if (i % 5 !== 4) continue;
      const id = { endOffset: log.endOffset, epoch: 1 };
      await world.complete(log.writeSnapshot({ id, timestampMs: i, values: [text(`up to ${i}`)] }));
    }
    const snapshots = env.disk.list(METADATA).filter((name) => name.endsWith('.checkpoint'));
    expect(snapshots).toEqual(['00000000000000000023-0000000001.checkpoint']);
    expect(log.startOffset).toBe(23);
    await world.complete(log.close());
    const recorder = new Recorder();
    (await world.complete(open(env))).start(recorder);
    expect(recorder.events[0]).toBe('snapshot 23-1 of 1');
  });

  test('without its footer is refused, in a sentence that says what to do', async () => {
    const { world, env } = await formatted();
    await world.complete(openAndClose(env));
    const path = `${METADATA}/00000000000000000000-0000000000.checkpoint`;
    const file = env.disk.open(path, 'write');
    file.truncate(100);
    file.close();
    await expect(world.complete(open(env))).rejects.toThrow(
      /The snapshot .*000-0000000000.checkpoint can't be used: .* without its footer. Restore it/,
    );
  });
});

describe('a directory that this node must not use', () => {
  const broken: [string, string][] = [
    ['', 'it is empty'],
    ['{"leaderId":1,"leaderEpoch', 'JSON'],
    ['[]', 'its data_version is missing'],
    ['{"leaderId":1,"leaderEpoch":4,"votedId":-1,"data_version":2}', 'its data_version is 2'],
    ['{"leaderId":1,"leaderEpoch":"x","votedId":-1,"data_version":1}', 'its leaderEpoch is "x"'],
    ['{"leaderId":1,"leaderEpoch":-4,"votedId":-1,"data_version":1}', 'its leaderEpoch is -4'],
  ];
  test.each(broken)('has the quorum-state %j', async (content, reason) => {
    const { world, env } = await formatted();
    replaceFile(env.disk, STATE, utf8(content));
    const opening = world.complete(open(env));
    await expect(opening).rejects.toThrow(`${STATE} can't be used`);
    await expect(opening).rejects.toThrow(reason);
    await expect(opening).rejects.toThrow('remove the file');
  });

  test('belongs to a quorum with other voters', async () => {
    const { world, env } = await formatted();
    env.disk.removeTree(METADATA);
    env.disk.makeDirectory(METADATA);
    await world.complete(
      writeQuorumState(env.disk, METADATA, {
        leaderId: 2,
        leaderEpoch: 7,
        votedId: -1,
        votedDirectoryId: 'AAAAAAAAAAAAAAAAAAAAAA',
        staticVoters: [1, 2, 3],
      }),
    );
    await expect(world.complete(open(env))).rejects.toThrow(
      "belongs to a quorum of the voters 1, 2, 3. Node 1 can't lead it alone",
    );
  });

  test('belongs to another node', async () => {
    const world = newWorld();
    const { env } = world.node('node-1');
    await world.complete(installGolden(env));
    await expect(world.complete(open(env, { voter: { ...VOTER, id: 5 } }))).rejects.toThrow(
      "belongs to a quorum of the voters 1. Node 5 can't lead it alone",
    );
  });
});

test('a static quorum of this node alone stays one: its state is of version 0', async () => {
  const { world, env } = await formatted();
  env.disk.removeTree(METADATA);
  const log = await world.complete(open(env));
  expect(readText(env.disk, STATE)).toBe(
    '{"clusterId":"","leaderId":1,"leaderEpoch":1,"votedId":-1,"appliedOffset":0,' +
      '"currentVoters":[{"voterId":1}],"data_version":0}',
  );
  expect(log.endOffset).toBe(1);
});
