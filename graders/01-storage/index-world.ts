/**
 * A simulated disk for the index tasks: files are put on it, and looked at, by hand.
 */
import type { Disk } from '#env/disk.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';

export interface IndexWorld {
  readonly disk: Disk;
  /** Puts a file there, with zeros behind the bytes up to `size`. */
  put(path: string, bytes: Uint8Array, size?: number): void;
  /** All bytes of a file. */
  bytesOf(path: string): Uint8Array;
  /** Reads and writes so far. */
  counts(): { readonly read: number; readonly write: number };
}

export function indexWorld(): IndexWorld {
  const { env, volume } = new SimWorld({ seed: 1, ...nodeHost }).node('n');
  const { disk } = env;
  disk.makeDirectory('d');
  return {
    disk,
    put(path, bytes, size = bytes.length) {
      const file = disk.open(path, 'create');
      file.write(0, bytes);
      file.truncate(size);
      file.close();
    },
    bytesOf(path) {
      const file = disk.open(path, 'read');
      const bytes = new Uint8Array(file.size());
      file.read(0, bytes);
      file.close();
      return bytes;
    },
    counts: () => ({ read: volume.counts.read, write: volume.counts.write }),
  };
}
