import { BLOCK_ENCODINGS, decodeBlock, unpackBlock } from './block-encoding.ts';
import { checkHeader, readBlockEncoding } from './header.ts';
import {
  blockRoom,
  checkedBlock,
  checkPage,
  type FileLayout,
  type IndexName,
  isInternal,
  LAYOUTS,
  levelOf,
  readNumber,
  rowInPage,
} from './page-layout.ts';
import { PstFault } from './reader/fault.ts';
import { HEAP_KINDS, type Heap, openHeap } from './reader/heap.ts';

/** Reading at places of a file. @throws whatever the file system says */
type Readable = { read(position: number, length: number): Promise<Uint8Array> };

/** Node of the object that stands for the whole store. @see [MS-PST] 2.4.1 */
const STORE_NODE = 0x21;
/** @see [MS-OXPROPS] PidTagRecordKey, and [MS-OXCDATA] 2.11.1 for its type */
const RECORD_KEY = 0x0ff9;
const BINARY = 0x0102;
const KEY_BYTES = 16;

/** Limits of ours: sound files need about ten reads. What damage or malice leads to must end soon, for a scan waits. */
const MAX_READS = 20;
const MAX_READ_BYTES = 0x2000;
/** A store's properties fill one block; more than these are not looked through. */
const MAX_BLOCKS = 4;

/** @see [MS-PST] 2.2.2.8.3.2.1 */
const BLOCK_LIST = 1;
const LIST_START = 8;

/** @see [MS-PST] 2.3.2.1 BTHHEADER; the entries are those of 2.3.3.3 */
const TREE_SIGNATURE = 0xb5;
const TREE_KEY_BYTES = 2;
const TREE_ENTRY_BYTES = 6;
const TREE_BRANCH_BYTES = 4;
const MAX_TREE_LEVELS = 8;

/**
 * The key a store was given when it was made, as 32 hex digits in lower case: copies and later versions of a PST share
 * it. Null when it cannot be read, for whatever reason but one.
 *
 * `head` holds at least `HEADER_BYTES`, or the whole of a shorter file. Reads at most 20 pieces of at most 8 KiB.
 * @throws what `file.read` throws
 */
export async function readRecordKey(head: Uint8Array, file: Readable): Promise<string | null> {
  const pst = openIndexes(head, file);
  if (pst === null) return null;
  try {
    return await findKey(pst);
  } catch (error) {
    // Reading outside a buffer is how damaged offsets show.
    if (error instanceof PstFault || error instanceof RangeError) return null;
    throw error;
  }
}

/** A file whose header can be believed. */
type Indexes = {
  readonly layout: FileLayout;
  readonly encoding: number;
  readonly roots: Readonly<Record<IndexName, number>>;
  /** @throws PstFault for an offset or a length that cannot be, and after too many reads */
  readonly read: (position: number, length: number) => Promise<Buffer>;
};

function openIndexes(head: Uint8Array, file: Readable): Indexes | null {
  // However long the file: one that lost its end may well have its store's properties.
  const { format, health } = checkHeader(head, Number.MAX_SAFE_INTEGER);
  if (format === 'unknown' || !['fine', 'notClosed', 'ost'].includes(health)) return null;
  const layout = LAYOUTS[format];
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const rootOf = (index: IndexName) => readNumber(bytes, layout.roots[index], layout.idBytes);
  const roots = { nodes: rootOf('nodes'), blocks: rootOf('blocks') };
  return { layout, encoding: readBlockEncoding(head, format), roots, read: boundedRead(file) };
}

function boundedRead(file: Readable): Indexes['read'] {
  // The upper pages of an index lead to every block of a node.
  const known = new Map<number, Buffer>();
  let reads = 0;
  return async (position, length) => {
    const before = known.get(position);
    if (before?.length === length) return before;
    reads += 1;
    const isSane = Number.isSafeInteger(position) && length > 0 && length <= MAX_READ_BYTES;
    if (!isSane || reads > MAX_READS) throw new PstFault('tooLarge');
    const bytes = await file.read(position, length);
    if (bytes.byteLength < length) throw new PstFault('readFailed');
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, length);
    known.set(position, piece);
    return piece;
  };
}

async function findKey(pst: Indexes): Promise<string | null> {
  const { idBytes } = pst.layout;
  const node = await findEntry(pst, 'nodes', STORE_NODE);
  const blocks = await readNode(pst, readNumber(node, idBytes, idBytes));
  // So few bytes always stand in the heap itself, never in a node of their own.
  const heap = openHeap(
    { layout: pst.layout, block: (index) => blocks[index] ?? null, subnode: noSubnode },
    HEAP_KINDS.properties,
  );
  const entry = findProperty(heap, RECORD_KEY);
  if (entry === null || entry.readUInt16LE(0) !== BINARY) return null;
  const key = heap.value(entry.readUInt32LE(2));
  return key.length === KEY_BYTES ? key.toString('hex') : null;
}

