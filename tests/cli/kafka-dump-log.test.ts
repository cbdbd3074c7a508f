/**
 * kafka-dump-log over a real Kafka's log directory prints what Kafka's own DumpLogSegments printed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as kafkaDumpLog from '#cli/kafka-dump-log.ts';
import { createNodeEnv } from '#env/node/node-env.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { runTool } from './tool-run.ts';

const golden = join(import.meta.dirname, '..', 'golden').replaceAll('\\', '/');
const directory = `${golden}/kafka-4.3.1`;
const env = createNodeEnv();

const expected = (name: string) => readFileSync(join(golden, 'tools', name), 'utf8');

/** The files of some partitions, by suffix, in the order in which the golden text has them. */
function filesOf(partitions: readonly string[], suffixes: RegExp): string {
  const paths = partitions.flatMap((partition) =>
    readdirSync(`${directory}/logs/${partition}`)
      .filter((name) => suffixes.test(name))
      .sort()
      .map((name) => `${directory}/logs/${partition}/${name}`),
  );
  return paths.join(',');
}

/** Paths in the golden text are relative to the directory. */
async function dump(...args: string[]) {
  const outcome = await runTool(env, kafkaDumpLog, args);
  const relative = (text: string) => text.replaceAll(`${directory}/`, '');
  return { ...outcome, out: relative(outcome.out), err: relative(outcome.err) };
}

/** A log with one record, on a disk of its own. */
function oneRecord(key: Uint8Array | null, value: Uint8Array | null | '') {
  const { env } = new SimWorld({ seed: 1, ...nodeHost }).node('reader');
  const path = '00000000000000000000.log';
  const file = env.disk.open(path, 'create');
  file.write(0, encodeBatch({ records: [{ key, value: value || null }] }));
  file.close();
  return { env, path };
}

const ALL = /\.(log|index|timeindex|txnindex|snapshot)$/;
const dataPartitions = readdirSync(`${directory}/logs`).filter((name) => /^[^_].*-\d$/.test(name));

