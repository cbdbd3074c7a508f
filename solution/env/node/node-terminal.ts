/**
 * The terminal of this process, for command-line tools.
 */
import type { Terminal } from '#env/terminal.ts';

export function createNodeTerminal(): Terminal {
  return {
    args: process.argv.slice(2),
    out: (content) => void process.stdout.write(content),
    err: (text) => void process.stderr.write(text),
    lines: readLines,
    variable: (name) => process.env[name],
    onInterrupt(run) {
      process.on('SIGINT', () => run('SIGINT'));
      process.on('SIGTERM', () => run('SIGTERM'));
    },
    interactive: process.stdout.isTTY === true,
  };
}

/** Loads readline only for the tools that read standard input. */
async function* readLines(): AsyncIterable<string> {
  const { createInterface } = process.getBuiltinModule('node:readline');
  const reader = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    yield* reader;
  } finally {
    reader.close();
    // An open standard input would keep the process alive after the tool has finished with it.
    process.stdin.destroy();
  }
}
