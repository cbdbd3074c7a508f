import { describe, expect, test } from 'vitest';
import { encodeBatch } from '#storage/batch-writer.ts';
import { utf8 } from '#storage/durable-file.ts';
import { defaultLogConfig } from '#storage/log-config.ts';
import { LogDirectory } from '#storage/log-directory.ts';
import { LogHousekeeping } from '#storage/log-housekeeping.ts';
import { randomUuid, writeMetaProperties } from '#storage/meta-properties.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import { simWorld } from '../env/worlds.ts';

const CLUSTER = '4cpkQ0rIQ7yD1sMSCsIGnQ';
const ORDERS = { topic: 'orders', partition: 0 };

class Fixture {
  readonly world = simWorld(1);
  readonly node = this.world.node('broker');
  directory!: LogDirectory;
  topicId = 'AAAAAAAAAAAAAAAAAAAAAQ';

  get env() {
    return this.node.env;
  }

  static async formatted(): Promise<Fixture> {
    const fixture = new Fixture();
    const { env } = fixture;
    env.disk.makeDirectory('/data');
    const directoryId = randomUuid(env);
    const properties = { clusterId: CLUSTER, nodeId: 1, directoryId };
    await fixture.until(writeMetaProperties(env, '/data', properties));
    await fixture.until(env.disk.syncDirectory('/'));
    return fixture;
  }

  async open(): Promise<LogDirectory> {
    const opening = LogDirectory.open(this.env, { path: '/data', nodeId: 1, clusterId: CLUSTER });
    this.directory = await this.until(opening);
    return this.directory;
  }

  orders(config = {}): PartitionLog {
    const options = { topicId: this.topicId, config: { ...defaultLogConfig, ...config } };
    return this.directory.openLog(ORDERS, options);
  }

  append(log: PartitionLog, count: number): void {
    for (let i = 0; i < count; i++) {
      const records = [{ timestamp: this.env.clock.now(), value: utf8('value') }];
      log.append(encodeBatch({ records }), { leaderEpoch: 0 });
    }
  }

  write(name: string, content: string): void {
    const file = this.env.disk.open(`/data/${name}`, 'create');
    file.truncate(0);
    file.write(0, utf8(content));
    file.close();
  }

  text(name: string): string {
    const file = this.env.disk.open(`/data/${name}`, 'read');
    const bytes = new Uint8Array(file.size());
    file.read(0, bytes);
    return new TextDecoder().decode(bytes);
  }

  names(): string[] {
    return this.env.disk.list('/data');
  }

  restart(options: { losePower?: boolean } = {}): void {
    this.node.crash(options);
    this.node.restart();
  }

  until<T>(work: Promise<T>): Promise<T> {
    return this.world.complete(work);
  }

  pass(ms: number): Promise<void> {
    return this.world.run(this.world.nowMs + ms);
  }
}

describe('whose a directory is', () => {
  test.each([
    ['another cluster', 'cluster.id=other\nnode.id=1\nversion=1\n', 'belongs to the cluster other'],
    ['another node', `cluster.id=${CLUSTER}\nnode.id=2\nversion=1\n`, 'belongs to node 2'],
    ['a torn file', `cluster.id=${CLUSTER}\nnode`, 'is damaged: version is ""'],
    ['an older version', `cluster.id=${CLUSTER}\nbroker.id=1\nversion=0\n`, 'version is "0"'],
    ['a strange id', `cluster.id=${CLUSTER}\nnode.id=x\nversion=1\n`, 'node.id is "x"'],
  ])('%s is refused with what to do', async (_case, content, message) => {
    const fixture = await Fixture.formatted();
    fixture.write('meta.properties', content);
    await expect(fixture.open()).rejects.toThrow(message);
  });

  test('an unformatted or missing directory names the tool that makes one', async () => {
    const fixture = await Fixture.formatted();
    fixture.env.disk.remove('/data/meta.properties');
    await expect(fixture.open()).rejects.toThrow('Run kafka-storage format');
    fixture.env.disk.removeTree('/data');
    await expect(fixture.open()).rejects.toThrow('does not exist');
  });

  test('reads what Kafka wrote, and gives a directory without an id one', async () => {
    const fixture = await Fixture.formatted();
    const header = '#\n#Sun Nov 22 19:50:00 UTC 2026\n';
    fixture.write('meta.properties', `${header}cluster.id=${CLUSTER}\nversion=1\nnode.id=1\n`);
    const directory = await fixture.open();
    expect(fixture.text('meta.properties')).toContain(`directory.id=${directory.directoryId}`);
  });

  test("a directory in use is refused; a killed broker's is free", async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    await expect(fixture.open()).rejects.toThrow('in use by another broker');
    fixture.restart();
    await expect(fixture.open()).resolves.toBeDefined();
  });
});

describe('a clean shutdown', () => {
  test('leaves a note with the broker epoch, which the next start takes away', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    fixture.append(fixture.orders(), 3);
    await fixture.until(fixture.directory.close(42));
    expect(fixture.text('.kafka_cleanshutdown')).toBe('{"version":0,"brokerEpoch":42}');
    const directory = await fixture.open();
    expect([directory.hadCleanShutdown, directory.previousBrokerEpoch]).toEqual([true, 42]);
    expect(fixture.names()).not.toContain('.kafka_cleanshutdown');
    expect(fixture.orders().logEndOffset).toBe(3);
  });

  test('the note that was taken away does not come back when the power fails', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    await fixture.until(fixture.directory.close());
    await fixture.open();
    fixture.restart({ losePower: true });
    expect((await fixture.open()).hadCleanShutdown).toBe(false);
  });

  test('no note is left while a partition that a crash left was not looked at', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    fixture.append(fixture.orders(), 3);
    fixture.restart();
    await fixture.open();
    await fixture.until(fixture.directory.close());
    expect(fixture.names()).not.toContain('.kafka_cleanshutdown');
  });
});

