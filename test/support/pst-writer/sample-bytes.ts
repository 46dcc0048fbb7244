import { piecesOf } from './ltp/value-keeper.ts';
import { FILE_FORMATS } from './ndb/file-format.ts';
import type { SampleBytes } from './sample-mailbox.ts';

/** Room is made for so many blocks together, since asking for it takes longer than filling it. */
const BLOCKS_AT_ONCE = 32;

/** How many bytes there are. */
export function sampleLength(bytes: SampleBytes): number {
  return bytes instanceof Uint8Array ? bytes.length : bytes.sizeBytes;
}

/** The bytes in pieces that fill a block of so many bytes, a multiple of 4; each piece is the caller's to keep. */
export function* samplePieces(
  bytes: SampleBytes,
  blockBytes: number = FILE_FORMATS.unicode.maxBlockBytes,
): Generator<Uint8Array> {
  if (bytes instanceof Uint8Array) {
    yield* piecesOf(bytes, blockBytes);
    return;
  }
  // Spread, since xorshift starts slowly from small seeds and stands still at 0.
  let state = Math.imul(bytes.seed + 1, 0x9e3779b1) | 1;
  let words = new Uint32Array();
  let at = 0;
  for (let left = bytes.sizeBytes; left > 0; left -= blockBytes) {
    if (at === words.length) {
      words = new Uint32Array((blockBytes / 4) * Math.min(BLOCKS_AT_ONCE, Math.ceil(left / blockBytes)));
      at = 0;
    }
    const start = at * 4;
    for (const end = at + blockBytes / 4; at < end; at += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[at] = state;
    }
    yield new Uint8Array(words.buffer, start, Math.min(left, blockBytes));
  }
}
