/**
 * The file locks that Linux lists in /proc/locks: the only trace a Java process's FileLock leaves
 * for one that can't call fcntl.
 *
 *     1: POSIX  ADVISORY  WRITE 4711 fe:01:131 0 EOF
 *        kind              mode  pid  device (hex major:minor) and inode
 */
import { readFileSync } from 'node:fs';

/** The system's list, or nothing where there is none. */
export function systemLocks(): string {
  try {
    return readFileSync('/proc/locks', 'utf8');
  } catch {
    return '';
  }
}

/** The pid of a process that holds a write lock on the file, by the list; -1 for "some process". */
export function recordLockHolder(locks: string, device: bigint, inode: bigint): number | undefined {
  for (const line of locks.split('\n')) {
    const match = /(?:POSIX|OFDLCK|FLOCK)\s+\S+\s+WRITE\s+(-?\d+)\s+(\w+):(\w+):(\d+)\s/.exec(line);
    if (match === null) continue;
    const [, pid, major, minor, lockedInode] = match;
    if (BigInt(lockedInode ?? 0) !== inode) continue;
    if (deviceNumber(BigInt(`0x${major}`), BigInt(`0x${minor}`)) === device) return Number(pid);
  }
  return undefined;
}

/** Linux's encoding of a device (sys/sysmacros.h): 12 and 8 low bits, the rest above. */
function deviceNumber(major: bigint, minor: bigint): bigint {
  const low = ((major & 0xfffn) << 8n) | (minor & 0xffn);
  return low | ((major & ~0xfffn) << 32n) | ((minor & ~0xffn) << 12n);
}
