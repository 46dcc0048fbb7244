import { expect, test } from 'vitest';
import { HEAP_KINDS } from '../../../../../main/pst/reader/heap.ts';
import { readItem } from '../../../../../main/pst/reader/item.ts';
import type { PstNode } from '../../../../../main/pst/reader/node.ts';
import { fakeNode, heapBlock, heapId, listHeader, words } from './fake-node.ts';

const ATTACHMENTS = 0x671;
const ATTACHED = 0x24;

/** Properties, each with its id, its type, and its value or the id of it; what ids lead to begins with `heapId(3)`. */
function propertiesBlock(rows: readonly [id: number, type: number, value: number][], values: readonly Buffer[] = []) {
  const entries = rows.map(([id, type, value]) => Buffer.concat([words(id | (type << 16)), words(value)]));
  return heapBlock(HEAP_KINDS.properties, [listHeader(2, 6, 0, heapId(2)), Buffer.concat(entries), ...values]);
}

/** A table of two rows and no columns: for attachments only the ids of the rows count. */
function attachmentsTable(): PstNode {
  const info = Buffer.alloc(22);
  info[0] = 0x7c;
  info.writeUInt16LE(4, 8);
  info.writeUInt32LE(heapId(2), 10);
  info.writeUInt32LE(heapId(4), 14);
  const rows = words(0x25, 0, 0x45, 1);
  return fakeNode([heapBlock(HEAP_KINDS.table, [info, listHeader(4, 4, 0, heapId(3)), rows, words(0x25, 0x45)])]);
}

test('a message attached to itself is not followed, for it would branch again and again', () => {
  const below = new Map<number, PstNode>();
  const message = fakeNode([propertiesBlock([[0x0e08, 3, 77]])], below);
  const pointer = words(ATTACHED, 0);
  const block = propertiesBlock(
    [
      [0x3701, 0x0d, heapId(3)],
      [0x3705, 3, 5],
    ],
    [pointer],
  );
  const attachment = fakeNode([block], new Map([[ATTACHED, message]]));
  below.set(ATTACHMENTS, attachmentsTable()).set(0x25, attachment).set(0x45, attachment);
  const item = readItem(message, 'id');
  expect(item.sizeBytes).toBe(77);
  expect(() => item.attachments()).toThrow('tooDeep');
});
