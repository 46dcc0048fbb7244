import { createHash } from 'node:crypto';
import { createMd5Lanes, type Md5Lanes } from './md5-lanes.ts';

/** Where a block lies: in the memory the threads share for it (`buffer` null), else in a buffer of its own. Bytes. */
export type BlockPlace = {
  readonly buffer: SharedArrayBuffer | null;
  readonly offset: number;
  readonly length: number;
};

/** A task for a hash thread; it answers each by its number, in the order they came. Blocks of one `md5` are of one length. */
export type HashTask =
  | { readonly number: number; readonly kind: 'md5'; readonly blocks: readonly BlockPlace[] }
  | { readonly number: number; readonly kind: 'update'; readonly block: BlockPlace }
  | { readonly number: number; readonly kind: 'digest' };

/** MD5s in the order of the blocks for `md5`, null for `update`, lower-case hex for `digest`. */
export type HashAnswer = { readonly number: number; readonly value: readonly Uint8Array[] | string | null };

/** What a hash thread does. `memory` is the one blocks lie in; null when each has a buffer of its own. */
export function createHashWork(memory: WebAssembly.Memory | null): (task: HashTask) => HashAnswer {
  const wholeFile = createHash('sha256');
  /** Made when they are needed: the thread of the SHA-256 never needs them. */
  let lanes: Md5Lanes | null = null;

  const bytesOf = ({ buffer, offset, length }: BlockPlace): Uint8Array => {
    const owner = buffer ?? memory?.buffer;
    if (!owner) throw new Error('a block without memory');
    return new Uint8Array(owner, offset, length);
  };

  const makeMd5s = (blocks: readonly BlockPlace[]): readonly Uint8Array[] => {
    const [first] = blocks;
    const isTogether = blocks.length > 1 && blocks.every(({ buffer, length }) => !buffer && length === first?.length);
    // One alone is quicker by OpenSSL: the lanes take as long for one as for four.
    if (!memory || !first || !isTogether)
      return blocks.map((block) => createHash('md5').update(bytesOf(block)).digest());
    lanes ??= createMd5Lanes(memory);
    return lanes.digest(
      blocks.map(({ offset }) => offset),
      first.length,
    );
  };

  return (task) => {
    const { number } = task;
    if (task.kind === 'md5') return { number, value: makeMd5s(task.blocks) };
    if (task.kind === 'digest') return { number, value: wholeFile.digest('hex') };
    wholeFile.update(bytesOf(task.block));
    return { number, value: null };
  };
}
