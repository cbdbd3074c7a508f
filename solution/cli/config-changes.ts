/**
 * The changes that `--add-config`, `--add-config-file` and `--delete-config` ask for.
 *
 *     --add-config 'retention.ms=5000,cleanup.policy=[delete,compact]'
 *     --delete-config retention.ms,segment.ms
 *
 * Brackets hold a value together that has commas in it. A value may be empty.
 */
import { UsageError } from '#cli/command-line.ts';
import type { ConfigChange } from '#clients/admin-configs.ts';

/** A comma or `=` that is not within brackets. */
const OUTSIDE_BRACKETS = String.raw`(?=[^\]]*(?:\[|$))`;
const BETWEEN_PAIRS = new RegExp(`,${OUTSIDE_BRACKETS}`);
const BETWEEN_KEY_AND_VALUE = new RegExp(String.raw`\s*=\s*${OUTSIDE_BRACKETS}`);

/** @throws UsageError when the text is not a list of `key=value`. */
export function parseAddConfig(text: string): Map<string, string> {
  const pairs = text.split(BETWEEN_PAIRS).map((pair) => pair.split(BETWEEN_KEY_AND_VALUE));
  const configs = new Map<string, string>();
  for (const [key, value, ...rest] of pairs) {
    if (key === undefined || value === undefined || rest.length > 0) {
      throw new UsageError(
        'requirement failed: Invalid entity config: all configs to be added must be in the ' +
          'format "key=val" or  "key=[val1,val2]" to group values which contain commas.',
        false,
      );
    }
    configs.set(key.trim(), value.replace(/[[\]]/g, '').trim());
  }
  return configs;
}

/** Deletions first, then what is set, as Kafka sends them. */
export function configChanges(
  toSet: ReadonlyMap<string, string>,
  toDelete: readonly string[],
): ConfigChange[] {
  for (const key of toSet.keys()) {
    if (!/^[$a-zA-Z0-9._-]*$/.test(key)) {
      throw new UsageError(`Invalid character found for config key: ${key}`, false);
    }
  }
  return [
    ...toDelete.map((name) => ({ name, operation: 'delete', value: '' }) as const),
    ...[...toSet].map(([name, value]) => ({ name, operation: 'set', value }) as const),
  ];
}
