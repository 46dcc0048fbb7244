import type { NodeData, Subnode } from '../ndb/block-store.ts';
import { HEAP_CLIENT, Heap } from './heap.ts';
import { HeapTree } from './heap-tree.ts';
import type { Target } from './target.ts';
import { type Property, propertyId, propertyType, type StoredValue, storedTag, storeValue } from './value.ts';
import { ValueKeeper } from './value-keeper.ts';

const KEY_BYTES = 2;
const DATA_BYTES = 6;

/** Writes a property context: the properties of one object. `subnodes` are further nodes inside it. @see [MS-PST] 2.3.3 */
export function writePropertyContext(
  target: Target,
  properties: readonly Property[],
  subnodes: readonly Subnode[] = [],
): NodeData {
  const { blocks, text } = target;
  const heap = new Heap(HEAP_CLIENT.propertyContext, blocks.format.maxBlockBytes);
  const tree = new HeapTree(heap);
  const keeper = new ValueKeeper(blocks, heap);
  const sorted = [...properties].sort((a, b) => propertyId(a[0]) - propertyId(b[0]));
  const records = sorted.map((property) => {
    const record = Buffer.alloc(KEY_BYTES + DATA_BYTES);
    record.writeUInt16LE(propertyId(property[0]), 0);
    record.writeUInt16LE(propertyType(storedTag(property[0], text)), 2);
    record.writeUInt32LE(reference(keeper, storeValue(property, text)), 4);
    return record;
  });
  tree.fill(KEY_BYTES, DATA_BYTES, records);
  return {
    dataBid: blocks.writeData(heap.toBlocks(tree.hid)),
    subnodeBid: blocks.writeSubnodes([...subnodes, ...keeper.subnodes]),
  };
}

function reference(keeper: ValueKeeper, stored: StoredValue): number {
  switch (stored.kind) {
    case 'inline':
      return stored.value;
    case 'bytes':
      return keeper.keep(stored.bytes);
    case 'written':
      return keeper.adopt(stored.dataBid);
  }
}
