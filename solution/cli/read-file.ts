/**
 * A whole small file, as bytes.
 */
import type { Disk } from '#env/disk.ts';

/** @throws DiskError */
export function readFile(disk: Disk, path: string): Uint8Array {
  const file = disk.open(path, 'read');
  try {
    const bytes = new Uint8Array(file.size());
    return bytes.subarray(0, file.read(0, bytes));
  } finally {
    file.close();
  }
}
