/**
 * A line of the broker's log as people read it. The broker writes JSON, a line for each happening:
 *
 *     {"level":40,"time":1795689202062,"pid":1,"hostname":"vm","nodeId":1,"msg":"slow disk","ms":812}
 *     10:33:22 warn  slow disk  ms=812
 *
 * An error has its stack below, a line for each call: the learner's own is mostly one of the first.
 * What is no such line stays as it is.
 */
const LEVELS: Readonly<Record<number, string>> = {
  ...{ 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' },
};

/** The same in every line. */
const ALWAYS = new Set(['level', 'time', 'pid', 'hostname', 'nodeId', 'msg']);

export function logLine(line: string): string {
  const entry = parsed(line);
  if (entry === undefined) return line;
  const { level, time, msg } = entry;
  const at = typeof time === 'number' ? new Date(time).toTimeString().slice(0, 8) : '';
  const word = (LEVELS[Number(level)] ?? '').padEnd(5);
  const known = Object.entries(entry).filter(([key]) => !ALWAYS.has(key));
  const rest = known
    .filter(([, value]) => stackOf(value) === undefined)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const first = [at, word, msg, ...(rest.length === 0 ? [] : ['', ...rest])].join(' ').trim();
  const stacks = known.flatMap(([, value]) => stackOf(value)?.split('\n') ?? []);
  return [first, ...stacks.map((call) => `    ${call}`)].join('\n');
}

function stackOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('stack' in value)) return undefined;
  return typeof value.stack === 'string' ? value.stack : undefined;
}

function parsed(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return typeof value.msg === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
