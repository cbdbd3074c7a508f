/**
 * `npm run broker` as a person sees it: what it says, when it ends, and with which exit code.
 */
import { describe, expect, test } from 'vitest';
import { main } from '#cli/broker.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import type { Terminal } from '#env/terminal.ts';
import { InitProducerIdRequest } from '#protocol/messages/init-producer-id.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { utf8 } from '#storage/durable-file.ts';

const HOST = '127.0.0.1';

const PROPERTIES = `
process.roles=broker,controller
node.id=1
log.dirs=/srv/kafka
listeners=PLAINTEXT://${HOST}:9192,CONTROLLER://${HOST}:9193
controller.listener.names=CONTROLLER
`;

/** A machine and a person at its terminal. */
class Machine {
  readonly world = new SimWorld({ seed: 1, ...nodeHost });
  readonly node = this.world.node(HOST);
  out = '';
  err = '';
  #interrupt: (signal: 'SIGTERM') => void = () => {};

  /** Begins to run the broker; what it said before is forgotten. */
  begin(...args: string[]): Promise<number> {
    this.out = '';
    this.err = '';
    const terminal: Terminal = {
      args,
      out: (text) => {
        this.out += text;
      },
      err: (text) => {
        this.err += text;
      },
      lines: async function* () {},
      variable: () => undefined,
      onInterrupt: (run) => {
        this.#interrupt = run;
      },
      interactive: false,
    };
    return main(this.node.env, terminal);
  }

  /** Runs a broker that is to end by itself; gives its exit code. */
  run(...args: string[]): Promise<number> {
    return this.world.complete(this.begin(...args));
  }

  /** Runs a broker until it listens, and tells it to stop; gives its exit code. */
  async runAndStop(...args: string[]): Promise<number> {
    const running = this.begin(...args);
    await this.untilItListens();
    return this.stop(running);
  }

  stop(running: Promise<number>): Promise<number> {
    this.#interrupt('SIGTERM');
    return this.world.complete(running);
  }

  async untilItListens(): Promise<void> {
    await this.world.run(this.world.nowMs + 2000);
    expect(this.err).toBe('');
    expect(this.out).toMatch(/is listening on/);
  }

  write(path: string, text: string): void {
    const file = this.node.env.disk.open(path, 'create');
    file.truncate(0);
    file.write(0, utf8(text));
    file.close();
  }

  has(path: string): boolean {
    return this.node.env.disk.stat(path) !== undefined;
  }

  restart(): void {
    this.node.restart();
  }

  get warnings(): string {
    const lines = this.node.log.lines.filter(({ level }) => level === 'warn');
    return JSON.stringify(lines.map(({ message, fields }) => [message, fields]));
  }
}

