import { AppError } from '../../preload/contract/index.ts';
import { encodeBlockId } from './block-id.ts';
import { type BlockPlan, blockRange } from './plan.ts';
import type { Hasher, Source, SourceSignature } from './ports.ts';
import { expectSignature, verifySource } from './verify.ts';

/** One block of the file in memory. `bytes` is only valid until the block is released. */
export type ReadBlock = {
  readonly index: number;
  readonly id: string;
  readonly md5: Uint8Array;
  readonly bytes: Uint8Array;
};

/** Reads a file in blocks and remembers what it saw. */
export interface BlockReader {
  /** Ids of the blocks read so far, by index. */
  readonly ids: readonly string[];
  /**
   * The blocks of these indexes in turn, read and hashed up to `readAhead` blocks beyond the one that was yielded. Blocks
   * are first read in order; later rounds may name any. One round at a time; when it is ended early nothing is left
   * under way. @throws AppError sourceChanged when the file no longer is what it was, or a block what it was before.
   */
  blocks(indexes: Iterable<number>): AsyncGenerator<ReadBlock>;
  /** Gives a block's memory back; to be done once for each block. */
  release(block: ReadBlock): void;
  /** SHA-256 of the whole file, lower-case hex. @throws Error unless every block was read. */
  sha256(): Promise<string>;
  /** To be called when all blocks were released. @throws AppError sourceChanged unless the file still is what was read. */
  verify(): Promise<void>;
}

/**
 * What a reader works with: the file, how it must look, how it is cut, who hashes. `readAhead` is in blocks; `random`
 * gives numbers from 0 up to, not including, 1.
 */
export type ReaderInput = {
  readonly source: Source;
  readonly signature: SourceSignature;
  readonly plan: BlockPlan;
  readonly hasher: Hasher;
  readonly readAhead?: number;
  readonly random?: () => number;
};

/**
 * Blocks handed to the hasher together: it makes the MD5s of four blocks side by side at a third of what they cost one
 * by one. So reading goes on when this many may be read.
 */
const GROUP_BLOCKS = 4;

/** Blocks read beyond the one that is asked for; one group, since each block takes memory. */
export const READ_AHEAD = GROUP_BLOCKS;

/** A reader that has read nothing yet. It needs memory for the blocks not released and `readAhead` more. */
export function createBlockReader(input: ReaderInput): BlockReader {
  const readAhead = input.readAhead ?? READ_AHEAD;
  const state: ReaderState = { ...input, ids: [], spare: [], takenCount: 0, before: null };
  let sha256: Promise<string> | null = null;

  const reader: BlockReader = {
    ids: state.ids,
    blocks: (indexes) => readInTurn(state, indexes[Symbol.iterator](), readAhead),
    release: (block) => giveBack(state, block.bytes),
    async sha256() {
      if (state.ids.length !== input.plan.count) throw new Error('the file was not read to its end');
      sha256 ??= input.hasher.digest();
      return sha256;
    },
    async verify() {
      const compare = async (indexes: Iterable<number>) => {
        for await (const block of reader.blocks(indexes)) reader.release(block);
      };
      const before = state.before ?? input.signature;
      const { source, random = Math.random } = input;
      state.before = await verifySource({ source, before, count: state.ids.length, compare, random });
    },
  };
  return reader;
}

type ReaderState = ReaderInput & {
  readonly ids: string[];
  /** Memory of released blocks, each a whole block long. */
  readonly spare: Uint8Array[];
  /** Blocks whose bytes went into the SHA-256 of the file. */
  takenCount: number;
  /** The file before its first byte was read; null as long as none was. */
  before: SourceSignature | null;
};

