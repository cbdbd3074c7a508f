/**
 * Which run of which program a pid stands for.
 *
 * A pid alone is not a name: it is given again after its process ends, and in a container every
 * first process is 1. Linux tells when a process started, in clock ticks since boot, and names the
 * boot; the three together never come twice.
 */
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and start tick; empty where the system does not tell. */
  readonly started: string;
}

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= { pid: process.pid, started: startOf(process.pid) ?? '' };
  return own;
}

/** Whether that very process lives; where its start is unknown, whether the pid is in use. */
export function isAlive(identity: ProcessIdentity): boolean {
  const started = startOf(identity.pid);
  if (started !== undefined && identity.started !== '') return started === identity.started;
  // On Linux, a pid without an entry in /proc is not in use.
  if (ownIdentity().started !== '' && started === undefined) return false;
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (cause) {
    // EPERM: there is such a process, and it is not ours to signal.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat, after the parenthesised program name, which may hold spaces. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // A zombie (field 3) holds nothing: it has ended, and its parent has not looked yet.
    return fields[0] === 'Z' ? undefined : `${boot}/${fields[19]}`;
  } catch {
    return undefined;
  }
}
