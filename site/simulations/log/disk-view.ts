/**
 * A look at a directory of a simulated volume from outside: it costs the broker nothing, leaves no trace,
 * and works while the machine is down.
 */
import type { DiskFile } from '#env/disk.ts';
import type { SimVolume } from '#env/sim/sim-volume.ts';

export interface FileState {
  readonly name: string;
  readonly bytes: number;
}

export class DiskView {
  readonly #volume: SimVolume;
  readonly #directory: string;

  constructor(volume: SimVolume, directory: string) {
    this.#volume = volume;
    this.#directory = directory;
  }

  /** The files of the directory with their sizes, by name. */
  files(): FileState[] {
    const found = this.#volume.tree.find(this.#directory);
    if (found?.kind !== 'directory') return [];
    const names = [...found.entries.keys()].sort();
    return names.map((name) => ({ name, bytes: this.#inode(name)?.size ?? 0 }));
  }

  /** All bytes of a file; none where there is no such file. */
  bytes(name: string): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#inode(name)?.size ?? 0);
    this.#inode(name)?.read(0, bytes);
    return bytes;
  }

  /** The file, for reading alone. */
  open(name: string): DiskFile {
    const inode = this.#inode(name);
    const refuse = () => {
      throw new Error('What is only looked at is not changed.');
    };
    return {
      path: name,
      size: () => inode?.size ?? 0,
      read: (position, target) => inode?.read(position, target) ?? 0,
      write: refuse,
      truncate: refuse,
      sync: refuse,
      close: () => {},
    };
  }

  #inode(name: string) {
    const found = this.#volume.tree.find(`${this.#directory}/${name}`);
    return found?.kind === 'file' ? found : undefined;
  }
}
