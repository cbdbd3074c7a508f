/**
 * How many 100-byte records a second one core validates and appends, and where the time goes.
 *
 *     node bench/append-in-process.ts [--seconds 3]
 *
 * A client's batches of 64 KiB (uncompressed, 100-byte values) go through what a Produce request's
 * records go through between the socket and the page cache:
 *
 *     checksum -> header -> walk of each record -> offsets patched -> producer state -> write()
 *
 * Network and protocol are not in it. Each stage is also run alone, on the same batches, so that
 * the sum can be compared with the whole. The write goes to a file in the temporary directory,
 * which is cut back every 256 MiB: the page cache's price, not the disk's.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeCodecs } from '#env/node/node-codecs.ts';
import { NodeDisk } from '#env/node/node-disk.ts';
import { validateAppend } from '#storage/append-validation.ts';
import { computeBatchCrc } from '#storage/batch-checksum.ts';
import { readBatchHeader } from '#storage/batch-header.ts';
import { openRecords } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { defaultLogConfig } from '#storage/log-config.ts';
import { ProducerState } from '#storage/producer-state.ts';

const BATCH_BYTES = 64 * 1024;
const VALUE_BYTES = 100;
const REWIND_BYTES = 256 * 1024 * 1024;
const NOW = 1_700_000_000_000;
const seconds = Number(process.argv[process.argv.indexOf('--seconds') + 1]) || 3;

const batch = makeBatch();
const header = readBatchHeader(batch);
const config = defaultLogConfig;
const producerState = new ProducerState({ producerIdExpirationMs: 86_400_000, codecs: nodeCodecs });

const directory = mkdtempSync(join(tmpdir(), 'append-in-process-'));
const file = new NodeDisk().open(join(directory, '00000000000000000000.log'), 'create');
try {
  report();
} finally {
  file.close();
  rmSync(directory, { recursive: true });
}

function report(): void {
  const whole = measure(validateAndAppend());
  const stages: [string, number][] = [
    ['copying the frame (made by the bench)', measure(copyFrame)],
    ['checksum (CRC32C)', measure(() => computeBatchCrc(batch, 0, batch.length))],
    ['walking the records', measure(walkRecords)],
    ['write to the page cache', measure(writeToFile())],
  ];
  const perSecond = (nanoseconds: number) => Math.round(1e9 / nanoseconds).toLocaleString('en');
  console.log(
    `${header.recordCount} records of ${VALUE_BYTES} bytes in batches of ${batch.length} bytes`,
  );
  const verdict = whole < 1000 ? 'pass' : 'MISS';
  console.log(`validated and appended: ${perSecond(whole)} records a second on one core`);
  console.log(`target: over 1,000,000, ${verdict}`);
  console.log(`\n${'stage'.padEnd(40)}${'ns a record'.padStart(12)}${'share'.padStart(8)}`);
  let known = 0;
  for (const [name, nanoseconds] of stages) {
    known += nanoseconds;
    console.log(line(name, nanoseconds, whole));
  }
  console.log(line('the rest', whole - known, whole));
  console.log(line('all of it', whole, whole));
}

function line(name: string, nanoseconds: number, whole: number): string {
  const share = `${((100 * nanoseconds) / whole).toFixed(0)} %`;
  return name.padEnd(40) + nanoseconds.toFixed(1).padStart(12) + share.padStart(8);
}

/** The whole path, with what the log keeps for it: next offset, producer state, file position. */
function validateAndAppend(): () => void {
  let nextOffset = 0;
  let position = 0;
  return () => {
    const records = copyFrame();
    const context = { nextOffset, now: NOW, leaderEpoch: 7, config, codecs: nodeCodecs };
    const result = validateAppend(records, { origin: 'client', ...context });
    if (!result.ok) throw new Error(result.message);
    const prepared = producerState.prepare(result.records, result.batches, 'client');
    if (prepared.kind !== 'accepted') throw new Error(prepared.kind);
    position = position > REWIND_BYTES ? 0 : position;
    file.write(position, result.records);
    producerState.commit(prepared.update);
    position += result.records.length;
    nextOffset = result.lastOffset + 1;
  };
}

/** What arrives on a socket is new memory each time, and validation patches it. */
function copyFrame(): Uint8Array {
  return batch.slice();
}

function walkRecords(): void {
  const cursor = openRecords(batch, header, nodeCodecs);
  while (cursor.next());
}

function writeToFile(): () => void {
  let position = 0;
  return () => {
    position = position > REWIND_BYTES ? 0 : position;
    file.write(position, batch);
    position += batch.length;
  };
}

/** Nanoseconds per record, after a warm-up of a fifth of the time. */
function measure(run: () => unknown): number {
  for (const end = performance.now() + seconds * 200; performance.now() < end; ) run();
  let runs = 0;
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    for (let i = 0; i < 10; i++) run();
    runs += 10;
  }
  return ((performance.now() - start) * 1e6) / (runs * header.recordCount);
}

function makeBatch(): Uint8Array {
  const value = new Uint8Array(VALUE_BYTES).map((_, index) => index * 31);
  const records = Array.from({ length: Math.floor((BATCH_BYTES - 61) / 110) }, (_, index) => ({
    timestamp: NOW + index,
    value,
  }));
  return encodeBatch({ records });
}
