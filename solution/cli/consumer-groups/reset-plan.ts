/**
 * A plan of new offsets as CSV: what `--export` writes and `--from-file` reads.
 *
 *     orders,0,17            topic, partition, offset: where one group is named
 *     billing,orders,0,17    the group before them: where there are several
 *
 * A field is quoted like Kafka's, by a library that does not look long: whatever is longer than 24
 * characters, or has one that sorts before `-`. Unlike Kafka's tool this one does not take what a
 * line lacks for 0.
 */
import { ToolFailure } from '#cli/run-tool.ts';
import type { NewGroupOffset } from '#clients/admin-group-offsets.ts';

/** The new offsets of one group. */
export interface GroupPlan {
  readonly groupId: string;
  readonly offsets: readonly NewGroupOffset[];
}

const LONGEST_UNQUOTED = 24;
const FIELD = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/** The CSV text; without the groups' names where one group alone is named. */
export function planToCsv(plans: readonly GroupPlan[], hasGroups: boolean): string {
  return plans
    .flatMap(({ groupId, offsets }) =>
      offsets.map(({ topic, partition, offset }) => {
        const fields = [...(hasGroups ? [groupId] : []), topic].map(quoted);
        return `${[...fields, partition, offset].join(',')}\n`;
      }),
    )
    .join('');
}

/**
 * The plans in a CSV text. `onlyGroup` is the group of lines that name none.
 *
 * @throws ToolFailure for a line that is no plan
 */
export function planFromCsv(text: string, onlyGroup: string | undefined): GroupPlan[] {
  const lines = text.replace(/(\r?\n)+$/, '').split(/\r?\n/);
  const rows = lines.map((line, index) => rowOf(line, index + 1, onlyGroup));
  return [...Map.groupBy(rows, ({ groupId }) => groupId)].map(([groupId, offsets]) => ({
    groupId,
    offsets,
  }));
}

function rowOf(
  line: string,
  number: number,
  onlyGroup: string | undefined,
): NewGroupOffset & { readonly groupId: string } {
  const fields = fieldsOf(line) ?? [];
  const [offset, partition, topic, groupId = onlyGroup, ...more] = fields.toReversed();
  const isWhole = isNumber(offset) && isNumber(partition) && Boolean(topic) && more.length === 0;
  if (isWhole && groupId !== undefined && topic !== undefined) {
    return { groupId, topic, partition: Number(partition), offset: Number(offset) };
  }
  const form = onlyGroup === undefined ? 'group,topic,partition,offset' : 'topic,partition,offset';
  throw new ToolFailure(`Line ${number} of the reset plan is no "${form}": '${line}'`);
}

/** The fields of a line, or undefined where a quotation has no end. */
function fieldsOf(line: string): string[] | undefined {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  for (;;) {
    const found = FIELD.exec(line);
    if (found === null) return undefined;
    const [, inQuotes, plain = '', end] = found;
    fields.push(inQuotes?.replaceAll('""', '"') ?? plain);
    if (end === '') return fields;
  }
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^\s*[+-]?\d{1,15}\s*$/.test(text);
}

function quoted(field: string): string {
  const isPlain = field.length <= LONGEST_UNQUOTED && !/[\0-,]/.test(field);
  return isPlain ? field : `"${field.replaceAll('"', '""')}"`;
}
