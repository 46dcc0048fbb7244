import { describe, expect, it } from 'vitest';
import { ReadAhead } from '../../../../../main/pst/reader/read-ahead.ts';

const PIECE = 8192;
const BYTES = Buffer.from(Uint8Array.from({ length: 800_000 }, (_, i) => (i * 7) ^ (i >>> 8)));

function aheadOf(isReadable: (position: number, length: number) => boolean = () => true) {
  const reads: [position: number, length: number][] = [];
  const ahead = new ReadAhead(BYTES.length, 70_000, (target, position) => {
    if (!isReadable(position, target.length)) throw new Error('EIO');
    reads.push([position, target.length]);
    return BYTES.subarray(position).copy(target);
  });
  return { ahead, reads };
}

/** Reads pieces one after the other and proves what they hold. */
function readForward(ahead: ReadAhead, from: number, count: number): void {
  for (let position = from; position < from + count * PIECE; position += PIECE) {
    expect(ahead.read(position, PIECE).equals(BYTES.subarray(position, position + PIECE))).toBe(true);
  }
}

describe('pieces that follow each other', () => {
  it('are read alone while they are few, then more and more at once', () => {
    const { ahead, reads } = aheadOf();
    readForward(ahead, 1000, 40);
    const lengths = reads.map(([, length]) => length / PIECE);
    expect(lengths).toEqual([1, 1, 1, 2, 4, 8, 16, 16]);
  });

  it('may have something between them, and be read beside others', () => {
    const { ahead, reads } = aheadOf();
    for (let i = 0; i < 20; i += 1) {
      readForward(ahead, i * (PIECE + 512), 1);
      readForward(ahead, 400_000 + i * PIECE, 1);
    }
    expect(reads.length).toBeLessThan(20);
  });

  it('end with the file', () => {
    const { ahead, reads } = aheadOf();
    const first = BYTES.length - 10 * PIECE;
    readForward(ahead, first, 10);
    expect(reads.reduce((end, [position, length]) => Math.max(end, position + length), 0)).toBe(BYTES.length);
  });

  it('are read alone where more cannot be', () => {
    const { ahead } = aheadOf((position, length) => position + length <= 12 * PIECE);
    readForward(ahead, 0, 12);
    expect(() => ahead.read(12 * PIECE, PIECE)).toThrow('EIO');
    readForward(ahead, 0, 1);
  });
});

it('pieces here and there are read as they are', () => {
  const { ahead, reads } = aheadOf();
  for (const position of [500_000, 100_000, 300_000, 0, 700_000]) readForward(ahead, position, 1);
  expect(reads.map(([, length]) => length)).toEqual(Array.from({ length: 5 }, () => PIECE));
});

it('a piece the file should have and has not is an error', () => {
  const ahead = new ReadAhead(10_000, 70_000, (target) => target.length - 1);
  expect(() => ahead.read(0, PIECE)).toThrow('readFailed');
});
