/**
 * Small files that are replaced as a whole: checkpoints, metadata, snapshots.
 *
 * A reader must find the old content or the new one, never a mixture, so the new content is
 * written under another name and renamed into place. How much a crash of the machine may undo is
 * the caller's choice:
 *
 *   replaceFile        a crash may bring the old content back, or leave an empty file
 *   replaceFileDurably the new content is there once the promise resolves: write, sync, rename,
 *                      sync the directory, in this order
 *
 * Source: org.apache.kafka.server.common.CheckpointFile, Utils.atomicMoveWithFallback.
 */
import type { Disk } from '#env/disk.ts';
import { parentDirectory } from '#storage/log-files.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Replaces a file's content at once, without waiting for the disk. */
export function replaceFile(disk: Disk, path: string, content: Uint8Array): void {
  const temporary = `${path}.tmp`;
  const file = disk.open(temporary, 'create');
  file.truncate(0);
  file.write(0, content);
  file.close();
  disk.rename(temporary, path);
}

/** Replaces a file's content and makes it durable. */
export async function replaceFileDurably(
  disk: Disk,
  path: string,
  content: Uint8Array,
): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = disk.open(temporary, 'create');
  file.truncate(0);
  file.write(0, content);
  await file.sync();
  file.close();
  disk.rename(temporary, path);
  await disk.syncDirectory(parentDirectory(path));
}

/** A whole file's bytes, or undefined where there is no file. */
export function readFile(disk: Disk, path: string): Uint8Array | undefined {
  const size = disk.stat(path)?.size;
  if (size === undefined) return undefined;
  const bytes = new Uint8Array(size);
  const file = disk.open(path, 'read');
  try {
    return bytes.subarray(0, file.read(0, bytes));
  } finally {
    file.close();
  }
}

/** A whole file as UTF-8 text, or undefined where there is no file. */
export function readText(disk: Disk, path: string): string | undefined {
  const bytes = readFile(disk, path);
  return bytes === undefined ? undefined : decoder.decode(bytes);
}

/** Text as the bytes that these files hold. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}
