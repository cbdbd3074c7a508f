/**
 * "Only one broker uses this log directory": Kafka's `.lock` file, without flock.
 *
 * Kafka takes a Java FileLock, which is a POSIX record lock (fcntl) that the kernel drops when the
 * process dies. Node can't take one. So the holder writes who it is into the file, and whoever
 * comes next checks whether that process still lives:
 *
 *     {"pid":4711,"started":"<boot id>/<ticks since boot>"}
 *
 * The start time is there because pids are used again: 4711 may be a shell by now.
 *
 * What this sees: another Gregor on this machine (this process too), and, on Linux, a living Kafka,
 * by the inode in /proc/locks. What it can't see: a holder on another machine or in another
 * container that shares the volume; a Kafka on macOS or Windows; and a Kafka that starts later
 * does not see us. Where /proc is missing, a pid that is in use counts as the holder.
 *
 * Two that come in the same moment are told apart by a claim file that only one can create.
 */
import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { DiskError, type DiskLock } from '#env/disk.ts';
import { diskError, orDiskError } from '#env/node/disk-failure.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from '#env/node/process-identity.ts';
import { recordLockHolder, systemLocks } from '#env/node/record-locks.ts';

/** Longer than any claim is needed. */
const CLAIM_MS = 10_000;

/** Locks held by this process, by device and inode, so that no two names of one file fool it. */
const held = new Set<string>();

/** Takes the lock, or throws a `DiskError` of kind `locked` that names the holder. */
export function takeLock(path: string): DiskLock {
  const inode = orDiskError('lock', path, () => {
    closeSync(openSync(path, 'a+', 0o644));
    const { dev, ino } = statSync(path, { bigint: true });
    return { dev, ino };
  });
  const key = `${inode.dev}:${inode.ino}`;
  if (held.has(key)) throw locked(path, 'this process');
  withClaim(path, () => {
    const holder = readIdentity(path);
    if (holder !== undefined && isAlive(holder)) throw locked(path, `process ${holder.pid}`);
    const kafka = recordLockHolder(systemLocks(), inode.dev, inode.ino);
    if (kafka !== undefined) throw locked(path, `process ${kafka} (by a file lock)`);
    orDiskError('lock', path, () => writeFileSync(path, JSON.stringify(ownIdentity())));
  });
  held.add(key);
  return {
    release() {
      if (!held.delete(key)) return;
      // Kafka leaves an empty .lock file behind, and so do we.
      orDiskError('unlock', path, () => {
        const fd = openSync(path, 'r+');
        ftruncateSync(fd, 0);
        closeSync(fd);
      });
    },
  };
}

/** Runs `check` while no other process can be between its own check and its own writing. */
function withClaim(path: string, check: () => void): void {
  const claim = `${path}.claim`;
  removeDeadClaim(claim);
  let fd: number;
  try {
    fd = openSync(claim, 'wx', 0o644);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
      throw locked(path, `a process that is starting (it wrote ${claim})`);
    }
    throw diskError('lock', path, cause);
  }
  try {
    writeSync(fd, JSON.stringify(ownIdentity()));
    check();
  } finally {
    closeSync(fd);
    unlinkSync(claim);
  }
}

/** A starter that died leaves its claim behind, perhaps before it had written its name. */
function removeDeadClaim(claim: string): void {
  const found = statSync(claim, { throwIfNoEntry: false });
  if (found === undefined) return;
  const rival = readIdentity(claim);
  const isDead = rival === undefined ? Date.now() - found.mtimeMs > CLAIM_MS : !isAlive(rival);
  if (isDead) orDiskError('remove', claim, () => rmSync(claim, { force: true }));
}

function readIdentity(path: string): ProcessIdentity | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof found !== 'object' || found === null || !('pid' in found)) return undefined;
    if (!Number.isSafeInteger(found.pid)) return undefined;
    const started = 'started' in found ? String(found.started) : '';
    return { pid: found.pid as number, started };
  } catch {
    // Missing, empty (Kafka's, or released) or torn by a crash: nobody holds it.
    return undefined;
  }
}

function locked(path: string, holder: string): DiskError {
  return new DiskError(
    'locked',
    path,
    `${path} is locked by ${holder}. Stop it, or give this broker another log directory.`,
  );
}