async function* readInTurn(
  state: ReaderState,
  indexes: Iterator<number>,
  readAhead: number,
): AsyncGenerator<ReadBlock> {
  const queue: Promise<ReadBlock>[] = [];
  const group = Math.max(1, Math.min(GROUP_BLOCKS, readAhead));
  const nothing = Promise.resolve();
  const lane: ReadLane = { recent: [nothing, nothing], hashed: nothing, isStopped: false };
  try {
    for (;;) {
      if (queue.length === 0) queue.push(...readGroup(state, lane, take(indexes, group)));
      const next = queue.shift();
      if (!next) return;
      if (queue.length + group <= readAhead) queue.push(...readGroup(state, lane, take(indexes, group)));
      yield await next;
    }
  } finally {
    lane.isStopped = true;
    for (const outcome of await Promise.allSettled(queue)) {
      if (outcome.status === 'fulfilled') giveBack(state, outcome.value.bytes);
    }
  }
}

function take(indexes: Iterator<number>, count: number): number[] {
  const taken: number[] = [];
  while (taken.length < count) {
    const { done, value } = indexes.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

/**
 * What orders one round: `recent` are the last two reads. Two at a time are still in order for a drive, and one is ready
 * while the other's end has yet to be noticed. `hashed` says that all blocks so far have been, so that ids are recorded in
 * the order of the file. A read that fails ends those behind it.
 */
type ReadLane = {
  recent: readonly [Promise<unknown>, Promise<unknown>];
  hashed: Promise<unknown>;
  isStopped: boolean;
};

/** Reads blocks, then has all that could be read hashed together. */
function readGroup(state: ReaderState, lane: ReadLane, indexes: readonly number[]): Promise<ReadBlock>[] {
  const reads = indexes.map((index) => {
    const [before, last] = lane.recent;
    const read = before.then(() => {
      if (lane.isStopped) throw new Error('the round was ended');
      return readBytes(state, index);
    });
    lane.recent = [last, read];
    read.catch(() => {
      lane.isStopped = true;
    });
    return read;
  });
  const allRead = handled(Promise.allSettled(reads).then(() => expectSignature(state.source, state.signature)));
  return reads.map((read, place) => {
    const block = allRead.then(() => read).then((bytes) => hash(state, indexes[place] ?? 0, bytes));
    lane.hashed = Promise.all([lane.hashed, block]);
    return handled(lane.hashed.then(() => block).then((hashed) => record(state, hashed)));
  });
}

/** For a promise that is waited for later, or by nobody when the round ends: it must not count as forgotten. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function readBytes(state: ReaderState, index: number): Promise<Uint8Array> {
  const { source, signature, plan } = state;
  const { offset, length } = blockRange(plan, index);
  if (state.before === null) state.before = await expectSignature(source, signature);
  const memory = state.spare.pop() ?? state.hasher.allocate(Math.min(plan.blockBytes, plan.sizeBytes));
  try {
    const count = await source.read(memory.subarray(0, length), offset);
    // A short read means that the file has shrunk.
    if (count !== length) throw new AppError('sourceChanged', {});
  } catch (error) {
    state.spare.push(memory);
    throw error;
  }
  return memory.subarray(0, length);
}

async function hash(state: ReaderState, index: number, bytes: Uint8Array): Promise<ReadBlock> {
  if (index > state.takenCount) throw new Error('blocks are first read in order');
  const isFirst = index === state.takenCount;
  if (isFirst) state.takenCount += 1;
  // Waiting for both keeps the memory to what the caller holds: a released block is never still being hashed.
  const [md5] = await Promise.all([state.hasher.md5(bytes), isFirst ? state.hasher.update(bytes) : undefined]);
  return { index, id: encodeBlockId({ index, sizeBytes: bytes.byteLength, md5 }), md5, bytes };
}

function record(state: ReaderState, block: ReadBlock): ReadBlock {
  if (block.index === state.ids.length) {
    state.ids.push(block.id);
  } else if (state.ids[block.index] !== block.id) {
    giveBack(state, block.bytes);
    throw new AppError('sourceChanged', {});
  }
  return block;
}

/** The memory behind a block, which for the last one of a file is longer than the block. */
function giveBack({ plan, spare }: ReaderState, { buffer, byteOffset }: Uint8Array): void {
  spare.push(new Uint8Array(buffer, byteOffset, Math.min(plan.blockBytes, plan.sizeBytes)));
}
