/**
 * Client settings from a properties file and from `key=value` flags, as the tools take them.
 *
 * Only what this client has is read; other keys of a Kafka client are left alone, for such files
 * are shared between many programs. A security protocol is not passed over like that: who asks for
 * encryption must not get a plain connection instead.
 */
import { readFile } from '#cli/read-file.ts';
import { ToolFailure } from '#cli/run-tool.ts';
import type { ClientOptions } from '#clients/cluster-client.ts';
import { parseProperties } from '#config/server-properties.ts';
import type { Disk } from '#env/disk.ts';

export type Properties = ReadonlyMap<string, string>;

/** The properties in a file; none where no file is named. */
export function readProperties(disk: Disk, path: string | undefined): Map<string, string> {
  if (path === undefined) return new Map();
  return parseProperties(readFile(disk, path));
}

/** A whole file as UTF-8. */
export function readText(disk: Disk, path: string): string {
  return new TextDecoder().decode(readFile(disk, path));
}

/** `key=value` texts as properties; the value may hold further `=`, and may be missing. */
export function parseKeyValues(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=');
      return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** What the properties say about how to reach a cluster. */
export function clientOptions(properties: Properties, bootstrapServers: string): ClientOptions {
  refuseSecurity(properties);
  const number = (key: string) => numberOf(properties, key);
  const clientId = properties.get('client.id');
  const requestTimeoutMs = number('request.timeout.ms');
  const apiTimeoutMs = number('default.api.timeout.ms');
  const retryBackoffMs = number('retry.backoff.ms');
  return {
    bootstrapServers,
    ...(clientId !== undefined && { clientId }),
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
    ...(apiTimeoutMs !== undefined && { apiTimeoutMs }),
    ...(retryBackoffMs !== undefined && { retryBackoffMs }),
  };
}

/** A property as a whole number of at least 0. */
export function numberOf(properties: Properties, key: string): number | undefined {
  const text = properties.get(key);
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new ToolFailure(`Invalid value ${text} for configuration ${key}: Not a number of type INT`);
}

/** @throws ToolFailure where the properties ask for a connection that is not plain. */
export function refuseSecurity(properties: Properties): void {
  const protocol = properties.get('security.protocol') ?? 'PLAINTEXT';
  if (protocol.toUpperCase() === 'PLAINTEXT') return;
  throw new ToolFailure(
    `security.protocol=${protocol} is not supported yet: these tools speak PLAINTEXT only.`,
  );
}
