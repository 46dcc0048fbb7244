import { PSTFile } from 'pst-extractor';
import { PSTUtil } from 'pst-extractor/dist/PSTUtil.class.js';
import { unpackBlock } from '../block-encoding.ts';
import { readId } from '../page-layout.ts';
import { PstFault } from './fault.ts';
import { findBlock, findNodeBlocks, layoutOf, readBlockAt } from './pst-file.ts';

/** The two block ids of a node: its data and the tree of nodes that belong to it; 0 for none. */
type NodeBlocks = { readonly dataId: bigint; readonly subnodesId: bigint };

/** A node of the file, read when it is asked for. */
export interface PstNode {
  /** The node's data, one buffer a block, decoded. @throws PstFault */
  blocks(): readonly Buffer[];
  /** A node that belongs to this one. @throws PstFault subnodeMissing */
  subnode(id: number): PstNode;
  hasSubnode(id: number): boolean;
}

/** More than this in one node is damage, not mail: Outlook caps a message at 2 GiB. */
const MAX_NODE_BYTES = 0x7fffffff;

/** Marks a block that lists other blocks instead of holding data. @see [MS-PST] 2.2.2.2 BID */
const INTERNAL = 2n;
const BLOCK_LIST = 1;
const SUBNODE_LIST = 2;
/** Block lists and subnode lists nest once. @see [MS-PST] 2.2.2.8.3.2, 2.2.2.8.3.3 */
const MAX_LEVEL = 2;

/** The node of that id. @throws PstFault nodeMissing, indexDamaged */
export function findNode(file: PSTFile, id: number): PstNode {
  return openNode(file, findNodeBlocks(file, id));
}

function openNode(file: PSTFile, { dataId, subnodesId }: NodeBlocks): PstNode {
  let subnodes: ReadonlyMap<number, NodeBlocks> | null = null;
  const list = () => {
    subnodes ??= listSubnodes(file, subnodesId);
    return subnodes;
  };
  return {
    blocks: () => readBlocks(file, dataId),
    subnode: (id) => {
      const found = list().get(id);
      if (!found) throw new PstFault('subnodeMissing');
      return openNode(file, found);
    },
    hasSubnode: (id) => list().has(id),
  };
}

function readBlocks(file: PSTFile, rootId: bigint): readonly Buffer[] {
  const blocks: Buffer[] = [];
  let sizeBytes = 0;
  const read = (id: bigint, level: number): void => {
    const bytes = readBlock(file, id);
    if ((id & INTERNAL) === 0n) {
      sizeBytes += bytes.length;
      if (sizeBytes > MAX_NODE_BYTES) throw new PstFault('tooLarge');
      blocks.push(bytes);
      return;
    }
    if (level > MAX_LEVEL || bytes[0] !== BLOCK_LIST) throw new PstFault('blockDamaged');
    for (const childId of listIds(bytes, layoutOf(file).idBytes)) read(childId, level + 1);
  };
  if (rootId !== 0n) read(rootId, 1);
  return blocks;
}

function listIds(bytes: Buffer, idBytes: 4 | 8): readonly bigint[] {
  const count = bytes.readUInt16LE(2);
  if (8 + count * idBytes > bytes.length) throw new PstFault('blockDamaged');
  return Array.from({ length: count }, (_, i) => readId(bytes, 8 + i * idBytes, idBytes));
}

function listSubnodes(file: PSTFile, rootId: bigint): ReadonlyMap<number, NodeBlocks> {
  const found = new Map<number, NodeBlocks>();
  const { idBytes } = layoutOf(file);
  // ANSI has no padding after the count, and ids of four bytes.
  const start = idBytes === 8 ? 8 : 4;
  const read = (id: bigint, level: number): void => {
    const bytes = readBlock(file, id);
    if (level > MAX_LEVEL || bytes[0] !== SUBNODE_LIST) throw new PstFault('blockDamaged');
    const isLeaf = bytes[1] === 0;
    const entryBytes = isLeaf ? idBytes * 3 : idBytes * 2;
    const end = start + bytes.readUInt16LE(2) * entryBytes;
    if (end > bytes.length) throw new PstFault('blockDamaged');
    for (let at = start; at < end; at += entryBytes) {
      const dataId = readId(bytes, at + idBytes, idBytes);
      if (!isLeaf) read(dataId, level + 1);
      else found.set(bytes.readUInt32LE(at), { dataId, subnodesId: readId(bytes, at + idBytes * 2, idBytes) });
    }
  };
  if (rootId !== 0n) read(rootId, 1);
  return found;
}

/**
 * The bytes of one block, decoded: data is encoded as the header says, lists never are.
 * Read here and not through the library's stream, which unpacks whatever happens to begin like a zlib stream.
 */
function readBlock(file: PSTFile, id: bigint): Buffer {
  const { offset, sizeBytes } = findBlock(file, id);
  const bytes = readBlockAt(file, offset, sizeBytes);
  const isEncoded = (id & INTERNAL) === 0n && file.encryptionType === PSTFile.ENCRYPTION_TYPE_COMPRESSIBLE;
  const plain = isEncoded ? PSTUtil.decode(bytes) : bytes;
  return file.pstFileType === PSTFile.PST_TYPE_2013_UNICODE ? unpackBlock(plain) : plain;
}
