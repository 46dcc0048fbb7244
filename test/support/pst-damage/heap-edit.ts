import { type BlockRow, editBlock, listBlocks, listNodes, type PstImage, readPlain } from './pst-image.ts';

/** What a heap is used for. @see [MS-PST] 2.3.1.2 bClientSig */
export type HeapKind = 'properties' | 'table';
const HEAP_MARKS = { properties: 0xbc, table: 0x7c } as const;

/** Tells by the id of its node whether a heap is meant; null for a heap below a node: recipients, attachments. */
export type IsMeant = (nodeId: number | null) => boolean;

/** Everything that is looked at before any folder is listed. @see [MS-PST] 2.4.1 */
const FIRST_NODES: readonly number[] = [0x21, 0x61, 0x122, 0x12d, 0x12e, 0x12f];

/** Whatever stands behind what opening a file looks at. */
export const isDeep: IsMeant = (id) => id === null || !FIRST_NODES.includes(id);

/** Nodes of a kind, by the low bits of their ids. @see [MS-PST] 2.2.2.1 */
export function isOfKind(kind: number): IsMeant {
  return (id) => id !== null && (id & 0x1f) === kind && isDeep(id);
}

export function isNode(wanted: number): IsMeant {
  return (id) => id === wanted;
}

/** Changes the first block of every heap that is meant, and seals it again. */
export function editHeaps(
  image: PstImage,
  kind: HeapKind | null,
  isMeant: IsMeant,
  edit: (plain: Buffer) => void,
): void {
  const owners = new Map(listNodes(image).map(({ id, dataId }) => [dataId - (dataId % 2), id]));
  for (const block of listBlocks(image)) {
    if (!isHeap(image, block, kind) || !isMeant(owners.get(block.id - (block.id % 2)) ?? null)) continue;
    editBlock(image, block, edit);
  }
}

function isHeap(image: PstImage, block: BlockRow, kind: HeapKind | null): boolean {
  const plain = readPlain(image, block);
  if (plain.length < 12 || plain[2] !== 0xec) return false;
  return kind === null ? plain[3] === 0xbc || plain[3] === 0x7c : plain[3] === HEAP_MARKS[kind];
}

/** A value of the first block of a heap, to be changed in place; empty when it is not there. @see [MS-PST] 2.3.1 */
export function heapValue(plain: Buffer, id: number): Buffer {
  const index = (id >>> 5) & 0x7ff;
  const map = plain.readUInt16LE(0);
  if ((id & 0x1f) !== 0 || index === 0 || id >>> 16 !== 0 || map + 4 + index * 2 + 2 > plain.length)
    return Buffer.alloc(0);
  return plain.subarray(plain.readUInt16LE(map + 2 + index * 2), plain.readUInt16LE(map + 4 + index * 2));
}

/** What the user of the heap starts from: the sorted list of properties, or what a table says about itself. */
export function heapRoot(plain: Buffer): Buffer {
  return heapValue(plain, plain.readUInt32LE(4));
}

/** The header of the sorted list of a heap: its properties, or the rows of its table. Empty when it is not there. */
export function listHeader(plain: Buffer): Buffer {
  const root = heapRoot(plain);
  return plain[3] === HEAP_MARKS.table && root.length >= 14 ? heapValue(plain, root.readUInt32LE(10)) : root;
}

/** The rows of the sorted list of a heap. Empty when they are not there, or stand deeper. */
export function listRows(plain: Buffer): {
  readonly bytes: Buffer;
  readonly keyBytes: number;
  readonly rowBytes: number;
} {
  const header = listHeader(plain);
  if (header.length < 8 || header[3] !== 0) return { bytes: Buffer.alloc(0), keyBytes: 4, rowBytes: 8 };
  const keyBytes = header.readUInt8(1);
  return { bytes: heapValue(plain, header.readUInt32LE(4)), keyBytes, rowBytes: keyBytes + header.readUInt8(2) };
}

/** Changes each row of the sorted list of a heap. */
export function editRows(plain: Buffer, edit: (row: Buffer, keyBytes: number, number: number) => void): void {
  const { bytes, keyBytes, rowBytes } = listRows(plain);
  for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) {
    edit(bytes.subarray(at, at + rowBytes), keyBytes, at / rowBytes);
  }
}
