/**
 * What the operating system's file error codes mean to a log store, in words an operator can use.
 */
import { DiskError, type DiskErrorKind } from '#env/disk.ts';

const KINDS: Readonly<Record<string, DiskErrorKind>> = {
  ENOENT: 'missing',
  EEXIST: 'exists',
  ENOTEMPTY: 'exists',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  ENOTDIR: 'not-a-directory',
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EEXIST: 'it exists already',
  ENOTEMPTY: 'the directory is not empty',
  EACCES: 'permission denied',
  EPERM: 'the operating system does not permit it',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than allowed',
  ENOTDIR: 'part of the path is not a directory',
  EISDIR: 'it is a directory',
  EMFILE: 'this process has too many files open (raise ulimit -n)',
  ENFILE: 'the system has too many files open',
  EIO: 'the device reports an input/output error',
};

/** A sentence such as "Could not open data/meta.properties: permission denied (EACCES)." */
export function diskError(action: string, path: string, cause: unknown): DiskError {
  if (cause instanceof DiskError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const why = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  const named = code === '' ? why : `${why} (${code})`;
  return new DiskError(KINDS[code] ?? 'io', path, `Could not ${action} ${path}: ${named}.`, cause);
}

/** Runs `operation`; what it throws becomes a `DiskError`. */
export function orDiskError<T>(action: string, path: string, operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    throw diskError(action, path, cause);
  }
}
