import { placeSignature, pstCrc, roundUp, writeUint64 } from './binary.ts';
import { permute } from './permute.ts';
import type { SpanFile } from './span-file.ts';

/** Most data bytes one block holds: 8 KiB less its trailer. @see [MS-PST] 2.2.2.8.1 */
export const MAX_BLOCK_BYTES = 8_176;

const TRAILER_BYTES = 16;
const ALIGN_BYTES = 64;
const BID_STEP = 4;
const INTERNAL_BIT = 2;
const TREE_HEADER_BYTES = 8;
const MAX_TREE_BIDS = 1_021;
const LEAF_BYTES = 24;
const BRANCH_BYTES = 16;

/** One row of the block B-tree. `references` counts the tree itself too. @see [MS-PST] 2.2.2.7.7.3 */
export type BlockEntry = {
  readonly bid: number;
  readonly ib: number;
  readonly sizeBytes: number;
  references: number;
};

/** The content of a node: ids of its data tree and of its subnode tree, 0 for none. */
export type NodeData = { readonly dataBid: number; readonly subnodeBid: number };

/** A node that lives inside another node. */
export type Subnode = NodeData & { readonly nid: number };

/** Writes blocks and the trees of blocks that stand for long data and for subnodes. */
export class BlockStore {
  /** Every block written, by rising id: the rows of the block B-tree. */
  readonly entries: BlockEntry[] = [];
  readonly #file: SpanFile;
  readonly #isPermuted: boolean;

  constructor(file: SpanFile, isPermuted: boolean) {
    this.#file = file;
    this.#isPermuted = isPermuted;
  }

  /** The id the next block would get. */
  get nextBid(): number {
    return (this.entries.length + 1) * BID_STEP;
  }

  /** Writes data in pieces of at most `MAX_BLOCK_BYTES` and gives the id that stands for all of it; 0 for no pieces. */
  writeData(pieces: Iterable<Uint8Array>): number {
    const full: { bid: number; sizeBytes: number }[] = [];
    let bids: number[] = [];
    let sizeBytes = 0;
    for (const piece of pieces) {
      if (bids.length === MAX_TREE_BIDS) {
        full.push({ bid: this.#listBlock(1, bids, sizeBytes), sizeBytes });
        bids = [];
        sizeBytes = 0;
      }
      bids.push(this.#block(piece, false));
      sizeBytes += piece.length;
    }
    if (full.length === 0 && bids.length <= 1) return bids[0] ?? 0;
    full.push({ bid: this.#listBlock(1, bids, sizeBytes), sizeBytes });
    if (full.length === 1) return full[0]?.bid ?? 0;
    const total = full.reduce((sum, part) => sum + part.sizeBytes, 0);
    return this.#listBlock(
      2,
      full.map((part) => part.bid),
      total,
    );
  }

  /** Writes the tree of a node's subnodes; 0 for none. @see [MS-PST] 2.2.2.8.3.3 */
  writeSubnodes(subnodes: readonly Subnode[]): number {
    const sorted = [...subnodes].sort((a, b) => a.nid - b.nid);
    const leaves = inGroups(sorted, Math.floor((MAX_BLOCK_BYTES - TREE_HEADER_BYTES) / LEAF_BYTES)).map((group) => ({
      nid: group[0]?.nid ?? 0,
      bid: this.#subnodeBlock(
        0,
        group.map((node) => [node.nid, node.dataBid, node.subnodeBid]),
      ),
    }));
    if (leaves.length <= 1) return leaves[0]?.bid ?? 0;
    if (leaves.length > (MAX_BLOCK_BYTES - TREE_HEADER_BYTES) / BRANCH_BYTES) throw new RangeError('too many subnodes');
    return this.#subnodeBlock(
      1,
      leaves.map((leaf) => [leaf.nid, leaf.bid]),
    );
  }

  /** Says that a further node uses this block; without it a reader may free the block with the first of them. */
  share(bid: number): void {
    const entry = this.entries[Math.floor(bid / BID_STEP) - 1];
    if (entry === undefined) throw new RangeError('no such block');
    entry.references += 1;
  }

  #listBlock(level: number, bids: readonly number[], sizeBytes: number): number {
    if (bids.length > MAX_TREE_BIDS || sizeBytes > 0xffff_ffff) throw new RangeError('data too long for one node');
    const block = Buffer.alloc(TREE_HEADER_BYTES + bids.length * 8);
    block[0] = 1;
    block[1] = level;
    block.writeUInt16LE(bids.length, 2);
    block.writeUInt32LE(sizeBytes, 4);
    bids.forEach((bid, order) => {
      writeUint64(block, bid, TREE_HEADER_BYTES + order * 8);
    });
    return this.#block(block, true);
  }

  #subnodeBlock(level: number, rows: readonly (readonly number[])[]): number {
    const rowBytes = level === 0 ? LEAF_BYTES : BRANCH_BYTES;
    const block = Buffer.alloc(TREE_HEADER_BYTES + rows.length * rowBytes);
    block[0] = 2;
    block[1] = level;
    block.writeUInt16LE(rows.length, 2);
    rows.forEach((row, order) => {
      row.forEach((value, column) => {
        writeUint64(block, value, TREE_HEADER_BYTES + order * rowBytes + column * 8);
      });
    });
    return this.#block(block, true);
  }

  #block(data: Uint8Array, isInternal: boolean): number {
    if (data.length === 0 || data.length > MAX_BLOCK_BYTES) throw new RangeError(`a block of ${data.length} bytes`);
    const bid = this.nextBid + (isInternal ? INTERNAL_BIT : 0);
    const { ib, bytes } = this.#file.reserve(roundUp(data.length + TRAILER_BYTES, ALIGN_BYTES), ALIGN_BYTES);
    bytes.set(data);
    const stored = bytes.subarray(0, data.length);
    // Blocks that hold ids are never encoded; the checksum is over the bytes as stored.
    if (this.#isPermuted && !isInternal) permute(stored);
    const trailer = bytes.subarray(bytes.length - TRAILER_BYTES);
    trailer.writeUInt16LE(data.length, 0);
    trailer.writeUInt16LE(placeSignature(ib, bid), 2);
    trailer.writeUInt32LE(pstCrc(stored), 4);
    writeUint64(trailer, bid, 8);
    this.entries.push({ bid, ib, sizeBytes: data.length, references: 2 });
    return bid;
  }
}

/** `list` cut into groups of at most `size`, in order. */
export function inGroups<T>(list: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let at = 0; at < list.length; at += size) groups.push(list.slice(at, at + size));
  return groups;
}
