/**
 * `meta.properties`: whose log directory this is.
 *
 *   version=1
 *   cluster.id=4cpkQ0rIQ7yD1sMSCsIGnQ
 *   node.id=1
 *   directory.id=9Kf0pTsRSWqWq3xkV6mPpw
 *
 * Formatting a directory writes it, and every start compares it: a directory mounted at the wrong
 * place would otherwise make a broker serve another cluster's records, or lose its own. The
 * directory's own id lets the controller tell a broker's disks apart (KIP-858).
 *
 * The file is one of Java's properties files; what Kafka writes and reads of that format is
 * `key=value` lines and `#` comments.
 *
 * Source: org.apache.kafka.metadata.properties.MetaProperties.
 */
import type { Env } from '#env/env.ts';
import { isUuid, uuidFromBytes, ZERO_UUID } from '#protocol/uuid.ts';
import { readText, replaceFileDurably, utf8 } from '#storage/durable-file.ts';
import { joinPath } from '#storage/log-files.ts';

const FILE_NAME = 'meta.properties';
const VERSION = '1';

export interface MetaProperties {
  readonly clusterId: string;
  readonly nodeId: number;
  readonly directoryId: string;
}

/** A directory that this broker must not use. The message says what to do. */
export class UnusableLogDirectory extends Error {
  override readonly name = 'UnusableLogDirectory';
}

/** The file's content, or undefined where the directory was never formatted. */
export function readMetaProperties(
  env: Env,
  directory: string,
): (Omit<MetaProperties, 'directoryId'> & { directoryId?: string }) | undefined {
  const path = joinPath(directory, FILE_NAME);
  const text = readText(env.disk, path);
  if (text === undefined) return undefined;
  const values = parseProperties(text);
  const fail = (fault: string): never => {
    throw new UnusableLogDirectory(
      `${path} is damaged: ${fault}. Restore the file from a copy, or empty the directory and ` +
        'format it anew with kafka-storage format, which loses its records.',
    );
  };
  const version = values.get('version');
  if (version !== VERSION) fail(`version is "${version ?? ''}", not ${VERSION}`);
  const clusterId = values.get('cluster.id') || fail('cluster.id is missing');
  const nodeId = values.get('node.id') ?? fail('node.id is missing');
  if (!/^\d+$/.test(nodeId)) fail(`node.id is "${nodeId}", not a number`);
  const directoryId = values.get('directory.id');
  if (directoryId === undefined) return { clusterId, nodeId: Number(nodeId) };
  if (!isUuid(directoryId)) fail(`directory.id is "${directoryId}", not an id`);
  return { clusterId, nodeId: Number(nodeId), directoryId };
}

/** Writes the file; durable once the promise resolves. */
export async function writeMetaProperties(
  env: Env,
  directory: string,
  properties: MetaProperties,
): Promise<void> {
  const lines = [
    '#',
    `cluster.id=${properties.clusterId}`,
    `directory.id=${properties.directoryId}`,
    `node.id=${properties.nodeId}`,
    `version=${VERSION}`,
    '',
  ];
  await replaceFileDurably(env.disk, joinPath(directory, FILE_NAME), utf8(lines.join('\n')));
}

/**
 * Reads the file and checks that the directory is this node's; gives the directory an id if an
 * older Kafka left it without one.
 *
 * @throws UnusableLogDirectory when it is unformatted, damaged, or somebody else's.
 */
export async function settleMetaProperties(
  env: Env,
  directory: string,
  expected: { readonly clusterId?: string; readonly nodeId: number },
): Promise<MetaProperties> {
  const found = readMetaProperties(env, directory);
  if (found === undefined) {
    throw new UnusableLogDirectory(
      `${directory} is not formatted: it has no ${FILE_NAME}. Run kafka-storage format first.`,
    );
  }
  if (expected.clusterId !== undefined && found.clusterId !== expected.clusterId) {
    throw new UnusableLogDirectory(
      `${directory} belongs to the cluster ${found.clusterId}, not to ${expected.clusterId}. ` +
        'Point log.dirs at the right directory.',
    );
  }
  if (found.nodeId !== expected.nodeId) {
    throw new UnusableLogDirectory(
      `${directory} belongs to node ${found.nodeId}; this node's node.id is ${expected.nodeId}. ` +
        'Set node.id, or point log.dirs at the right directory.',
    );
  }
  if (found.directoryId !== undefined) return { ...found, directoryId: found.directoryId };
  const complete = { ...found, directoryId: randomUuid(env) };
  await writeMetaProperties(env, directory, complete);
  return complete;
}

/** A new id (RFC 9562 version 4). Kafka takes none that begins with a dash: tools read it as a flag. */
export function randomUuid(env: Env): string {
  for (;;) {
    const bytes = env.crypto.randomBytes(16);
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
    const uuid = uuidFromBytes(bytes);
    if (!uuid.startsWith('-') && uuid !== ZERO_UUID) return uuid;
  }
}

function parseProperties(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*([^#!=:\s][^=:\s]*)\s*[=:]\s*(.*?)\s*$/.exec(line);
    // Java escapes separators in values; ids have none, but a hand may have added them.
    if (match !== null)
      values.set(match[1] as string, (match[2] as string).replace(/\\(.)/g, '$1'));
  }
  return values;
}