describe('checkpoints', () => {
  test('hold recovery points, high watermarks, and starts inside a segment', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    const log = fixture.orders();
    fixture.append(log, 5);
    log.deleteRecords(2);
    await fixture.until(log.sync());
    await fixture.until(fixture.directory.checkpoint());
    const expected = { 'recovery-point': 5, replication: 5, 'log-start': 2 };
    for (const [kind, offset] of Object.entries(expected)) {
      expect(fixture.text(`${kind}-offset-checkpoint`)).toBe(`0\n1\norders 0 ${offset}\n`);
    }
    fixture.restart({ losePower: true });
    await fixture.open();
    expect(fixture.orders().logStartOffset).toBe(2);
    expect(fixture.directory.checkpointedHighWatermark(ORDERS)).toBe(5);
  });

  test('a damaged one costs a scan, no record', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    fixture.append(fixture.orders(), 5);
    await fixture.until(fixture.directory.checkpoint());
    fixture.write('recovery-point-offset-checkpoint', 'garbage');
    fixture.write('log-start-offset-checkpoint', '0\n7\n');
    fixture.restart();
    await fixture.open();
    expect(fixture.orders().logEndOffset).toBe(5);
  });

  test('a partition that is not opened keeps its entries', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    fixture.append(fixture.orders(), 5);
    await fixture.until(fixture.directory.close());
    await fixture.open();
    await fixture.until(fixture.directory.checkpoint());
    expect(fixture.text('recovery-point-offset-checkpoint')).toBe('0\n1\norders 0 5\n');
  });
});

describe('deleting', () => {
  test('renames at once, removes after file.delete.delay.ms, and forgets the offsets', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    const log = fixture.orders({ fileDeleteDelayMs: 1000 });
    fixture.append(log, 5);
    fixture.directory.deleteLog(log);
    const marked = fixture.names().filter((name) => /^orders-0\.[0-9a-f]{32}-delete$/.test(name));
    expect(marked).toHaveLength(1);
    expect(fixture.names()).not.toContain('orders-0');
    expect(fixture.orders().logEndOffset).toBe(0);
    await fixture.pass(1001);
    expect(fixture.names().some((name) => name.endsWith('-delete'))).toBe(false);
  });

  test('a deletion that a crash interrupted is finished by the next start', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    fixture.directory.deleteLog(fixture.orders());
    fixture.restart();
    await fixture.open();
    await fixture.pass(10);
    expect(fixture.names().some((name) => name.includes('orders'))).toBe(false);
  });

  test('records of an older topic of the same name are kept aside', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    fixture.append(fixture.orders(), 5);
    await fixture.until(fixture.directory.close());
    fixture.topicId = 'AAAAAAAAAAAAAAAAAAAAAg';
    await fixture.open();
    expect(fixture.orders().logEndOffset).toBe(0);
    expect(fixture.names().some((name) => /^orders-0\.[0-9a-f]{32}-stray$/.test(name))).toBe(true);
  });

  test('what nobody opened is a stray', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    fixture.orders();
    fixture.env.disk.makeDirectory('/data/__cluster_metadata-0');
    await fixture.until(fixture.directory.close());
    await fixture.open();
    fixture.directory.settleStrays();
    expect(fixture.names()).not.toContain('orders-0');
    expect(fixture.names()).toContain('__cluster_metadata-0');
  });
});

describe('housekeeping', () => {
  test('applies retention, syncs by flush.ms and writes checkpoints', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    const log = fixture.orders({ retentionMs: 60_000, flushMs: 5000 });
    const options = { flushSchedulerIntervalMs: 1000, checkpointIntervalMs: 10_000 };
    const housekeeping = new LogHousekeeping(fixture.env, fixture.directory, options);
    housekeeping.start();
    fixture.append(log, 5);
    await fixture.pass(20_000);
    expect(log.recoveryPoint).toBe(5);
    expect(fixture.text('recovery-point-offset-checkpoint')).toContain('orders 0 5');
    await fixture.pass(400_000);
    expect([log.logStartOffset, log.size]).toEqual([5, 0]);
    housekeeping.stop();
    await fixture.until(fixture.directory.close());
  });

  test('a failure is told, and the next round tries again', async () => {
    const fixture = await Fixture.formatted();
    await fixture.open();
    fixture.append(fixture.orders(), 1);
    const failures: unknown[] = [];
    const housekeeping = new LogHousekeeping(fixture.env, fixture.directory, {
      checkpointIntervalMs: 1000,
      onFailure: (_directory, error) => failures.push(error),
    });
    fixture.node.volume.fault = (operation) => (operation === 'sync' ? 'io' : undefined);
    housekeeping.start();
    await fixture.pass(1500);
    expect(failures).toHaveLength(1);
    fixture.node.volume.fault = undefined;
    await fixture.pass(1000);
    expect(fixture.names()).toContain('recovery-point-offset-checkpoint');
    housekeeping.stop();
  });
});