describe('npm run broker', () => {
  test.each([
    ['an option that there is not', ['--frobnicate'], /There is no option --frobnicate/],
    ['two files', ['a.properties', 'b.properties'], /One file is enough: a.properties, b.propert/],
    ['an override without a value', ['--override', 'node.id'], /--override wants key=value/],
    ['an override of nothing', ['--override'], /--override wants key=value/],
  ])('ends with 1 and its usage after %s', async (_, args, message) => {
    const machine = new Machine();
    expect(await machine.run(...args)).toBe(1);
    expect(machine.err).toMatch(message);
    expect(machine.err).toMatch(/Usage: npm run broker/);
    expect(machine.out).toBe('');
  });

  test('ends with 1 when there is no such file', async () => {
    const machine = new Machine();
    expect(await machine.run('/etc/server.properties')).toBe(1);
    expect(machine.err).toContain('There is no file /etc/server.properties.');
  });

  test('tells all bad values at once, each with its key and what is allowed', async () => {
    const machine = new Machine();
    machine.write('/server.properties', `${PROPERTIES}num.partitions=0\nlog.segment.bytes=many\n`);
    expect(await machine.run('/server.properties')).toBe(1);
    expect(machine.err).toMatch(/Invalid value 0 for configuration num.partitions: .*at least 1/);
    expect(machine.err).toMatch(/Invalid value many for configuration log.segment.bytes: .*whole/);
  });

  test('warns of a key that Kafka does not have, and starts', async () => {
    const machine = new Machine();
    expect(await machine.runAndStop('--override', 'num.partitons=3')).toBe(0);
    expect(machine.warnings).toContain('num.partitons');
  });

  test('formats its playground at the first start, says so, and not at the second', async () => {
    const machine = new Machine();
    expect(await machine.runAndStop()).toBe(0);
    expect(machine.out).toMatch(/Formatted .*data/);
    expect(machine.out).toMatch(/--bootstrap-server 127.0.0.1:9092 --create/);
    const [, clusterId] = /of cluster (\S+) is/.exec(machine.out) ?? [];
    machine.restart();
    expect(await machine.runAndStop()).toBe(0);
    expect(machine.out).not.toMatch(/Formatted/);
    expect(machine.out).toContain(`of cluster ${clusterId} is`);
  });

  test('never formats the directories of a file: they may be a disk that is not mounted', async () => {
    const machine = new Machine();
    machine.write('/server.properties', PROPERTIES);
    machine.node.env.disk.makeDirectory('/srv/kafka');
    expect(await machine.run('/server.properties')).toBe(1);
    expect(machine.err).toMatch(/\/srv\/kafka is not formatted.*kafka-storage format/);
    expect(machine.has('/srv/kafka/meta.properties')).toBe(false);
  });

  test('takes what --override says before the file and its defaults', async () => {
    const machine = new Machine();
    const listeners = `listeners=PLAINTEXT://${HOST}:19092,CONTROLLER://${HOST}:19093`;
    expect(await machine.runAndStop('--override', listeners)).toBe(0);
    expect(machine.out).toContain(`PLAINTEXT://${HOST}:19092`);
  });

  test('ends with 0 within a second of SIGTERM, and leaves the note of a clean shutdown', async () => {
    const machine = new Machine();
    const running = machine.begin('--override', 'log.dirs=/data');
    await machine.untilItListens();
    expect(machine.has('/data/.kafka_cleanshutdown')).toBe(false);
    const before = machine.world.nowMs;
    expect(await machine.stop(running)).toBe(0);
    expect(machine.world.nowMs - before).toBeLessThan(1000);
    expect(machine.has('/data/.kafka_cleanshutdown')).toBe(true);
  });

  test('ends with 1 when its metadata log fails, without the note', async () => {
    const machine = new Machine();
    const running = machine.begin('--override', 'log.dirs=/data');
    machine.node.volume.fault = (operation, path) =>
      operation === 'sync' && path.includes('__cluster_metadata') && machine.out.includes('listen')
        ? 'io'
        : undefined;
    await machine.untilItListens();
    const client = machine.node.env.network;
    const connection = await machine.world.complete(client.connect({ host: HOST, port: 9092 }));
    connection.start({ data() {}, close() {} });
    connection.write(
      encodeRequest(
        InitProducerIdRequest,
        4,
        { correlationId: 1, clientId: null },
        { transactionalId: null, transactionTimeoutMs: 1 },
      ),
    );
    expect(await machine.world.complete(running)).toBe(1);
    expect(machine.has('/data/.kafka_cleanshutdown')).toBe(false);
  });

  test('says which file of the quorum is damaged, and what to do', async () => {
    const machine = new Machine();
    await machine.runAndStop('--override', 'log.dirs=/data');
    machine.restart();
    machine.write('/data/__cluster_metadata-0/quorum-state', 'garbage');
    expect(await machine.run('--override', 'log.dirs=/data')).toBe(1);
    expect(machine.err).toMatch(/The broker can't start\..*quorum-state can't be used/s);
  });

  test('says that its port is taken', async () => {
    const machine = new Machine();
    const squatter = machine.node.env.network.listen({ host: HOST, port: 9092 }, () => {});
    await machine.world.complete(squatter);
    expect(await machine.run()).toBe(1);
    expect(machine.err).toMatch(/The broker can't start\..*9092/s);
  });
});
