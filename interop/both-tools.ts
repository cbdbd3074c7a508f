/**
 * Our tool and Kafka's, pointed at one broker and given the same arguments: their words are compared.
 */
import { assertSameLines, type CheckContext } from './check.ts';
import type { ToolResult } from './kafka/java-tools.ts';

/** How a tool is called: our name of it, and its class in Kafka. */
export type ToolPair = readonly [ours: string, kafkas: string];

export interface ToolOptions {
  readonly stdin?: string;
  readonly exits?: number;
}

export class BothTools {
  readonly bootstrap: string;
  readonly #context: CheckContext;

  constructor(context: CheckContext, bootstrap: string) {
    this.#context = context;
    this.bootstrap = bootstrap;
  }

  async ours(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
    return (await this.runOurs(tool, args, options)).stdout;
  }

  async kafkas(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
    return (await this.runKafkas(tool, args, options)).stdout;
  }

  runOurs(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
    return this.#context.own(tool, ['--bootstrap-server', this.bootstrap, ...args], options);
  }

  runKafkas(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
    return this.#context.java(tool, args, { bootstrap: this.bootstrap, ...options });
  }

  /** Runs both, which must print the same, and returns it. */
  async same([ours, kafkas]: ToolPair, args: readonly string[]): Promise<string> {
    const wanted = await this.kafkas(kafkas, args);
    assertSameLines(await this.ours(ours, args), wanted, `${ours} ${args.join(' ')}`);
    return wanted;
  }

  /** The same pieces, in the order of no one: Kafka's tool keeps some things in a hash map. */
  async sameInAnyOrder(
    [ours, kafkas]: ToolPair,
    args: readonly string[],
    between: string | RegExp = '\n',
  ): Promise<string> {
    const pieces = (text: string): string => text.split(between).sort().join('\n');
    const wanted = await this.kafkas(kafkas, args);
    const what = `${ours} ${args.join(' ')}`;
    assertSameLines(pieces(await this.ours(ours, args)), pieces(wanted), what);
    return wanted;
  }
}
