/**
 * What the operating system knows about a process: processor time and memory (Linux, /proc).
 *
 *   /proc/PID/stat     fields 14 and 15: user and system time in ticks of 10 ms
 *   /proc/PID/status   VmRSS: resident now; VmHWM: the most it ever was
 */
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

export interface Memory {
  readonly residentMb: number;
  readonly peakMb: number;
}

/** Processor seconds of all threads until now, or NaN where there is no /proc. */
export function cpuSeconds(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return Number.NaN;
  // The command's name is in brackets and may hold spaces: fields are counted after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory now and at its most, in MB (2^20); NaN where there is no /proc. */
export function memory(pid: number): Memory {
  const status = read(`/proc/${pid}/status`) ?? '';
  const megabytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
