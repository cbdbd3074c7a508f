/**
 * The header of a record batch, field by field: `#storage/batch-header.ts` draws it.
 */
import type { Reader } from '#protocol/reader.ts';
import {
  CODEC_MASK,
  CONTROL_BIT,
  DELETE_HORIZON_BIT,
  LOG_APPEND_TIME_BIT,
  TRANSACTIONAL_BIT,
} from '#storage/batch-header.ts';
import { momentOf } from './meaning.ts';
import type { OpenNode, TreeWalk } from './tree-walk.ts';

/** The fields that more is said of once the batch is known. */
export interface HeaderNodes {
  readonly batchLength: OpenNode;
  readonly magic: OpenNode;
  readonly crc: OpenNode;
  readonly recordCount: OpenNode;
}

/** Walks the 61 bytes; every value of them is a number. */
export function describeHeader(walk: TreeWalk): HeaderNodes {
  const field = (name: string, kind: Kind, about: string, meaning?: (value: Int) => Meaning) =>
    walk.note({ name, kind, about, meaning }, READ[kind]);
  field('baseOffset', 'int64', 'The first offset; the leader writes it, outside of the CRC.');
  const length = 'How many bytes follow this field, to the end of the batch.';
  const batchLength = field('batchLength', 'int32', length);
  field('partitionLeaderEpoch', 'int32', 'Of the leader that wrote it; -1 from a producer.');
  const magic = field('magic', 'int8', 'The format of the batch: 2.');
  const crc = field('crc', 'uint32', 'CRC32C of all that follows, to the end of the batch.');
  field('attributes', 'int16', 'Bits: codec (0 to 2), timestamp type, flags.', attributesOf);
  field('lastOffsetDelta', 'int32', 'The last offset minus baseOffset.');
  field('baseTimestamp', 'int64', 'Of the first record, or the delete horizon.', dateOf);
  field('maxTimestamp', 'int64', 'The newest, or the time of append.', dateOf);
  field('producerId', 'int64', '-1: not an idempotent producer.');
  field('producerEpoch', 'int16', '-1 without a producer id.');
  field('baseSequence', 'int32', 'The number of the first record for its producer; -1 without.');
  const recordCount = field('recordCount', 'int32', 'How many records follow.');
  return { batchLength, magic, crc, recordCount };
}

type Int = number | bigint;
type Meaning = string | undefined;
type Kind = keyof typeof READ;

/** An int64 may be anything here: a reader of the protocol would refuse what is no safe integer. */
const READ = {
  int8: (reader: Reader): Int => reader.int8(),
  int16: (reader: Reader): Int => reader.int16(),
  int32: (reader: Reader): Int => reader.int32(),
  uint32: (reader: Reader): Int => reader.uint32(),
  int64: (reader: Reader): Int => {
    const high = BigInt(reader.int32());
    const value = (high << 32n) | BigInt(reader.uint32());
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  },
};

function dateOf(value: Int): Meaning {
  return momentOf(Number(value));
}

const CODECS = ['no compression', 'gzip', 'snappy', 'lz4', 'zstd'];

function attributesOf(value: Int): Meaning {
  const bits = Number(value);
  return [
    CODECS[bits & CODEC_MASK] ?? `codec ${bits & CODEC_MASK}, which nobody knows`,
    bits & LOG_APPEND_TIME_BIT ? 'LogAppendTime' : 'CreateTime',
    ...(bits & TRANSACTIONAL_BIT ? ['transactional'] : []),
    ...(bits & CONTROL_BIT ? ['control batch'] : []),
    ...(bits & DELETE_HORIZON_BIT ? ['delete horizon'] : []),
  ].join(', ');
}
