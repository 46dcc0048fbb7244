import { describe, expect, it, test } from 'vitest';
import { LAYOUTS } from '../../../../../main/pst/page-layout.ts';
import { PstFault } from '../../../../../main/pst/reader/fault.ts';
import { type BlockReader, findNode } from '../../../../../main/pst/reader/node.ts';

const NODE = 0x21;
/** Ids of blocks that list others have their second bit set. */
const LIST = 2;

type Facts = { readonly subnodesId?: number; readonly sizeBytes?: number };

/** A file whose one node has its data, or the list of it, in block `dataId`. */
function fileOf(blocks: Record<number, Buffer>, dataId: number, { subnodesId = 0, sizeBytes = 100_000 }: Facts = {}) {
  const read = (id: number) => {
    const block = blocks[id];
    if (block === undefined) throw new PstFault('blockMissing');
    return block;
  };
  const file: BlockReader = {
    layout: LAYOUTS.unicode,
    sizeBytes,
    findNode: () => ({ dataId, subnodesId }),
    findBlock: (id) => ({ ownId: id, position: 0, sizeBytes: read(id).length, plainBytes: read(id).length }),
    readBlock: read,
    scanBlock: read,
    readPlace: ({ ownId }) => read(ownId),
  };
  return findNode(file, NODE);
}

function list(level: number, ids: readonly number[], count = ids.length): Buffer {
  const block = Buffer.alloc(8 + ids.length * 8);
  block.set([1, level]);
  block.writeUInt16LE(count, 2);
  for (const [i, id] of ids.entries()) block.writeBigUInt64LE(BigInt(id), 8 + i * 8);
  return block;
}

function subnodes(level: number, rows: readonly (readonly number[])[]): Buffer {
  const cells = rows.flat();
  const block = Buffer.alloc(8 + cells.length * 8);
  block.set([2, level]);
  block.writeUInt16LE(rows.length, 2);
  for (const [i, cell] of cells.entries()) block.writeBigUInt64LE(BigInt(cell), 8 + i * 8);
  return block;
}

describe('the data of a node', () => {
  it('is one block, many in a list, or many in lists of a list', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
    const blocks = { 4: a, 8: b, 12: c, 18: list(1, [4, 8]), 22: list(1, [12]), 26: list(2, [18, 22]) };
    expect([4, 18, 26].map((id) => fileOf(blocks, id).bytes().toString())).toEqual(['a', 'ab', 'abc']);
    expect([0, 1, 2, 3].map((index) => fileOf(blocks, 26).block(index)?.toString())).toEqual([
      'a',
      'b',
      'c',
      undefined,
    ]);
    expect(fileOf(blocks, 0).bytes().length).toBe(0);
  });

  test.each([
    ['that leads back to itself', list(2, [LIST])],
    ['that claims more than it holds', list(1, [4], 0xffff)],
    ['of another kind', subnodes(0, [])],
    ['of nothing', Buffer.alloc(0)],
  ])('is not read by a list %s', (_, block) => {
    expect(() => fileOf({ [LIST]: block, 4: Buffer.alloc(9) }, LIST).bytes()).toThrow('blockDamaged');
  });

  it('cannot be more than the file has room for: no list makes much of little', () => {
    const small = list(
      1,
      Array.from({ length: 1000 }, () => 4),
    );
    expect(() => fileOf({ [LIST]: small, 4: Buffer.alloc(8000) }, LIST, { sizeBytes: 63_000 }).block(0)).toThrow(
      'tooLarge',
    );
    expect(() => fileOf({ [LIST]: small, 4: Buffer.alloc(8000) }, LIST, { sizeBytes: 7_000_000 }).bytes()).toThrow(
      'tooLarge',
    );
  });
});

describe('the nodes of a node', () => {
  it('are found in one list and in lists of a list', () => {
    const blocks = {
      4: Buffer.from('data'),
      10: subnodes(0, [[0x671, 4, 0]]),
      14: subnodes(0, [[0x692, 4, 10]]),
      18: subnodes(1, [
        [0x671, 10],
        [0x692, 14],
      ]),
    };
    const node = fileOf(blocks, 4, { subnodesId: 18 });
    expect(node.hasSubnode(0x671)).toBe(true);
    expect(node.hasSubnode(0x21)).toBe(false);
    expect(node.subnode(0x692).subnode(0x671).bytes().toString()).toBe('data');
    expect(() => node.subnode(0x21)).toThrow('subnodeMissing');
  });

  test.each([
    ['that leads back to itself', subnodes(1, [[0x671, 10]])],
    ['that claims more than it holds', Buffer.from([2, 0, 0xff, 0xff, 0, 0, 0, 0])],
    ['of another kind', list(1, [])],
    ['of nothing', Buffer.alloc(0)],
  ])('are not read by a list %s', (_, block) => {
    expect(() => fileOf({ 10: block }, 0, { subnodesId: 10 }).hasSubnode(0x671)).toThrow('blockDamaged');
  });
});
