/**
 * The inspector without its page: what is shown after what a reader does.
 */
import { describe, expect, test } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { leavesOf } from '../../../../course/bytes/byte-node.ts';
import { simulations } from '../../../../course/lesson/simulations.ts';
import {
  type AskBroker,
  askBroker,
  type Question,
} from '../../../../site/simulations/byte-inspector/ask-broker.ts';
import { Inspector } from '../../../../site/simulations/byte-inspector/inspector.ts';
import { readFragment, writeFragment } from '../../../../site/simulations/byte-inspector/link.ts';
import { usualForm } from '../../../../site/simulations/byte-inspector/produce-form.ts';
import {
  scenarioNames,
  scenarioState,
} from '../../../../site/simulations/byte-inspector/scenarios.ts';
import { firstState, type State } from '../../../../site/simulations/byte-inspector/state.ts';
import { keyOf, visibleRows } from '../../../../site/simulations/byte-inspector/tree-rows.ts';
import { pathText } from '../../../../site/simulations/byte-inspector/value-text.ts';
import { inWords } from '../../../../site/simulations/byte-inspector/words.ts';

const ask: AskBroker = (question) => askBroker(nodeHost, question);

async function open(state: State = firstState): Promise<Inspector> {
  const inspector = new Inspector(ask, nodeHost.codecs, { state, complaints: [] });
  await inspector.load();
  return inspector;
}

/** Resolves when the broker has answered. */
async function settled(inspector: Inspector): Promise<Inspector> {
  while (inspector.view().waits) {
    await new Promise<void>((done) => {
      const stop = inspector.subscribe(() => {
        stop();
        done();
      });
    });
  }
  return inspector;
}

function scenario(name: string): State {
  const state = scenarioState(name);
  if (state === undefined) throw new Error(`no scenario ${name}`);
  return state;
}

function words(inspector: Inspector): string {
  return inWords(inspector.view()).join('\n');
}

function placeOf(inspector: Inspector, path: RegExp): number {
  const root = inspector.view().shown?.root;
  for (const leaf of root === undefined ? [] : leavesOf(root)) {
    if (path.test(leaf.path)) return leaf.node.at;
  }
  throw new Error(`no field like ${path}`);
}

