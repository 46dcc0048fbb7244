import { type FileLayout, isInternal, readNumber } from '../page-layout.ts';
import { PstFault } from './fault.ts';
import type { BlockPlace, NodeBlocks, PstFile } from './pst-file.ts';

/** What nodes need of the file. */
export type BlockReader = Pick<
  PstFile,
  'layout' | 'sizeBytes' | 'findNode' | 'findBlock' | 'readBlock' | 'scanBlock' | 'readPlace'
>;

/** A node of the file, of which each part is read when it is asked for. */
export interface PstNode {
  readonly layout: FileLayout;
  /** Id of its data: two nodes of the same id are the same. 0 for none. */
  readonly dataId: number;
  /** The part of the data in the block of that number, from 0 on, decoded; null behind the last. @throws PstFault */
  block(index: number): Buffer | null;
  /** The same for who looks at one block after the other: in `room` where it fits, so good until that is used again. */
  scanBlock(index: number, room: Buffer): Buffer | null;
  /** All the data in one piece. @throws PstFault */
  bytes(): Buffer;
  /** A node that belongs to this one. @throws PstFault subnodeMissing */
  subnode(id: number): PstNode;
  hasSubnode(id: number): boolean;
}

/** More than this in one node is damage, not mail: Outlook caps a message at 2 GiB. */
const MAX_NODE_BYTES = 0x7fffffff;

const BLOCK_LIST = 1;
const SUBNODE_LIST = 2;
const LIST_START = 8;
/** Block lists and subnode lists nest once. @see [MS-PST] 2.2.2.8.3.2, 2.2.2.8.3.3 */
const MAX_LEVEL = 2;

/** The node of that id. @throws PstFault nodeMissing, indexDamaged */
export function findNode(file: BlockReader, id: number): PstNode {
  return openNode(file, file.findNode(id));
}

function openNode(file: BlockReader, blocks: NodeBlocks): PstNode {
  return new FileNode(file, blocks);
}

class FileNode implements PstNode {
  readonly layout: FileLayout;
  readonly dataId: number;
  readonly #file: BlockReader;
  readonly #subnodesId: number;
  #ids: readonly number[] | null = null;
  #subnodes: ReadonlyMap<number, NodeBlocks> | null = null;

  constructor(file: BlockReader, { dataId, subnodesId }: NodeBlocks) {
    this.layout = file.layout;
    this.dataId = dataId;
    this.#file = file;
    this.#subnodesId = subnodesId;
  }

  block(index: number): Buffer | null {
    const id = this.#dataIds()[index];
    return id === undefined ? null : this.#file.readBlock(id);
  }

  scanBlock(index: number, room: Buffer): Buffer | null {
    const id = this.#dataIds()[index];
    return id === undefined ? null : this.#file.scanBlock(id, room);
  }

  bytes(): Buffer {
    return readWhole(this.#file, this.#dataIds());
  }

  subnode(id: number): PstNode {
    const found = this.#listSubnodes().get(id);
    if (!found) throw new PstFault('subnodeMissing');
    return openNode(this.#file, found);
  }

  hasSubnode(id: number): boolean {
    return this.#listSubnodes().has(id);
  }

  #dataIds(): readonly number[] {
    this.#ids ??= listDataIds(this.#file, this.dataId);
    return this.#ids;
  }

  #listSubnodes(): ReadonlyMap<number, NodeBlocks> {
    this.#subnodes ??= listSubnodes(this.#file, this.#subnodesId);
    return this.#subnodes;
  }
}

/** The ids of all blocks that hold data; the lists that name them are read, no data. */
function listDataIds(file: BlockReader, rootId: number): readonly number[] {
  const found: number[] = [];
  const read = (id: number, level: number): void => {
    if (!isInternal(id)) {
      found.push(id);
      // Every block has its own room, so a list cannot name more than the file has room for.
      if (found.length * file.layout.block.rowBytes > file.sizeBytes) throw new PstFault('tooLarge');
      return;
    }
    const bytes = file.readBlock(id);
    if (level > MAX_LEVEL || bytes[0] !== BLOCK_LIST) throw new PstFault('blockDamaged');
    for (const childId of listIds(bytes, file.layout.idBytes)) read(childId, level + 1);
  };
  if (rootId !== 0) read(rootId, 1);
  return found;
}

function listIds(bytes: Buffer, idBytes: 4 | 8): readonly number[] {
  const count = bytes.length < LIST_START ? 0xffff : bytes.readUInt16LE(2);
  if (LIST_START + count * idBytes > bytes.length) throw new PstFault('blockDamaged');
  return Array.from({ length: count }, (_, i) => readNumber(bytes, LIST_START + i * idBytes, idBytes));
}

function readWhole(file: BlockReader, ids: readonly number[]): Buffer {
  const [first] = ids;
  if (first === undefined) return Buffer.alloc(0);
  if (ids.length === 1) return file.readBlock(first);
  const places = ids.map((id) => file.findBlock(id));
  const bytes = Buffer.allocUnsafe(totalBytes(file, places));
  let at = 0;
  // Long values are read once: keeping them would only drive out what is needed again.
  for (const place of places) at += file.readPlace(place).copy(bytes, at);
  return bytes;
}

/** What blocks hold together, proved before room is made for it. */
function totalBytes(file: BlockReader, places: readonly BlockPlace[]): number {
  const sum = (measure: (place: BlockPlace) => number) => places.reduce((total, place) => total + measure(place), 0);
  const plainBytes = sum((place) => place.plainBytes);
  if (sum((place) => place.sizeBytes) > file.sizeBytes || plainBytes > MAX_NODE_BYTES) throw new PstFault('tooLarge');
  return plainBytes;
}

function listSubnodes(file: BlockReader, rootId: number): ReadonlyMap<number, NodeBlocks> {
  const found = new Map<number, NodeBlocks>();
  const { idBytes } = file.layout;
  // ANSI has no padding after the count, and ids of four bytes.
  const start = idBytes === 8 ? 8 : 4;
  const read = (id: number, level: number): void => {
    const bytes = file.readBlock(id);
    if (level > MAX_LEVEL || bytes[0] !== SUBNODE_LIST || bytes.length < start) throw new PstFault('blockDamaged');
    const isLeaf = bytes[1] === 0;
    const entryBytes = isLeaf ? idBytes * 3 : idBytes * 2;
    const end = start + bytes.readUInt16LE(2) * entryBytes;
    if (end > bytes.length) throw new PstFault('blockDamaged');
    for (let at = start; at < end; at += entryBytes) {
      const dataId = readNumber(bytes, at + idBytes, idBytes);
      if (!isLeaf) read(dataId, level + 1);
      else found.set(bytes.readUInt32LE(at), { dataId, subnodesId: readNumber(bytes, at + idBytes * 2, idBytes) });
    }
  };
  if (rootId !== 0) read(rootId, 1);
  return found;
}
