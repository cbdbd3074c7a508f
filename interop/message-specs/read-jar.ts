/**
 * Reads entries out of a jar, which is a zip file, without another program.
 *
 *     entry, entry, ...   central directory (name, method, sizes, offset of each)   end record
 *                         ^ found by the end record, which is found from the back
 *
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, .12, .16.
 * Zip64 and encryption are not needed for jars of this size and are not read.
 */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_ENTRY_BYTES = 30;
const STORED = 0;

/** The texts of all entries whose name matches, by name. */
export function readJar(path: string, matching: RegExp): Map<string, string> {
  const jar = readFileSync(path);
  const end = findEnd(jar, path);
  const texts = new Map<string, string>();
  let at = jar.readUInt32LE(end + 16);
  for (let left = jar.readUInt16LE(end + 10); left > 0; left--) {
    if (jar.readUInt32LE(at) !== ENTRY_SIGNATURE) throw new Error(`${path}: broken directory`);
    const nameLength = jar.readUInt16LE(at + 28);
    const nameAt = at + DIRECTORY_ENTRY_BYTES;
    const name = jar.toString('utf8', nameAt, nameAt + nameLength);
    if (matching.test(name)) texts.set(name, contentOf(jar, at));
    at = nameAt + nameLength + jar.readUInt16LE(at + 30) + jar.readUInt16LE(at + 32);
  }
  return texts;
}

function findEnd(jar: Buffer, path: string): number {
  for (let at = jar.length - END_BYTES; at >= 0; at--) {
    if (jar.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  throw new Error(`${path} is not a jar: it has no zip directory`);
}

/** The content of the entry that the central directory describes at `at`. */
function contentOf(jar: Buffer, at: number): string {
  const method = jar.readUInt16LE(at + 10);
  const size = jar.readUInt32LE(at + 20);
  const local = jar.readUInt32LE(at + 42);
  const skipped = jar.readUInt16LE(local + 26) + jar.readUInt16LE(local + 28);
  const start = local + LOCAL_ENTRY_BYTES + skipped;
  const packed = jar.subarray(start, start + size);
  return (method === STORED ? packed : inflateRawSync(packed)).toString('utf8');
}
