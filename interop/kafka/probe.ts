/**
 * The smallest client there is: one raw Metadata request, to learn whether a broker serves.
 *
 * It is written by hand so that it depends on nothing that it helps to test, and so cheap that the
 * start-up time of a broker can be measured with it (no JVM, no client library, a try every 5 ms).
 *
 *   request    size int32 | apiKey 3 | version 1 | correlationId | clientId "probe" | topics: 0
 *   response   size int32 | correlationId | brokers: count int32 ...
 *
 * Invariant: `waitUntilServing` returns only after an answer that names at least one broker.
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const CLIENT_ID = 'probe';

function metadataRequest(): Buffer {
  const body = Buffer.alloc(4 + 2 + 2 + 4 + 2 + CLIENT_ID.length + 4);
  body.writeInt32BE(body.length - 4, 0);
  body.writeInt16BE(3, 4);
  body.writeInt16BE(1, 6);
  body.writeInt32BE(7, 8);
  body.writeInt16BE(CLIENT_ID.length, 12);
  body.write(CLIENT_ID, 14, 'latin1');
  body.writeInt32BE(0, 14 + CLIENT_ID.length);
  return body;
}

/** The number of brokers that the broker at this address names, or undefined when none answers. */
export function askMetadata(
  host: string,
  port: number,
  timeoutMs: number,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let answer = Buffer.alloc(0);
    const end = (brokers: number | undefined): void => {
      socket.destroy();
      resolve(brokers);
    };
    socket.setTimeout(timeoutMs, () => end(undefined));
    socket.on('error', () => end(undefined));
    socket.on('close', () => resolve(undefined));
    socket.on('connect', () => socket.write(metadataRequest()));
    socket.on('data', (piece: Buffer) => {
      answer = Buffer.concat([answer, piece]);
      if (answer.length >= 12) end(answer.readInt32BE(8));
    });
  });
}

/** Asks every few milliseconds. `alive` says whether it still makes sense to wait. */
export async function waitUntilServing(
  host: string,
  port: number,
  options: { timeoutMs: number; alive: () => boolean },
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  while (Date.now() < deadline && options.alive()) {
    const brokers = await askMetadata(host, port, Math.max(50, deadline - Date.now()));
    if (brokers !== undefined && brokers > 0) return;
    await sleep(5);
  }
  const why = options.alive() ? `no answer within ${options.timeoutMs} ms` : 'the process ended';
  throw new Error(`no broker serves on ${host}:${port}: ${why}`);
}