describe('the inspector', () => {
  test('shows the request, the answer and the files that it becomes', async () => {
    const inspector = await open();
    const seen = inspector.view().views.map((view) => {
      inspector.look(view);
      return words(inspector).split('\n')[0];
    });
    expect(seen).toEqual([
      '145 bytes: requests.',
      '57 bytes: ProduceResponse v9.',
      '97 bytes: record batches.',
      '0 bytes: offset index.',
      '12 bytes: time index.',
    ]);
  });

  test('says of a byte which field it belongs to, and how that is read', async () => {
    const inspector = await open();
    inspector.choose(placeOf(inspector, /records\[1\]\.timestampDelta/));
    expect(words(inspector)).toContain(
      'timestampDelta, varlong, bytes 133 to 134: 300. Timestamp − baseTimestamp. Seven bits of each ' +
        'byte, the lowest first: 1011000 + 0000100·2^7 = 600; zigzag 600 is 300.',
    );
  });

  test('has the broker refuse a request whose byte was changed, and take it after undo', async () => {
    const inspector = await open();
    const at = placeOf(inspector, /records\[0\]\.value$/);
    inspector.edit(at, 0x39);
    expect(words(inspector)).toMatch(/crc: The CRC says 0x[0-9a-f]+; the bytes it covers have 0x/);
    await settled(inspector);
    expect(words(inspector)).toContain('error 2, CORRUPT_MESSAGE');
    inspector.look('log');
    expect(inspector.view().shown?.bytes).toHaveLength(0);
    inspector.look('request');
    inspector.undo();
    await settled(inspector);
    expect(words(inspector)).toContain('no error; the first record got offset 0');
    expect(inspector.view().state.edits).toEqual([]);
  });

  test('opens compressed records, and comes back from them', async () => {
    const inspector = await open(scenario('compressed'));
    inspector.open();
    expect(inspector.view().shown).toMatchObject({ isInside: true });
    const first = placeOf(inspector, /records\[0\]\.length|^\[0\]\.length/);
    expect(first).toBe(0);
    inspector.edit(0, 1);
    expect(inspector.view().state.edits).toEqual([]);
    inspector.close();
    expect(inspector.view().state.at).toBe(61);
  });

  test('sends pasted bytes to a broker when it is asked to', async () => {
    const inspector = await open(scenario('a-request'));
    await inspector.ask();
    expect(words(inspector)).toContain('ApiVersions v3, number 7: no error.');
    expect(inspector.view().answer?.received?.layout).toBe('response-frames:ApiVersionsResponse:3');
    inspector.edit(7, 99);
    await inspector.ask();
    expect(words(inspector)).toContain('error 35, UNSUPPORTED_VERSION');
  });

  test('says why what no client sends can’t be sent', async () => {
    const inspector = await open();
    await inspector.paste(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2), 'offset-index');
    await inspector.ask();
    expect(words(inspector)).toContain('No client sends this to a broker');
  });

  test('answers the last question only, when they come faster than the broker', async () => {
    const inspector = await open();
    for (let version = 3; version < 9; version++) void inspector.produce({ ...usualForm, version });
    await inspector.produce({ ...usualForm, version: 13 });
    expect(words(inspector)).toContain('Produce v13, number 1: no error');
  });

  test('puts one question at a time to the broker, and of those that wait the last one', async () => {
    const asked: Question[] = [];
    let underWay = 0;
    const slow: AskBroker = async (question) => {
      asked.push(question);
      underWay += 1;
      expect(underWay).toBe(1);
      const answer = await askBroker(nodeHost, question);
      underWay -= 1;
      return answer;
    };
    const reading = { state: firstState, complaints: [] };
    const inspector = new Inspector(slow, nodeHost.codecs, reading);
    const first = inspector.load();
    await Promise.resolve();
    for (let version = 3; version < 9; version++) void inspector.produce({ ...usualForm, version });
    await Promise.all([first, inspector.produce({ ...usualForm, version: 13 })]);
    expect(asked.map((one) => (one.kind === 'form' ? one.form.version : 0))).toEqual([9, 13]);
  });

  test('shows nothing of a broker that was asked about other bytes', async () => {
    const inspector = await open();
    const late = inspector.produce({ ...usualForm, version: 3 });
    await inspector.paste(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2), 'offset-index');
    await late;
    expect(inspector.view()).toMatchObject({ waits: false, answer: undefined, views: ['bytes'] });
    expect(words(inspector)).toContain('8 bytes: offset index.');
  });
});

describe('a scenario', () => {
  test('is there for each name that is declared, and no other', () => {
    expect(scenarioNames).toEqual(Object.keys(simulations['byte-inspector']?.scenarios ?? {}));
    expect(scenarioState('nonsense')).toBeUndefined();
  });

  test.each(scenarioNames)('%s is shown again by its link', async (name) => {
    const inspector = await open(scenario(name));
    const fragment = writeFragment(inspector.view().state) ?? '';
    const again = new Inspector(
      ask,
      nodeHost.codecs,
      readFragment(fragment, () => undefined),
    );
    await again.load();
    expect(again.view().complaints).toEqual([]);
    expect(words(again)).toBe(words(inspector));
    expect(again.view().shown?.bytes).toEqual(inspector.view().shown?.bytes);
  });
});

describe('the tree', () => {
  test('is open around the chosen field, whatever else is closed', async () => {
    const inspector = await open();
    inspector.choose(placeOf(inspector, /\.crc$/));
    const { shown, path } = inspector.view();
    if (shown === undefined) throw new Error('nothing is shown');
    const closed = new Map([['r', false]]);
    const rows = visibleRows(shown.root, path, { open: closed, more: new Map() });
    const keys = rows.map(({ key }) => key);
    expect(keys).toContain(keyOf(path));
    expect(pathText(path)).toMatch(
      /^frame\[0\]\.body\.topicData\[0\].*\.records\.batch\[0\]\.crc$/,
    );
  });

  test('of a thousand entries shows the first, the chosen one, and how many are left', async () => {
    const inspector = await open();
    const entries = Uint8Array.from({ length: 8000 }, (_, at) => (at % 8 === 7 ? at >> 5 : 0));
    await inspector.paste(entries, 'offset-index');
    inspector.choose(8 * 100);
    const { shown, path } = inspector.view();
    if (shown === undefined) throw new Error('nothing is shown');
    const rows = visibleRows(shown.root, path, { open: new Map(), more: new Map() });
    const last = rows.at(-1);
    expect(last?.kind === 'more' ? last.left : 0).toBe(1000 - 105);
    expect(rows.map(({ key }) => key)).toContain('r.100.0');
  });
});
