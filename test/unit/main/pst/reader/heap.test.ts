import { describe, expect, it, test } from 'vitest';
import { LAYOUTS } from '../../../../../main/pst/page-layout.ts';
import { HEAP_KINDS, openHeap } from '../../../../../main/pst/reader/heap.ts';
import { fakeNode, heapBlock, heapId, listHeader, words } from './fake-node.ts';

const KIND = HEAP_KINDS.properties;

function heapOf(...values: readonly Buffer[]) {
  return openHeap(fakeNode([heapBlock(KIND, values)]), KIND);
}

/** Keys of a list whose keys and entries have four bytes each. */
function keysOf(...values: readonly Buffer[]): number[] {
  const heap = heapOf(...values);
  const keys: number[] = [];
  for (const { bytes, rowBytes } of heap.list(heap.rootId)) {
    for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) keys.push(bytes.readUInt32LE(at));
  }
  return keys;
}

describe('a heap', () => {
  it('has its values by id, and an empty one for none', () => {
    const heap = heapOf(Buffer.from('one'), Buffer.from('two'));
    expect([heap.rootId, heap.value(heapId(2)).toString(), heap.value(0).length]).toEqual([heapId(1), 'two', 0]);
  });

  it('has values in further blocks, too', () => {
    const more = Buffer.alloc(16);
    more.writeUInt16LE(5, 0);
    more.write('abc', 2, 'latin1');
    more.writeUInt16LE(1, 5);
    more.writeUInt16LE(2, 9);
    more.writeUInt16LE(5, 11);
    const blocks = [heapBlock(KIND, [Buffer.from('one')]), more];
    expect(openHeap(fakeNode(blocks), KIND).value(0x1_0020).toString()).toBe('abc');
    // Files of 4 KiB pages have larger blocks with more values, so more bits for the number.
    const node = { ...fakeNode(blocks), layout: LAYOUTS.unicode4k };
    expect(openHeap(node, KIND).value(0x8_0020).toString()).toBe('abc');
  });

  it('tells where values stand, block by block, and keeps the blocks whoever looks comes back to', () => {
    const blocks = ['one', 'two', 'thr'].map((text) => heapBlock(KIND, [Buffer.from(text)]));
    const kept: number[] = [];
    const node = fakeNode(blocks);
    const block = (index: number) => {
      kept.push(index);
      return node.block(index);
    };
    const heap = openHeap({ ...node, block }, KIND);
    const texts = [0, 1, 2, 1, 2, 0].map((number) => {
      const { bytes, start, end } = heap.locate(number * 0x1_0000 + heapId(1));
      return bytes.toString('latin1', start, end);
    });
    expect(texts).toEqual(['one', 'two', 'thr', 'two', 'thr', 'one']);
    expect(kept).toEqual([0, 1, 2]);
  });

  test.each([
    ['a number beyond its values', heapId(3)],
    ['number 0', 0x1_0000],
    ['a block it has not', 0x2_0020],
    ['another kind of id', heapId(1) + 1],
  ])('has no value for %s', (_, id) => {
    const heap = heapOf(Buffer.from('one'), Buffer.from('two'));
    expect(() => heap.value(id)).toThrow('heapDamaged');
    expect(() => heap.locate(id)).toThrow('heapDamaged');
  });

  test.each([
    ['no block', []],
    ['an empty one', [Buffer.alloc(0)]],
    ['one of another kind', [heapBlock(HEAP_KINDS.table, [Buffer.from('one')])]],
    ['text', [Buffer.from('This is no heap at all.')]],
  ])('is not found in %s', (_, blocks) => {
    expect(() => openHeap(fakeNode(blocks), KIND)).toThrow('heapDamaged');
  });

  it('whose offsets lead elsewhere is damaged', () => {
    const block = heapBlock(KIND, [Buffer.from('one')]);
    for (const offset of [block.length, 0xffff]) {
      block.writeUInt16LE(offset, 0);
      expect(() => openHeap(fakeNode([block]), KIND).value(heapId(1))).toThrow('heapDamaged');
    }
  });
});

describe('a sorted list', () => {
  it('is given in the order of its keys, over all levels', () => {
    const header = listHeader(4, 4, 1, heapId(2));
    expect(keysOf(header, words(1, heapId(3), 3, heapId(4)), words(1, 10, 2, 20), words(3, 30))).toEqual([1, 2, 3]);
  });

  it('may be empty', () => {
    expect(keysOf(listHeader(4, 4, 0, 0))).toEqual([]);
  });

  it('that leads back to itself is damaged', () => {
    expect(() => keysOf(listHeader(4, 4, 8, heapId(2)), words(1, heapId(2)))).toThrow('heapDamaged');
  });

  it('whose branches all lead to one piece is damaged, not gone through again and again', () => {
    const every = (id: number) => words(...Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? i : id)));
    const levels = Array.from({ length: 8 }, (_, i) => every(heapId(i + 3)));
    const before = performance.now();
    expect(() => keysOf(listHeader(4, 4, 8, heapId(2)), ...levels, words(1, 1))).toThrow('heapDamaged');
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test.each([
    ['keys of nothing', listHeader(0, 4, 0, 0)],
    ['keys too long', listHeader(16, 4, 0, 0)],
    ['200 levels', listHeader(4, 4, 200, heapId(1))],
    ['half a head', Buffer.from([0xb5, 4, 4])],
    ['another mark', Buffer.alloc(8)],
  ])('with %s is damaged', (_, header) => {
    expect(() => keysOf(header)).toThrow('heapDamaged');
  });
});
