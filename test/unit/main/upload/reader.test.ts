import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeBlockId } from '../../../../main/upload/block-id.ts';
import { planBlocks } from '../../../../main/upload/plan.ts';
import type { Hasher } from '../../../../main/upload/ports.ts';
import { type BlockReader, createBlockReader, type ReadBlock } from '../../../../main/upload/reader.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { createFakeSource, type FakeSource, patternBytes } from '../../../support/upload/fake-source.ts';
import { createLocalHasher } from '../../../support/upload/local-hasher.ts';

const BLOCK = 1_000;

type World = {
  readonly source: FakeSource;
  readonly reader: BlockReader;
  readonly count: number;
  /** Blocks' worth of memory taken from the hasher. */
  readonly allocated: () => number;
};

function setUp(sizeBytes: number, options: { readAhead?: number; hasher?: Hasher } = {}): World {
  const source = createFakeSource(patternBytes(sizeBytes));
  const plan = planBlocks(sizeBytes, BLOCK);
  const inner = options.hasher ?? createLocalHasher();
  let allocated = 0;
  const hasher: Hasher = {
    ...inner,
    allocate(size) {
      allocated += 1;
      return inner.allocate(size);
    },
  };
  const { readAhead = 4 } = options;
  const reader = createBlockReader({ source, signature: source.signature(), plan, hasher, readAhead });
  return { source, reader, count: plan.count, allocated: () => allocated };
}

/** Reads blocks, releasing each once `held` more have come. */
async function readAll(reader: BlockReader, indexes: Iterable<number>, held = 0): Promise<Omit<ReadBlock, 'bytes'>[]> {
  const seen: Omit<ReadBlock, 'bytes'>[] = [];
  const kept: ReadBlock[] = [];
  for await (const block of reader.blocks(indexes)) {
    seen.push({ index: block.index, id: block.id, md5: block.md5 });
    kept.push(block);
    if (kept.length > held) for (const oldest of kept.splice(0, 1)) reader.release(oldest);
  }
  for (const block of kept) reader.release(block);
  return seen;
}

function md5(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('md5').update(bytes).digest());
}

/** What the blocks of a file have to be. */
function expected(bytes: Uint8Array): Omit<ReadBlock, 'bytes'>[] {
  return Array.from({ length: Math.ceil(bytes.byteLength / BLOCK) }, (_, index) => {
    const part = bytes.subarray(index * BLOCK, (index + 1) * BLOCK);
    return { index, md5: md5(part), id: encodeBlockId({ index, sizeBytes: part.byteLength, md5: md5(part) }) };
  });
}

test.each([1, 999, 1_000, 1_001, 3_000, 4_000, 4_001, 12_345])(
  '%d bytes give their blocks and their SHA-256',
  async (size) => {
    const { source, reader, count } = setUp(size);
    expect(await readAll(reader, Array(count).keys())).toEqual(expected(source.bytes));
    expect(reader.ids).toEqual(expected(source.bytes).map(({ id }) => id));
    expect(await reader.sha256()).toBe(createHash('sha256').update(source.bytes).digest('hex'));
    expect(await reader.sha256()).toBe(await reader.sha256());
    expect(source.reads).toHaveLength(count);
  },
);

test.each([0, 1, 2, 4, 5, 8, 9])('a block is read at most %d beyond the one yielded', async (readAhead) => {
  const { source, reader } = setUp(40_000, { readAhead });
  let most = 0;
  for await (const { index } of reader.blocks(Array(40).keys())) {
    await settled();
    most = Math.max(most, source.reads.length - 1 - index);
  }
  expect(most).toBe(readAhead);
});

test('memory is taken for blocks that are held and for those read ahead, and no more', async () => {
  const { reader, count, allocated } = setUp(100_000, { readAhead: 4 });
  await readAll(reader, Array(count).keys(), 3);
  await readAll(reader, Array(count).keys(), 3);
  expect(allocated()).toBeLessThanOrEqual(3 + 1 + 4);
});

test('a later round may name any block, and each is what it was', async () => {
  const { source, reader, count } = setUp(10_500);
  await readAll(reader, Array(count).keys());
  const again = await readAll(reader, [10, 0, 7]);
  expect(again).toEqual([10, 0, 7].map((index) => expected(source.bytes)[index]));
});

test('a round that was ended early goes on where it was left, and the SHA-256 is right', async () => {
  const { source, reader, count } = setUp(20_000);
  for await (const block of reader.blocks(Array(count).keys())) {
    reader.release(block);
    if (block.index === 5) break;
  }
  expect(await readAll(reader, Array(count).keys())).toEqual(expected(source.bytes));
  expect(await reader.sha256()).toBe(createHash('sha256').update(source.bytes).digest('hex'));
});

