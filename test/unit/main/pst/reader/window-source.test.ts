import { describe, expect, it, test } from 'vitest';
import { SourceLost } from '../../../../../main/pst/reader/fault.ts';
import { WindowSource } from '../../../../../main/pst/reader/window-source.ts';
import { memorySource } from '../memory-source.ts';

const BYTES = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) ^ (i >>> 8)));
const WINDOW_BYTES = 4096;

describe('pieces of a file', () => {
  test.each([
    [0, 10],
    [8190, 4],
    [8192, 2048],
    [99_990, 10],
    [5000, 60_000],
    [100_000, 0],
  ])('from %i on, %i bytes, are what stands there', (position, length) => {
    const source = new WindowSource(memorySource(BYTES));
    expect(Buffer.from(source.read(position, length))).toEqual(BYTES.subarray(position, position + length));
  });

  it('that stand together take one read', () => {
    const memory = memorySource(BYTES);
    const source = new WindowSource(memory);
    for (let position = 0; position + 512 <= WINDOW_BYTES; position += 512) source.read(position, 512);
    expect(memory.reads).toEqual([{ position: 0, length: WINDOW_BYTES }]);
  });

  it('that are read forward come with more and more of what follows', () => {
    const memory = memorySource(BYTES);
    const source = new WindowSource(memory);
    for (let position = 0; position + 512 <= BYTES.length; position += 512) {
      expect(source.read(position, 512).equals(BYTES.subarray(position, position + 512))).toBe(true);
    }
    const windows = memory.reads.map(({ length }) => Math.ceil(length / WINDOW_BYTES));
    expect(windows).toEqual([1, 2, 4, 8, 8, 2]);
  });

  it('that are long take only what they are long', () => {
    const memory = memorySource(BYTES);
    new WindowSource(memory).read(10, 8000);
    expect(memory.reads).toEqual([{ position: 10, length: 8000 }]);
  });

  test.each([
    ['behind the end', 99_999, 2],
    ['of a size no block has', 0, 70_000],
    ['at no place', Number.NaN, 1],
    ['at a place no file has', 2 ** 60, 1],
  ])('%s are refused before anything is read', (_, position, length) => {
    const memory = memorySource(BYTES);
    expect(() => new WindowSource(memory).read(position, length)).toThrow('readFailed');
    expect(memory.reads).toEqual([]);
  });

  it('that the file should have and has not are an error, and not those before them', () => {
    const source = new WindowSource(memorySource(BYTES.subarray(0, 1000), 100_000));
    expect(source.read(990, 10).length).toBe(10);
    for (const length of [2, 512, 8000]) expect(() => source.read(999, length)).toThrow('readFailed');
  });

  it('that cannot be read tell why, and those beside them still can', () => {
    const memory = memorySource(BYTES);
    const error = new Error('EIO');
    const source = new WindowSource({
      ...memory,
      read: (target, position) => {
        if (position <= 600 && position + target.length > 600) throw error;
        return memory.read(target, position);
      },
    });
    expect(Buffer.from(source.read(0, 512))).toEqual(BYTES.subarray(0, 512));
    expect(() => source.read(512, 512)).toThrow(expect.objectContaining({ word: 'readFailed', cause: error }));
  });
});

describe('a drive', () => {
  const SECTOR_BYTES = 512;

  /** Counts reads that fail; `fails` says of each with what. */
  function failing(fails: (position: number, length: number) => string | null) {
    const memory = memorySource(BYTES);
    const seen = { failures: 0 };
    const read = (target: Uint8Array, position: number) => {
      const code = fails(position, target.length);
      if (code === null) return memory.read(target, position);
      seen.failures += 1;
      throw Object.assign(new Error('refused'), { code, syscall: 'read' });
    };
    return { source: new WindowSource({ ...memory, read }), seen };
  }

  function outcome(source: WindowSource, position: number): unknown {
    try {
      return source.read(position, SECTOR_BYTES).length;
    } catch (error) {
      return error instanceof SourceLost ? error.code : String(error);
    }
  }

  it.each([
    ['ENOENT', 'sourceMissing', {}],
    ['ENODEV', 'sourceMissing', {}],
    ['EACCES', 'contentsUnreadable', { reason: 'EACCES' }],
  ])('that refuses with %s is not asked again', (cause, code, params) => {
    let isGone = false;
    const { source, seen } = failing(() => (isGone ? cause : null));
    source.read(0, SECTOR_BYTES);
    isGone = true;
    for (const position of [40_960, 81_920, 0]) {
      expect(() => source.read(position, SECTOR_BYTES)).toThrow(expect.objectContaining({ code, params }));
    }
    expect(seen.failures).toBe(1);
  });

  it('may have bad sectors, however often they are asked for', () => {
    const isBad = (position: number, length: number) => position <= 40_960 && 40_960 < position + length;
    const { source, seen } = failing((position, length) => (isBad(position, length) ? 'EIO' : null));
    const found = Array.from({ length: 100 }, () => [outcome(source, 40_960), outcome(source, 81_920)]);
    expect(new Set(found.flat())).toEqual(new Set(['PstFault: readFailed', SECTOR_BYTES]));
    // The drive tries each time for seconds: once with what stands around it, once alone.
    expect(seen.failures).toBe(2);
    expect(outcome(source, 40_960 + SECTOR_BYTES)).toBe(SECTOR_BYTES);
  });

  it('with bad sectors at twenty places is given up', () => {
    const isBad = (position: number) => Math.floor(position / 4096) % 2 === 0 && position < 4096 * 38;
    const big = memorySource(Buffer.alloc(4096 * 64));
    const read = (target: Uint8Array, position: number) => {
      for (let at = position; at < position + target.length; at += SECTOR_BYTES) {
        if (isBad(at) || at === 4096 * 50) throw Object.assign(new Error('bad'), { code: 'EIO', syscall: 'read' });
      }
      return big.read(target, position);
    };
    const source = new WindowSource({ ...big, read });
    const places = Array.from({ length: 38 }, (_, number) => outcome(source, number * 4096));
    expect(places).toEqual(Array.from({ length: 19 }, () => ['PstFault: readFailed', SECTOR_BYTES]).flat());
    expect([outcome(source, 4096 * 50), outcome(source, 4096)]).toEqual(Array(2).fill('contentsUnreadable'));
  });

  it('that has answered nothing at ten places in a row is given up', () => {
    let isDead = false;
    const { source } = failing(() => (isDead ? 'EIO' : null));
    source.read(0, SECTOR_BYTES);
    isDead = true;
    const places = Array.from({ length: 11 }, (_, number) => outcome(source, (number + 10) * 4096));
    expect(places).toEqual([...Array(9).fill('PstFault: readFailed'), 'contentsUnreadable', 'contentsUnreadable']);
  });
});
