/**
 * The reference beside the code under test: `reference:…` in course/view-plugin.ts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, createServerModuleRunner, type ViteDevServer } from 'vite';
import type { ModuleRunner } from 'vite/module-runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, type View } from '../../course/view.ts';
import { viewPlugin } from '../../course/view-plugin.ts';

/** A learner's file whose varints are all `ee`. */
const BROKEN_VARINT = `
  import { EncodeError } from '#protocol/wire-error.ts';
  export function writeUnsignedVarint(to: { bytes: Uint8Array; position: number }): void {
    to.bytes[to.position++] = 0xee;
  }
  export const readUnsignedVarint = () => 0;
  export const unsignedVarintSize = () => 1;
  export const readVarint = () => 0;
  export const readVarlong = () => 0;
  export const writeVarint = writeUnsignedVarint;
  export const writeVarlong = writeUnsignedVarint;
  export const [varintSize, varlongSize] = [unsignedVarintSize, unsignedVarintSize];
  export { EncodeError };
`;

/** Plays the grader: what it sees of both graphs. */
const GRADER = `
  import * as varint from '#protocol/varint.ts';
  import { EncodeError } from '#protocol/wire-error.ts';
  import { Writer } from '#protocol/writer.ts';
  import * as referenceVarint from 'reference:protocol/varint.ts';
  import { EncodeError as ReferenceEncodeError } from 'reference:protocol/wire-error.ts';
  import { Writer as ReferenceWriter } from 'reference:protocol/writer.ts';
  export { varint, EncodeError, Writer, referenceVarint, ReferenceEncodeError, ReferenceWriter };
`;

type AnyWriter = new () => { unsignedVarint(value: number): void; bytes(): Uint8Array };

interface Seen {
  readonly varint: { readonly EncodeError: unknown };
  readonly EncodeError: unknown;
  readonly Writer: AnyWriter;
  readonly referenceVarint: { varintSize(value: number): number };
  readonly ReferenceEncodeError: new () => Error;
  readonly ReferenceWriter: AnyWriter;
}

let tree: string;
let server: ViteDevServer;
let runner: ModuleRunner;
let seen: Seen;

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'gregor-reference-'));
  mkdirSync(join(tree, 'protocol'));
  writeFileSync(join(tree, 'protocol', 'varint.ts'), BROKEN_VARINT);
  writeFileSync(join(tree, 'grader.ts'), GRADER);
  const view: View = {
    name: 'chapter',
    learnerTree: tree,
    learnerFiles: ['protocol/varint.ts'],
  };
  server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [viewPlugin(view)],
  });
  runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
  seen = await runner.import<Seen>(join(tree, 'grader.ts'));
});

afterAll(async () => {
  await server.close();
  rmSync(tree, { recursive: true, force: true });
});

function bytesOf300(Writer: AnyWriter): number[] {
  const writer = new Writer();
  writer.unsignedVarint(300);
  return [...writer.bytes()];
}

describe('the reference beside the code under test', () => {
  test("does not meet a learner's broken varint, which the view's own writer does meet", () => {
    expect(bytesOf300(seen.Writer)).toEqual([0xee]);
    expect(bytesOf300(seen.ReferenceWriter)).toEqual([0xac, 0x02]);
  });

  test('is one module for one file, whichever way it was imported, and so is the view', () => {
    expect(seen.varint.EncodeError).toBe(seen.EncodeError);
    expect(() => seen.referenceVarint.varintSize(0.5)).toThrow(seen.ReferenceEncodeError);
    expect(seen.ReferenceEncodeError).not.toBe(seen.EncodeError);
  });

  test('loads each file at most once in each graph', () => {
    const ids = [...runner.evaluatedModules.idToModuleMap.keys()];
    const errors = ids.filter((id) => id.includes('solution/protocol/wire-error.ts'));
    const path = join(root, 'solution/protocol/wire-error.ts');
    expect(errors.sort()).toEqual([path, `${path}?reference`]);
    const varints = ids.filter((id) => id.includes('protocol/varint.ts'));
    expect(varints.sort()).toEqual(
      [
        join(tree, 'protocol/varint.ts'),
        join(root, 'solution/protocol/varint.ts?reference'),
      ].sort(),
    );
  });
});