function noSubnode(): never {
  throw new PstFault('subnodeMissing');
}

/** @throws PstFault nodeMissing, blockMissing, indexDamaged */
async function findEntry({ layout, roots, read }: Indexes, index: IndexName, id: number): Promise<Buffer> {
  let position = roots[index];
  let level: number | null = null;
  for (;;) {
    const page = await read(position, layout.page.bytes);
    checkPage(page, layout, index);
    // One level down each time, or a page that leads back to itself would use up all reads.
    if (level !== null && levelOf(page, layout) !== level - 1) throw new PstFault('indexDamaged');
    level = levelOf(page, layout);
    const row = rowInPage(page, layout, { index, id });
    if (row === null) throw new PstFault(index === 'nodes' ? 'nodeMissing' : 'blockMissing');
    if (level === 0) return page.subarray(row.start, row.end);
    position = readNumber(page, row.start + layout.idBytes * 2, layout.idBytes);
  }
}

/** The first blocks of a node, decoded. */
async function readNode(pst: Indexes, dataId: number): Promise<readonly Buffer[]> {
  const first = await readBlock(pst, dataId);
  if (!isInternal(dataId)) return [first];
  // A list of lists stands for more than eight million bytes: no properties of a store.
  if (first[0] !== BLOCK_LIST || first[1] !== 1) throw new PstFault('blockDamaged');
  const count = Math.min(first.readUInt16LE(2), MAX_BLOCKS);
  const { idBytes } = pst.layout;
  const blocks: Buffer[] = [];
  for (let i = 0; i < count; i += 1) {
    const id = readNumber(first, LIST_START + i * idBytes, idBytes);
    if (isInternal(id)) throw new PstFault('blockDamaged');
    blocks.push(await readBlock(pst, id));
  }
  return blocks;
}

async function readBlock(pst: Indexes, id: number): Promise<Buffer> {
  const { layout, encoding, read } = pst;
  const { idBytes } = layout;
  const entry = await findEntry(pst, 'blocks', id);
  const sizeBytes = entry.readUInt16LE(idBytes * 2);
  const stored = await read(readNumber(entry, idBytes, idBytes), blockRoom(sizeBytes, layout));
  const plain = decodeBlock(
    checkedBlock(stored, sizeBytes, layout),
    isInternal(id) ? BLOCK_ENCODINGS.none : encoding,
    BigInt(readNumber(entry, 0, idBytes)),
  );
  if (plain === null) throw new PstFault('blockDamaged');
  return layout === LAYOUTS.unicode4k ? unpackBlock(plain) : plain;
}

/**
 * The entry of a property without its key: type, then value or the id of one. Goes down one branch alone, where reading
 * the whole list would take a forged heap, whose branches all lead to one another, as long as it likes.
 */
function findProperty(heap: Heap, property: number): Buffer | null {
  const header = heap.value(heap.rootId);
  const [signature, keyBytes, entryBytes, levels] = [0, 1, 2, 3].map((at) => header.readUInt8(at));
  const isTree = signature === TREE_SIGNATURE && keyBytes === TREE_KEY_BYTES && entryBytes === TREE_ENTRY_BYTES;
  if (!isTree || levels === undefined || levels > MAX_TREE_LEVELS) throw new PstFault('heapDamaged');
  let id = header.readUInt32LE(4);
  for (let level = levels; level > 0; level -= 1) {
    const branch = lastAtOrBefore(heap.value(id), TREE_BRANCH_BYTES, property);
    if (branch === null) return null;
    id = branch.entry.readUInt32LE(0);
  }
  const leaf = lastAtOrBefore(heap.value(id), TREE_ENTRY_BYTES, property);
  return leaf?.key === property ? leaf.entry : null;
}

function lastAtOrBefore(rows: Buffer, entryBytes: number, wanted: number): { key: number; entry: Buffer } | null {
  let found: { key: number; entry: Buffer } | null = null;
  const rowBytes = TREE_KEY_BYTES + entryBytes;
  for (let at = 0; at + rowBytes <= rows.length; at += rowBytes) {
    const key = rows.readUInt16LE(at);
    if (key > wanted) break;
    found = { key, entry: rows.subarray(at + TREE_KEY_BYTES, at + rowBytes) };
  }
  return found;
}
