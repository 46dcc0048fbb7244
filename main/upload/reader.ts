import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { AppError } from '../../preload/contract/index.ts';
import { encodeBlockId } from './block-id.ts';
import { type BlockPlan, blockRange } from './plan.ts';
import type { Source, SourceSignature } from './ports.ts';

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
   * Block `index`. The first time round blocks must be read in order.
   * @throws AppError sourceChanged when the file no longer is what it was, or the block no longer is what it was before.
   */
  read(index: number): Promise<ReadBlock>;
  /** Gives the block's memory back. */
  release(block: ReadBlock): void;
  /** SHA-256 of the whole file, lower-case hex. @throws Error unless every block was read. */
  sha256(): string;
}

/** What a reader needs to know: the file, how it must look, and how it is cut. */
export type ReaderInput = { readonly source: Source; readonly signature: SourceSignature; readonly plan: BlockPlan };

/** A reader that has read nothing yet. It allocates a buffer a block only while none has been given back. */
export function createBlockReader(input: ReaderInput): BlockReader {
  const { source, signature, plan } = input;
  const ids: string[] = [];
  const spare: Buffer[] = [];
  const wholeFile = createHash('sha256');
  let sha256: string | null = null;

  return {
    ids,
    async read(index) {
      const bytes = await readBytes(source, takeBuffer(spare, plan), blockRange(plan, index));
      await expectSignature(source, signature);
      const md5 = createHash('md5').update(bytes).digest();
      const id = encodeBlockId({ index, sizeBytes: bytes.byteLength, md5 });
      if (index > ids.length) throw new Error('blocks are first read in order');
      if (index === ids.length) {
        wholeFile.update(bytes);
        ids.push(id);
      } else if (ids[index] !== id) {
        throw new AppError('sourceChanged', {});
      }
      return { index, id, md5, bytes };
    },
    release(block) {
      spare.push(Buffer.from(block.bytes.buffer));
    },
    sha256() {
      if (ids.length !== plan.count) throw new Error('the file was not read to its end');
      sha256 ??= wholeFile.digest('hex');
      return sha256;
    },
  };
}

/** Passes only while the file still looks as it did when it was chosen. @throws AppError sourceChanged */
export async function expectSignature(source: Source, expected: SourceSignature): Promise<void> {
  const found = await source.getSignature();
  const isSame =
    found.sizeBytes === expected.sizeBytes &&
    found.modifiedMs === expected.modifiedMs &&
    found.fileId === expected.fileId;
  if (!isSame) throw new AppError('sourceChanged', {});
}

function takeBuffer(spare: Buffer[], plan: BlockPlan): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(Math.min(plan.blockBytes, plan.sizeBytes));
}

async function readBytes(
  source: Source,
  buffer: Buffer,
  range: { readonly offset: number; readonly length: number },
): Promise<Uint8Array> {
  const bytes = buffer.subarray(0, range.length);
  const count = await source.read(bytes, range.offset);
  // A short read means that the file has shrunk.
  if (count !== range.length) throw new AppError('sourceChanged', {});
  return bytes;
}
