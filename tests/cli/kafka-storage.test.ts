/**
 * kafka-storage on a simulated disk, in the words of Kafka 4.3.1's StorageTool.
 */

import { beforeEach, describe, expect, test } from 'vitest';
import * as kafkaStorage from '#cli/kafka-storage.ts';
import type { Env } from '#env/env.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { runTool, said, writeText } from './tool-run.ts';

const ID = '5Yl9Zr2KTRaUHWXhAkQk3A';
const PROPERTIES = `
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:9093
log.dirs=/one,/two
`;

let world: SimWorld;
let env: Env;
beforeEach(() => {
  world = new SimWorld({ seed: 7, ...nodeHost });
  env = world.node('machine').env;
  writeText(env, 'server.properties', PROPERTIES);
});

const storage = (...args: string[]) => world.complete(runTool(env, kafkaStorage, args));
const format = (...args: string[]) =>
  storage('format', '-t', ID, '-c', 'server.properties', ...args);
const info = () => storage('info', '-c', 'server.properties');
const failed = (message: string) => ({ out: '', err: `${message}\n`, exitCode: 1 });

describe('kafka-storage', () => {
  test('makes ids of 22 characters, each another', async () => {
    const [first, second] = [await storage('random-uuid'), await storage('random-uuid')];
    expect(first.out).toMatch(/^[A-Za-z0-9_-]{22}\n$/);
    expect(first.out).not.toBe(second.out);
  });

  test('formats every directory and says with which features', async () => {
    const { out, exitCode } = await format('--standalone');
    const feature = (name: string, level: number) =>
      `ApiMessageAndVersion(FeatureLevelRecord(name='${name}', featureLevel=${level}) at version 0)`;
    expect(out).toBe(
      `Bootstrap metadata: BootstrapMetadata(records=[${[
        feature('metadata.version', 30),
        feature('eligible.leader.replicas.version', 1),
        feature('group.version', 1),
        feature('share.version', 1),
        feature('streams.version', 1),
        feature('transaction.version', 2),
      ].join(', ')}], metadataVersionLevel=30, source=format command)\n` +
        'Formatting dynamic metadata voter directory /one with metadata.version 4.3-IV0.\n' +
        'Formatting data directory /two with metadata.version 4.3-IV0.\n',
    );
    expect(exitCode).toBe(0);
  });

  test('shows whose the directories are, or that they are missing', async () => {
    expect(await info()).toEqual({
      out: 'Found problems:\n  /one does not exist\n  /two does not exist\n\n',
      err: '',
      exitCode: 1,
    });
    await format('--standalone');
    const { out, exitCode } = await info();
    expect(out).toMatch(
      new RegExp(
        `^Found log directories:\\n {2}/one\\n {2}/two\\n\\nFound metadata: \\{cluster\\.id=${ID}, directory\\.id=[\\w-]{22}, node\\.id=1, version=1\\}\\n\\n$`,
      ),
    );
    expect(exitCode).toBe(0);
  });

  test('never formats twice, nor for another cluster', async () => {
    await format('--standalone');
    expect(await format('--standalone')).toEqual(
      failed(
        'Log directory /one is already formatted. Use --ignore-formatted to ignore this ' +
          'directory and format the others.',
      ),
    );
    expect(await format('--standalone', '--ignore-formatted')).toEqual(
      said('All of the log directories are already formatted.\n'),
    );
    const other = ['format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', 'server.properties', '-s', '-g'];
    expect(await storage(...other)).toEqual(
      failed(
        `Invalid cluster.id in: /one/meta.properties. Expected AAAAAAAAAAAAAAAAAAAAAQ, but read ${ID}`,
      ),
    );
  });

  test('formats with the features of an older release, and with single ones', async () => {
    const { out } = await format('-s', '-r', '4.0', '-f', 'group.version=0');
    expect(out).toContain("(name='metadata.version', featureLevel=25)");
    expect(out).toContain("(name='transaction.version', featureLevel=2)");
    expect(out).not.toContain('group.version');
    expect(out).toContain('with metadata.version 4.0-IV3.');
  });

  test('tells what features a release has', async () => {
    expect(await storage('version-mapping', '-r', '4.1-IV0')).toEqual(
      said(
        'metadata.version=26 (4.1-IV0)\nkraft.version=1\ntransaction.version=2\n' +
          'group.version=1\neligible.leader.replicas.version=1\nshare.version=0\n' +
          'streams.version=0\n',
      ),
    );
    expect(await storage('feature-dependencies', '-f', 'group.version=1')).toEqual(
      said('group.version=1 has no dependencies.\n'),
    );
  });

  test.each([
    [
      [],
      'Because controller.quorum.voters is not set on this controller, you must specify one of the following: --standalone, --initial-controllers, or --no-initial-controllers.',
    ],
    [
      ['-s', '-f', 'foo=1'],
      'Unsupported feature: foo. Supported features are: eligible.leader.replicas.version, group.version, kraft.version, share.version, streams.version, transaction.version',
    ],
    [['-s', '-f', 'foo'], "Can't parse feature=level string foo: write it as name=number."],
    [
      ['-s', '-f', 'group.version=9'],
      'No feature:group.version with feature level 9: 0 to 1 are known.',
    ],
    [
      ['-I', '1@h:1:x'],
      '--initial-controllers is not supported yet: format a single node by --standalone.',
    ],
  ])('refuses to format with %j', async (args, message) => {
    expect(await format(...args)).toEqual(failed(message));
  });

  test('names the release that it does not know, and those that it does', async () => {
    expect((await format('-s', '-r', '9.9')).err).toMatch(
      /^Unknown metadata\.version '9\.9'\. Supported metadata\.version are: 3\.3-IV3, .*, 4\.3-IV0\n$/,
    );
  });

  test.each([
    [[], 'kafka-storage: error: too few arguments'],
    [['foo'], "kafka-storage: error: invalid choice: 'foo'"],
    [['info'], 'kafka-storage: error: argument --config/-c is required'],
    [['info', '-c', 'missing'], 'it does not exist'],
    [['format', '-t', ID], 'Missing required argument "[config]"'],
  ])('complains of %j', async (args, message) => {
    const { err, exitCode } = await storage(...args);
    expect(err).toContain(message);
    expect(exitCode).toBe(1);
  });
});
