/**
 * What a decompressor hands out piece by piece, as one array that is no larger than it may be.
 */
import { type Codec, CodecError } from '#env/codecs.ts';
import { joined } from '../../../course/bytes/joined.ts';

export type Take = (piece: Uint8Array) => void;

/** All that `run` hands out; what it throws means that the data is broken. */
export function collectPieces(
  codec: Codec,
  maxBytes: number,
  run: (take: Take) => void,
): Uint8Array {
  const pieces: Uint8Array[] = [];
  let total = 0;
  try {
    run((piece) => {
      total += piece.length;
      if (total > maxBytes) throw CodecError.tooLarge(codec, maxBytes);
      pieces.push(piece);
    });
  } catch (cause) {
    if (cause instanceof CodecError) throw cause;
    throw CodecError.corrupt(codec, (cause as Error).message, cause);
  }
  return joined(pieces);
}