describe('kafka-dump-log', () => {
  test('prints every batch, record and entry of data partitions as Kafka does', async () => {
    const outcome = await dump('--files', filesOf(dataPartitions, ALL), '--print-data-log');
    expect(outcome.out).toBe(expected('dump-log-data.txt'));
    expect(outcome.exitCode).toBe(0);
  });

  test('names the files whose offsets do not follow each other', async () => {
    const files = filesOf(['transactions-0'], /\.log$/);
    expect((await dump('--files', files, '--deep-iteration')).err).toBe(
      'Non-consecutive offsets in logs/transactions-0/00000000000000000004.log\n' +
        '  -1 is followed by 4\n',
    );
  });

  test('prints the metadata log, its snapshots and the bootstrap file as JSON', async () => {
    const checkpoint = `${directory}/logs/bootstrap.checkpoint`;
    const files = filesOf(['__cluster_metadata-0'], /\.(log|index|timeindex|snapshot|checkpoint)$/);
    const args = ['--files', `${files},${checkpoint}`, '--cluster-metadata-decoder'];
    // leader-epoch-checkpoint has no dot, so it is none of these.
    expect((await dump(...args)).out).toBe(expected('dump-log-metadata.txt'));
  });

  test('prints what groups have noted as JSON', async () => {
    const log = `${directory}/group-log/00000000000000000000.log`;
    const { out } = await dump('--files', log, '--offsets-decoder');
    expect(out).toBe(expected('dump-log-offsets.txt'));
  });

  test.each([
    ['00', null, "key: Error at offset 0, skipping. Could not read version from key's buffer."],
    ['0063', '00', 'key: Unknown record type 99 at offset 0, skipping.'],
    [
      '0002000167',
      '00',
      "key: Error at offset 0, skipping. Could not read version from value's buffer.",
    ],
    [
      '0002000167',
      '0009',
      'key: Error at offset 0, skipping. Found an unknown record version 9 for 2 type',
    ],
    [
      '00020005',
      null,
      /^key: Error at offset 0, skipping\. Could not read record with version 2 from key's buffer due to: .*\.$/,
    ],
    [
      '0002000167',
      '0003000863',
      /^key: Error at offset 0, skipping\. Could not read record with version 3 from value's buffer due to: .*\.$/,
    ],
    [
      '00000001670001740000000a',
      '00000000000000000005000167000000000000000a',
      'key: {"type":"0","data":{"group":"g","topic":"t","partition":10}} payload: {"version":"0","data":{"offset":5,"metadata":"g","commitTimestamp":10}}',
    ],
    ['0002000167', null, 'key: {"type":"2","data":{"group":"g"}} payload: <DELETE>'],
    [
      '000200071f5c7530303166',
      null,
      'key: {"type":"2","data":{"group":"\\u001F\\\\u001f"}} payload: <DELETE>',
    ],
  ])('--offsets-decoder shows of key %s and value %s: %s', async (key, value, words) => {
    const { env, path } = oneRecord(Uint8Array.fromHex(key), value && Uint8Array.fromHex(value));
    const { out } = await runTool(env, kafkaDumpLog, ['--files', path, '--offsets-decoder']);
    const shown = /headerKeys: \[\] (.*)$/m.exec(out)?.[1];
    if (typeof words === 'string') expect(shown).toBe(words);
    else expect(shown).toMatch(words);
  });

  test('--offsets-decoder refuses a record without a key', async () => {
    const { env, path } = oneRecord(null, Uint8Array.of(1));
    expect(await runTool(env, kafkaDumpLog, ['--files', path, '--offsets-decoder'])).toMatchObject({
      err: 'Failed to decode message at offset 0 using the specified decoder (message had a missing key)\n',
      exitCode: 1,
    });
  });

  test('prints batches alone without --deep-iteration', async () => {
    const { out } = await dump('--files', filesOf(['codec-zstd-0'], /\.log$/));
    expect(out).toBe(expected('dump-log-shallow.txt'));
  });

  test('prints keys and values alone with --skip-record-metadata', async () => {
    const files = filesOf(['transactions-0'], /\.(log|index|timeindex|txnindex)$/);
    const args = ['--verify-index-only', '--skip-record-metadata', '--print-data-log'];
    expect((await dump('--files', files, ...args)).out).toBe(expected('dump-log-contents.txt'));
  });

  test('looks at no more than --max-bytes', async () => {
    const files = filesOf(['transactions-0'], /\.(log|index|timeindex|txnindex)$/);
    const { out } = await dump('--files', files, '--deep-iteration', '--max-bytes', '400');
    expect(out).toBe(expected('dump-log-max-bytes.txt'));
  });

  test('says whether a broker would accept an index', async () => {
    const files = filesOf(['segments-0'], /\.(index|timeindex|snapshot)$/);
    const { out } = await dump('--files', files, '--index-sanity-check');
    expect(out).toBe(expected('dump-log-sanity.txt'));
  });

  test('passes over a file of a kind that it does not know', async () => {
    const { out, err, exitCode } = await dump('--files', `${directory}/logs/meta.properties`);
    expect(out).toBe('Dumping logs/meta.properties\n');
    expect(err).toBe('Ignoring unknown file logs/meta.properties\n');
    expect(exitCode).toBe(0);
  });

  test('ends with 1 and one sentence where a file is missing', async () => {
    const { err, exitCode } = await dump('--files', `${directory}/00000000000000000000.log`);
    expect(err).toMatch(/^Could not open .*00000000000000000000\.log: it does not exist.*\n$/);
    expect(exitCode).toBe(1);
  });

  test('wants --files', async () => {
    const { err, exitCode } = await dump('--deep-iteration');
    expect(err).toMatch(/^Missing required argument "\[files\]"\nOption /);
    expect(exitCode).toBe(1);
  });
});
