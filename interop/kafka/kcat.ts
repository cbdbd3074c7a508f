/**
 * kcat, the command line of librdkafka: the most used client that is not Java.
 *
 * Found on the path; when missing and we may install (Debian or Ubuntu, as root), fetched from the
 * distribution's packages. Otherwise the reason says what to do, and its lines are skipped aloud.
 */
import { type ProcessResult, runProcess } from './run-process.ts';

export type Kcat =
  | { readonly version: string; readonly reason?: undefined }
  | { readonly version?: undefined; readonly reason: string };

export async function findKcat(): Promise<Kcat> {
  const present = await version();
  if (present !== undefined) return { version: present };
  if (process.getuid?.() === 0) {
    process.stderr.write('Installing kcat from the distribution (apt-get install kcat) ...\n');
    await install();
    const installed = await version();
    if (installed !== undefined) return { version: installed };
  }
  return { reason: 'kcat is not on the path: apt-get install kcat, or brew install kcat' };
}

/** Runs kcat against a broker, quietly. */
export function kcat(
  bootstrap: string,
  args: readonly string[],
  options: { stdin?: string | Uint8Array } = {},
): Promise<ProcessResult> {
  return runProcess('kcat', ['-b', bootstrap, ...args], { timeoutMs: 30_000, ...options });
}

async function version(): Promise<string | undefined> {
  try {
    const { stdout } = await runProcess('kcat', ['-V']);
    return /Version (\S+).*librdkafka (\S+)/
      .exec(stdout.toString('utf8'))
      ?.slice(1, 3)
      .join(' on librdkafka ');
  } catch {
    return undefined;
  }
}

async function install(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await runProcess('apt-get', ['update', '-q'], { env, timeoutMs: 120_000 });
    await runProcess('apt-get', ['install', '-y', '-q', 'kcat'], { env, timeoutMs: 180_000 });
  } catch {
    // No apt-get here: the caller tells what to do.
  }
}
