/**
 * Kafka's DumpLogSegments over a log directory that the broker wrote and closed: logs, indexes,
 * producer snapshots, the metadata log. It reads with Kafka's own classes and says what disagrees.
 */
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assertMatch, type Check, type CheckContext, check } from '../check.ts';
import { writtenBy } from './data-set.ts';

const complaint = /mismatch|out of order|isvalid: false|Exception|corrupt|Could not|failed/i;

async function filesOf(context: CheckContext, ending: RegExp): Promise<string[]> {
  const { directory } = await writtenBy(context, 'target', 'data-set-to-dump');
  return filesIn(directory, ending);
}

/** The files of topics in a log directory. */
export function filesIn(directory: string, ending: RegExp): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => ending.test(name) && !name.startsWith('__cluster'));
  assert.ok(files.length > 0, `no file like ${ending} in ${directory}`);
  return files.map((name) => join(directory, name)).sort();
}

/** What DumpLogSegments says of files; fails where it complains about one. */
export async function dump(
  context: CheckContext,
  files: string[],
  ...flags: string[]
): Promise<string> {
  const { stdout, stderr } = await context.program('DumpLogSegments', [
    '--files',
    files.join(','),
    ...flags,
  ]);
  const said = `${stdout}${stderr}`;
  const bad = said.split('\n').filter((line) => complaint.test(line));
  assert.deepEqual(bad, [], `DumpLogSegments ${flags.join(' ')} complains`);
  return stdout;
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

async function logs(context: CheckContext): Promise<string> {
  return dumpLogs(context, await filesOf(context, /\.log$/));
}

async function dumpLogs(context: CheckContext, files: string[]): Promise<string> {
  // Offsets have gaps where a topic was compacted, and only there.
  const gaps = /compacted/;
  const whole = files.filter((file) => !gaps.test(file));
  const text = await dump(context, whole, '--deep-iteration', '--print-data-log');
  assert.ok(!/Non-consecutive/.test(text), 'offsets of a log that is not compacted have gaps');
  const compacted = files.filter((file) => gaps.test(file));
  const cleaned = await dump(context, compacted, '--deep-iteration', '--print-data-log');
  const records = count(text + cleaned, /^\| offset: /gm);
  assert.ok(records > 300, `${records} records`);
  return `${files.length} segments, ${records} records`;
}

async function indexes(context: CheckContext, ending: RegExp): Promise<string> {
  const all = await filesOf(context, ending);
  const files = all.filter((file) => statSync(file).size > 0);
  const entries = count(await dump(context, files), /^(offset|timestamp): /gm);
  await dump(context, files, '--verify-index-only');
  const sane = await dump(context, files, '--index-sanity-check');
  assert.equal(count(sane, /passed sanity check/g), files.length);
  assert.ok(entries > 20, `${entries} entries`);
  return `${files.length} files, ${entries} entries`;
}

async function snapshots(context: CheckContext): Promise<string> {
  const files = await filesOf(context, /\.snapshot$/);
  const text = await dump(context, files);
  const producers = count(text, /^producerId: \d+ producerEpoch: 0 /gm);
  assert.ok(producers > 5, text);
  return `${files.length} files, ${producers} producers`;
}

async function metadataLog(context: CheckContext): Promise<string> {
  const { directory } = await writtenBy(context, 'target', 'data-set-to-dump');
  const log = join(directory, '__cluster_metadata-0');
  const files = readdirSync(log).filter((name) => /\.(log|checkpoint)$/.test(name));
  const paths = files.map((name) => join(log, name));
  const text = await dump(context, paths, '--cluster-metadata-decoder', '--skip-record-metadata');
  for (const type of [
    'TOPIC_RECORD',
    'PARTITION_RECORD',
    'CONFIG_RECORD',
    'FEATURE_LEVEL_RECORD',
    'REGISTER_BROKER_RECORD',
  ]) {
    assertMatch(text, new RegExp(`"type":"${type}"`), 'the metadata log');
  }
  return `${files.length} files, ${count(text, /"type":"/g)} records`;
}

/** First as kill -9 left it, then as the next start left it: whole either time. */
async function afterKill(context: CheckContext): Promise<string> {
  const { directory, ports } = await writtenBy(context, 'killed', 'killed-to-dump');
  const left = await dumpLogs(context, filesIn(directory, /\.log$/));
  const broker = await context.world.startTarget({ dataDirectory: directory, ...ports });
  await broker.stop();
  assert.equal(await dumpLogs(context, filesIn(directory, /\.log$/)), left);
  const indexes = filesIn(directory, /\.(index|timeindex)$/).filter((f) => statSync(f).size > 0);
  await dump(context, indexes, '--verify-index-only');
  await dump(context, filesIn(directory, /\.snapshot$/));
  return `${left}; after recovery ${indexes.length} indexes`;
}

const dumpLog = (action: string, run: Check['run']): Check =>
  check('Java DumpLogSegments', action, ['jars'], run);

export const dumpChecks: Check[] = [
  dumpLog('--deep-iteration over our logs', logs),
  dumpLog('our offset indexes: dump, verify, sanity', (context) => indexes(context, /\.index$/)),
  dumpLog('our time indexes: dump, verify, sanity', (context) => indexes(context, /\.timeindex$/)),
  dumpLog('our producer snapshots', snapshots),
  dumpLog('our __cluster_metadata, decoded', metadataLog),
  dumpLog('our logs and indexes after kill -9', afterKill),
];
