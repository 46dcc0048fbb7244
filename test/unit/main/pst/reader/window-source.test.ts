import { describe, expect, it, test } from 'vitest';
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
