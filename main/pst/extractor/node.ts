import { crc32, inflateSync } from 'node:zlib';
import { PSTFile } from 'pst-extractor';
import { PSTUtil } from 'pst-extractor/dist/PSTUtil.class.js';
import { PstFault } from './fault.ts';

/** The two block ids of a node: its data and the tree of nodes that belong to it; 0 for none. */
export type NodeAddress = { readonly dataId: bigint; readonly subnodesId: bigint };

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

/** Data blocks end with 16 bytes that hold a checksum, at the end of their 64-byte rows. @see [MS-PST] 2.2.2.8.1 */
const TRAILER_BYTES = 16;
const BLOCK_ROW_BYTES = 64;

/** First byte of a deflated block, and more than any block unpacks to. @see RFC 1950 2.2 */
const ZLIB_MARK = 0x78;
const MAX_BLOCK_BYTES = 0x100000;

/** The node of that id. @throws PstFault nodeMissing */
export function findNode(file: PSTFile, id: number): PstNode {
  try {
    const found = file.getDescriptorIndexNode(toLong(BigInt(id)));
    const dataId = fromLong(found.dataOffsetIndexIdentifier);
    return openNode(file, { dataId, subnodesId: fromLong(found.localDescriptorsOffsetIndexIdentifier) });
  } catch (error) {
    throw new PstFault('nodeMissing', error);
  }
}

function openNode(file: PSTFile, address: NodeAddress): PstNode {
  let subnodes: ReadonlyMap<number, NodeAddress> | null = null;
  const list = () => {
    subnodes ??= listSubnodes(file, address.subnodesId);
    return subnodes;
  };
  return {
    blocks: () => readBlocks(file, address.dataId),
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
    for (const childId of listIds(bytes)) read(childId, level + 1);
  };
  if (rootId !== 0n) read(rootId, 1);
  return blocks;
}

function listIds(bytes: Buffer): readonly bigint[] {
  const count = bytes.readUInt16LE(2);
  if (8 + count * 8 > bytes.length) throw new PstFault('blockDamaged');
  return Array.from({ length: count }, (_, i) => bytes.readBigUInt64LE(8 + i * 8));
}

function listSubnodes(file: PSTFile, rootId: bigint): ReadonlyMap<number, NodeAddress> {
  const found = new Map<number, NodeAddress>();
  const read = (id: bigint, level: number): void => {
    const bytes = readBlock(file, id);
    if (level > MAX_LEVEL || bytes[0] !== SUBNODE_LIST) throw new PstFault('blockDamaged');
    const isLeaf = bytes[1] === 0;
    const entryBytes = isLeaf ? 24 : 16;
    const count = bytes.readUInt16LE(2);
    if (8 + count * entryBytes > bytes.length) throw new PstFault('blockDamaged');
    for (let at = 8; at < 8 + count * entryBytes; at += entryBytes) {
      const dataId = bytes.readBigUInt64LE(at + 8);
      if (isLeaf) found.set(bytes.readUInt32LE(at), { dataId, subnodesId: bytes.readBigUInt64LE(at + 16) });
      else read(dataId, level + 1);
    }
  };
  if (rootId !== 0n) read(rootId, 1);
  return found;
}

/**
 * The bytes of one block, decoded.
 * Read here and not through the library's stream, which never ends at the end of a short block and unpacks whatever
 * happens to begin like a zlib stream.
 */
function readBlock(file: PSTFile, id: bigint): Buffer {
  const { sizeBytes, offset } = findBlock(file, id);
  if (file.pstFileType !== PSTFile.PST_TYPE_UNICODE) {
    const bytes = readAt(file, offset, sizeBytes);
    return unpack((id & INTERNAL) === 0n ? decode(file, bytes) : bytes);
  }
  const room = Math.ceil((sizeBytes + TRAILER_BYTES) / BLOCK_ROW_BYTES) * BLOCK_ROW_BYTES;
  const bytes = readAt(file, offset, room);
  const data = bytes.subarray(0, sizeBytes);
  const stated = bytes.readUInt32LE(room - TRAILER_BYTES + 4);
  if (stated !== (crc32(data, 0xffffffff) ^ 0xffffffff) >>> 0) throw new PstFault('blockDamaged');
  return (id & INTERNAL) === 0n ? decode(file, data) : data;
}

function findBlock(file: PSTFile, id: bigint): { readonly sizeBytes: number; readonly offset: number } {
  try {
    // The lowest bit of a block id is free for the program that wrote it and is no part of the index.
    const found = file.getOffsetIndexNode(toLong(id & ~1n));
    return { sizeBytes: found.size, offset: found.fileOffset.toNumber() };
  } catch (error) {
    throw new PstFault('blockMissing', error);
  }
}

function readAt(file: PSTFile, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  try {
    file.readCompletely(bytes, offset);
  } catch (error) {
    throw new PstFault('blockDamaged', error);
  }
  return bytes;
}

/** Data is encoded as the header says; lists never are. */
function decode(file: PSTFile, bytes: Buffer): Buffer {
  return file.encryptionType === PSTFile.ENCRYPTION_TYPE_COMPRESSIBLE ? PSTUtil.decode(bytes) : bytes;
}

/** Blocks of 4 KiB files may be deflated; the index the library gives does not tell which, so a failure means "not". */
function unpack(bytes: Buffer): Buffer {
  if (bytes[0] !== ZLIB_MARK) return bytes;
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_BLOCK_BYTES });
  } catch {
    return bytes;
  }
}

type Long = Parameters<PSTFile['getOffsetIndexNode']>[0];

function toLong(id: bigint): Long {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, id));
  return PSTUtil.convertLittleEndianBytesToLong(bytes);
}

function fromLong(id: Long): bigint {
  return BigInt.asUintN(64, BigInt(id.toString()));
}
