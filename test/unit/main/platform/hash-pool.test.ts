import { createHash, randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { createHashPool, type HashThread } from '../../../../main/platform/hash-pool.ts';
import { createHashWork, type HashAnswer, type HashTask } from '../../../../main/platform/hash-work.ts';
import { createLaneMemory, PAGE_BYTES } from '../../../../main/platform/md5-lanes.ts';
import type { Hasher } from '../../../../main/upload/ports.ts';

/** A "thread" in the test's own, which does a task when it is told to. */
type HandDriven = HashThread & { readonly tasks: HashTask[]; work(): void; die(): void; isEnded: boolean };

function createHandDriven(memory: WebAssembly.Memory | null): HandDriven {
  const doTask = createHashWork(memory);
  const answered: ((answer: HashAnswer) => void)[] = [];
  const ended: ((error: Error) => void)[] = [];
  const thread: HandDriven = {
    tasks: [],
    isEnded: false,
    post: (task) => thread.tasks.push(task),
    onAnswer: (listener) => answered.push(listener),
    onEnd: (listener) => ended.push(listener),
    async end() {
      thread.isEnded = true;
      thread.die();
    },
    work() {
      for (const task of thread.tasks.splice(0)) for (const listener of answered) listener(doTask(task));
    },
    die() {
      for (const listener of ended) listener(new Error('a hash thread ended'));
    },
  };
  return thread;
}

const pools: Hasher[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

function setUp({ hasLanes = true, md5Count = 1 } = {}) {
  const memory = hasLanes ? createLaneMemory() : null;
  if (hasLanes && !memory) throw new Error('this machine has no lanes');
  const sha256 = createHandDriven(memory);
  const md5 = Array.from({ length: md5Count }, () => createHandDriven(memory));
  const hasher = createHashPool({ memory, sha256, md5 });
  pools.push(hasher);
  const allocate = (sizeBytes: number) => {
    const block = hasher.allocate(sizeBytes);
    block.set(randomBytes(sizeBytes));
    return block;
  };
  return { hasher, memory, sha256, md5, allocate };
}

const hashOf = (block: Uint8Array) => createHash('md5').update(block).digest('hex');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
const sizesOf = (threads: readonly HandDriven[]) =>
  threads.map(({ tasks }) => tasks.map((task) => (task.kind === 'md5' ? task.blocks.length : 0)));

test('blocks of one length handed over together are hashed four at a time, and each gets its own MD5', async () => {
  const { hasher, memory, md5, allocate } = setUp();
  const blocks = Array.from({ length: 6 }, () => allocate(5_000));
  const hashes = Promise.all(blocks.map((block) => hasher.md5(block)));
  await turn();
  expect(sizesOf(md5)).toEqual([[4]]);
  md5[0]?.work();
  await turn();
  expect(sizesOf(md5)).toEqual([[2]]);
  md5[0]?.work();
  expect((await hashes).map(hex)).toEqual(blocks.map(hashOf));
  // The first page is where the lanes work.
  expect(new Uint8Array(memory?.buffer ?? new ArrayBuffer(0), 0, PAGE_BYTES).some((byte) => byte !== 0)).toBe(true);
});

test('a block alone, or of another length, goes to OpenSSL', async () => {
  const { hasher, memory, md5, allocate } = setUp();
  const blocks = [allocate(5_000), allocate(4_999)];
  const hashes = Promise.all(blocks.map((block) => hasher.md5(block)));
  for (let round = 0; round < 2; round++) {
    await turn();
    expect(sizesOf(md5)).toEqual([[1]]);
    md5[0]?.work();
  }
  expect((await hashes).map(hex)).toEqual(blocks.map(hashOf));
  expect(new Uint8Array(memory?.buffer ?? new ArrayBuffer(0), 0, PAGE_BYTES).every((byte) => byte === 0)).toBe(true);
});

test('without lanes each free thread gets one block', async () => {
  const { hasher, md5, allocate } = setUp({ hasLanes: false, md5Count: 2 });
  const blocks = Array.from({ length: 3 }, () => allocate(100));
  const hashes = Promise.all(blocks.map((block) => hasher.md5(block)));
  await turn();
  expect(sizesOf(md5)).toEqual([[1], [1]]);
  md5[1]?.work();
  await turn();
  expect(sizesOf(md5)).toEqual([[1], [1]]);
  for (const thread of md5) thread.work();
  expect((await hashes).map(hex)).toEqual(blocks.map(hashOf));
});

test('blocks beyond what the memory may have get one of their own', async () => {
  const { hasher, memory, md5, allocate } = setUp();
  hasher.allocate(1024 * 1024 * 1024 - 4 * PAGE_BYTES);
  const blocks = [allocate(100_000), allocate(100_000), allocate(100_000)];
  expect(blocks.map(({ buffer }) => buffer === memory?.buffer)).toEqual([true, false, false]);
  const hashes = Promise.all(blocks.map((block) => hasher.md5(block)));
  for (let round = 0; round < 3; round++) {
    await turn();
    md5[0]?.work();
  }
  expect((await hashes).map(hex)).toEqual(blocks.map(hashOf));
});

test('the SHA-256 is of the blocks in the order they were handed over', async () => {
  const { hasher, sha256, allocate } = setUp();
  const blocks = [allocate(5), allocate(70_000), allocate(1)];
  const updates = blocks.map((block) => hasher.update(block));
  const digest = hasher.digest();
  sha256.work();
  await Promise.all(updates);
  expect(await digest).toBe(createHash('sha256').update(Buffer.concat(blocks)).digest('hex'));
});

test.each(['sha256', 'md5'] as const)(
  'when the thread of the %s dies all that is under way fails, and all that comes',
  async (which) => {
    const { hasher, sha256, md5, allocate } = setUp();
    const block = allocate(1_000);
    const under = [hasher.md5(block), hasher.update(block), hasher.digest()];
    await turn();
    const waiting = hasher.md5(block);
    (which === 'md5' ? md5[0] : sha256)?.die();
    const outcomes = await Promise.allSettled([
      ...under,
      waiting,
      hasher.md5(block),
      hasher.update(block),
      hasher.digest(),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(7).fill('rejected'));
  },
);

test('closing ends all threads and whatever waits', async () => {
  const { hasher, sha256, md5, allocate } = setUp();
  const waiting = hasher.md5(allocate(10));
  const refused = expect(waiting).rejects.toThrow('the hasher was closed');
  await hasher.close();
  await refused;
  expect([sha256, ...md5].every(({ isEnded }) => isEnded)).toBe(true);
  await expect(hasher.update(hasher.allocate(10))).rejects.toThrow('the hasher was closed');
});

test('memory the threads cannot see is refused', async () => {
  const { hasher } = setUp();
  await expect(hasher.update(new Uint8Array(10))).rejects.toThrow('not allocated by its hasher');
});