test('ids are in order whatever order hashes are made in', async () => {
  const hasher = createLocalHasher();
  const open: (() => void)[] = [];
  const slow: Hasher = {
    ...hasher,
    async md5(block) {
      const hash = await hasher.md5(block);
      await new Promise<void>((resolve) => {
        open.push(resolve);
        // The latest first.
        setImmediate(() => open.pop()?.());
      });
      return hash;
    },
  };
  const { source, reader, count } = setUp(30_000, { readAhead: 8, hasher: slow });
  expect(await readAll(reader, Array(count).keys())).toEqual(expected(source.bytes));
});

test('blocks skipped the first time are a mistake, not a changed file', async () => {
  const { reader } = setUp(5_000);
  await expect(readAll(reader, [1])).rejects.toThrow('blocks are first read in order');
});

test('there is no SHA-256 before the end', async () => {
  const { reader } = setUp(5_000);
  await readAll(reader, [0, 1, 2, 3]);
  await expect(reader.sha256()).rejects.toThrow('not read to its end');
});

test.each([0, 12, 24])(
  'a read that fails in block %d comes after all blocks before it, with its offset',
  async (bad) => {
    const { source, reader, count } = setUp(25_000);
    source.onRead = (offset) => {
      if (offset === bad * BLOCK) throw new AppError('sourceUnreadable', { reason: 'EIO', offset });
    };
    const seen: number[] = [];
    const read = async () => {
      for await (const block of reader.blocks(Array(count).keys())) {
        seen.push(block.index);
        reader.release(block);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'sourceUnreadable', params: { offset: bad * BLOCK } });
    expect(seen).toEqual([...Array(bad).keys()]);
    // One may have been under way beside it.
    expect(source.reads.length).toBeLessThanOrEqual(bad + 1);
  },
);

test('a read that failed may be tried again in another round', async () => {
  const { source, reader, count } = setUp(9_000);
  source.onRead = (offset) => {
    if (offset === 6_000) throw new AppError('sourceInUse', { offset });
  };
  await expect(readAll(reader, Array(count).keys())).rejects.toMatchObject({ code: 'sourceInUse' });
  source.onRead = () => undefined;
  expect(await readAll(reader, Array(count).keys())).toEqual(expected(source.bytes));
  expect(await reader.sha256()).toBe(createHash('sha256').update(source.bytes).digest('hex'));
});

test.each([
  ['shrank', (source: FakeSource) => Object.assign(source, { bytes: source.bytes.slice(0, 7_500) })],
  ['grew', (source: FakeSource) => Object.assign(source, { bytes: patternBytes(9_001) })],
  ['was written', (source: FakeSource) => Object.assign(source, { modifiedMs: source.modifiedMs + 1 })],
])('a file that %s while it is read has changed', async (_name, change) => {
  const { source, reader, count } = setUp(9_000, { readAhead: 1 });
  const read = async () => {
    for await (const block of reader.blocks(Array(count).keys())) {
      if (block.index === 3) change(source);
      reader.release(block);
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'sourceChanged' });
});

test('a block that differs the second time means a changed file, and the first time it is not known', async () => {
  const { source, reader, count } = setUp(9_000);
  await readAll(reader, Array(count).keys());
  source.bytes = source.bytes.with(5_000, (source.bytes[5_000] ?? 0) ^ 1);
  expect(await readAll(reader, [4, 6])).toHaveLength(2);
  await expect(readAll(reader, [4, 5, 6])).rejects.toMatchObject({ code: 'sourceChanged' });
});

test('a hasher that ends fails the round', async () => {
  const hasher = createLocalHasher();
  const { reader, count } = setUp(20_000, { hasher });
  const read = async () => {
    for await (const block of reader.blocks(Array(count).keys())) {
      reader.release(block);
      if (block.index === 6) await hasher.close();
    }
  };
  await expect(read()).rejects.toThrow('the hasher was closed');
});

test('a read that brings less than asked means a changed file, even if nothing else says so', async () => {
  const { source, reader, count } = setUp(9_000);
  const signature = source.signature();
  source.getSignature = () => Promise.resolve(signature);
  source.bytes = source.bytes.slice(0, 8_999);
  await expect(readAll(reader, Array(count).keys())).rejects.toMatchObject({ code: 'sourceChanged' });
});

test('a round ended during a read waits for it, reads no more, and keeps the memory', async () => {
  const { source, reader, allocated } = setUp(40_000, { readAhead: 8 });
  const { read } = source;
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  source.read = async (target, offset) => {
    if (offset === 6_000) await held;
    return read(target, offset);
  };
  const round = reader.blocks(Array(40).keys());
  const first = await round.next();
  await settled();
  let isEnded = false;
  const end = round.return(undefined).then(() => {
    isEnded = true;
  });
  await settled();
  expect(isEnded).toBe(false);
  letGo();
  await end;
  // The one beside it had been asked for.
  expect(source.reads.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((index) => index * BLOCK));
  if (first.value) reader.release(first.value);
  const taken = allocated();
  await readAll(reader, [0, 1, 2, 3, 4, 5, 6, 7]);
  expect(allocated()).toBe(taken);
});

/** Resolves when everything that could go on without being waited for has. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}
