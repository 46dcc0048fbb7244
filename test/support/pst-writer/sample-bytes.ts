import { piecesOf } from './ltp/value-keeper.ts';
import { MAX_BLOCK_BYTES } from './ndb/block-store.ts';
import type { SampleBytes } from './sample-mailbox.ts';

/** How many bytes there are. */
export function sampleLength(bytes: SampleBytes): number {
  return bytes instanceof Uint8Array ? bytes.length : bytes.sizeBytes;
}

/** The bytes in pieces of at most one block; each piece is the caller's to keep. */
export function* samplePieces(bytes: SampleBytes): Generator<Uint8Array> {
  if (bytes instanceof Uint8Array) {
    yield* piecesOf(bytes);
    return;
  }
  // Spread, since xorshift starts slowly from small seeds and stands still at 0.
  let state = Math.imul(bytes.seed + 1, 0x9e3779b1) | 1;
  for (let left = bytes.sizeBytes; left > 0; left -= MAX_BLOCK_BYTES) {
    const words = new Uint32Array(MAX_BLOCK_BYTES / 4);
    for (let i = 0; i < words.length; i += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[i] = state;
    }
    yield new Uint8Array(words.buffer, 0, Math.min(left, MAX_BLOCK_BYTES));
  }
}
