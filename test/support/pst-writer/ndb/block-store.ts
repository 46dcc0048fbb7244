import { inGroups, pstCrc, roundUp, writeIds, writeTrailer } from './binary.ts';
import { type BlockEncoding, encodeBlock } from './block-encoding.ts';
import { BlockTable } from './block-table.ts';
import type { FileFormat } from './file-format.ts';
import type { SpanFile } from './span-file.ts';

const ALIGN_BYTES = 64;
const LIST_HEADER_BYTES = 8;

/** The content of a node: ids of its data tree and of its subnode tree, 0 for none. */
export type NodeData = { readonly dataBid: number; readonly subnodeBid: number };

/** A node that lives inside another node. */
export type Subnode = NodeData & { readonly nid: number };

/** Writes blocks and the trees of blocks that stand for long data and for subnodes. */
export class BlockStore {
  readonly format: FileFormat;
  /** Every block written: the rows of the block B-tree. */
  readonly table = new BlockTable();
  readonly #file: SpanFile;
  readonly #encoding: BlockEncoding;

  constructor(file: SpanFile, { format, encoding }: { format: FileFormat; encoding: BlockEncoding }) {
    this.#file = file;
    this.format = format;
    this.#encoding = encoding;
  }

  /** Writes data in pieces of at most one block and gives the id that stands for all of it; 0 for no pieces. */
  writeData(pieces: Iterable<Uint8Array>): number {
    const full: { bid: number; sizeBytes: number }[] = [];
    let bids: number[] = [];
    let sizeBytes = 0;
    for (const piece of pieces) {
      if (bids.length === this.#maxListed) {
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
    const leaves = inGroups(sorted, this.#maxRows(3)).map((group) => ({
      nid: group[0]?.nid ?? 0,
      bid: this.#subnodeBlock(
        0,
        group.map((node) => [node.nid, node.dataBid, node.subnodeBid]),
      ),
    }));
    if (leaves.length <= 1) return leaves[0]?.bid ?? 0;
    if (leaves.length > this.#maxRows(2)) throw new RangeError('too many subnodes');
    return this.#subnodeBlock(
      1,
      leaves.map((leaf) => [leaf.nid, leaf.bid]),
    );
  }

  /**
   * Says that a further node uses this block; without it a reader may free the block with the first of them. False when
   * no more can be counted.
   */
  tryShare(bid: number): boolean {
    return this.table.tryShare(bid);
  }

  /** Most blocks one list names. */
  get #maxListed(): number {
    return Math.floor((this.format.maxBlockBytes - LIST_HEADER_BYTES) / this.format.idBytes);
  }

  /** Most rows of so many ids in a block of subnodes. */
  #maxRows(ids: number): number {
    const { maxBlockBytes, subnodesOffset, idBytes } = this.format;
    return Math.floor((maxBlockBytes - subnodesOffset) / (ids * idBytes));
  }

  #listBlock(level: number, bids: readonly number[], sizeBytes: number): number {
    if (bids.length > this.#maxListed || sizeBytes > 0xffff_ffff) throw new RangeError('data too long for one node');
    const block = Buffer.alloc(LIST_HEADER_BYTES + bids.length * this.format.idBytes);
    block[0] = 1;
    block[1] = level;
    block.writeUInt16LE(bids.length, 2);
    block.writeUInt32LE(sizeBytes, 4);
    writeIds(this.format, block, LIST_HEADER_BYTES, bids);
    return this.#block(block, true);
  }

  #subnodeBlock(level: number, rows: readonly (readonly number[])[]): number {
    const { idBytes, subnodesOffset } = this.format;
    const rowBytes = (level === 0 ? 3 : 2) * idBytes;
    const block = Buffer.alloc(subnodesOffset + rows.length * rowBytes);
    block[0] = 2;
    block[1] = level;
    block.writeUInt16LE(rows.length, 2);
    rows.forEach((row, order) => {
      writeIds(this.format, block, subnodesOffset + order * rowBytes, row);
    });
    return this.#block(block, true);
  }

  #block(data: Uint8Array, isInternal: boolean): number {
    const { maxBlockBytes, trailerBytes } = this.format;
    if (data.length === 0 || data.length > maxBlockBytes) throw new RangeError(`a block of ${data.length} bytes`);
    const bid = this.table.nextBidOf(isInternal);
    const { ib, bytes } = this.#file.reserve(roundUp(data.length + trailerBytes, ALIGN_BYTES), ALIGN_BYTES);
    bytes.set(data);
    const stored = bytes.subarray(0, data.length);
    // Blocks that hold ids are never encoded; the checksum is over the bytes as stored.
    if (!isInternal) encodeBlock(stored, this.#encoding, bid);
    writeTrailer(this.format, bytes, { lead: data.length, bid, ib, crc: pstCrc(stored) });
    this.table.add(bid, ib, data.length);
    return bid;
  }
}
