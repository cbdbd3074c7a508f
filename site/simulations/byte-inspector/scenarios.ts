/**
 * What lessons open the inspector with; `course/lesson/simulations.ts` says what to try in each.
 */
import type { Codecs } from '#env/codecs.ts';
import { ApiVersionsRequest } from '#protocol/messages/api-versions.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { type ByteNode, leavesOf } from '../../../course/bytes/byte-node.ts';
import { describeLayout } from '../../../course/bytes/describe-layout.ts';
import { joined } from '../../../course/bytes/joined.ts';
import { type FormRecord, usualForm } from './produce-form.ts';
import { produceFrames } from './produce-request.ts';
import { firstState, pastedState, producedState, type State } from './state.ts';

const ANY_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

/** The usual form compresses nothing. */
const noCodecs: Codecs = {
  compress: (codec) => never(codec),
  decompress: (codec) => never(codec),
};

const scenarios: Readonly<Record<string, () => State>> = {
  'a-batch': () => firstState,

  'a-changed-byte': () => {
    const value = leafOfRequest(/records\[0\]\.value$/);
    const crc = leafOfRequest(/\.crc$/);
    const edits = [{ view: 'request' as const, at: value.at, byte: 0x39 }];
    return { ...firstState, edits, at: crc.at };
  },

  compressed: () => {
    const records = Array.from({ length: 8 }, (_, at) => order(at));
    return { ...producedState({ ...usualForm, codec: 'gzip', records }, 'log'), at: 61 };
  },

  'an-index': () => producedState({ ...usualForm, times: 12 }, 'index'),

  'a-request': () => pastedState(apiVersionsFrame(), 'request-frames'),
};

export const scenarioNames = Object.keys(scenarios);

/** What is tried where nobody says what. */
export const FIRST_SCENARIO = 'a-batch';

/** The state that a scenario begins in; undefined for a name that is none. */
export function scenarioState(name: string): State | undefined {
  const begin = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  return begin === undefined ? undefined : { ...begin(), scenario: name };
}

function leafOfRequest(path: RegExp): ByteNode {
  const bytes = produceFrames(usualForm, ANY_TOPIC_ID, noCodecs);
  const root = describeLayout('request-frames', bytes);
  const found = root === undefined ? [] : [...leavesOf(root)].filter((one) => path.test(one.path));
  if (found[0] === undefined) throw new Error(`the request has no field like ${path}`);
  return found[0].node;
}

function order(at: number): FormRecord {
  const value = `{"order":${1000 + at},"item":"mug","colour":"blue","count":2}`;
  return { key: `customer-${at % 3}`, value, headers: [], afterMs: at * 40 };
}

function apiVersionsFrame(): Uint8Array {
  const header = { correlationId: 7, clientId: 'me' };
  const body = { clientSoftwareName: 'gregor', clientSoftwareVersion: '0.1' };
  return joined(encodeRequest(ApiVersionsRequest, 3, header, body));
}

function never(codec: string): never {
  throw new Error(`${codec} is none of the usual form.`);
}
