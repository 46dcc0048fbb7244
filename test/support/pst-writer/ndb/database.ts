import { writeUint64 } from './binary.ts';
import { type BlockEntry, BlockStore, type NodeData } from './block-store.ts';
import { buildFront } from './header.ts';
import { PageTrees, type TreeRows } from './page-tree.ts';
import { PAGE_TYPE } from './pages.ts';
import { SpanFile } from './span-file.ts';

/** One row of the node B-tree. `parentNid` is 0 for nodes without a folder above them. */
export type DatabaseNode = NodeData & { readonly nid: number; readonly parentNid: number };

/** The lowest layer as one thing: blocks go in, nodes name them, `finish` makes the file valid. @see [MS-PST] 2.2 */
export class Database {
  readonly blocks: BlockStore;
  readonly #file: SpanFile;
  readonly #isPermuted: boolean;
  readonly #nodes: DatabaseNode[] = [];

  constructor(path: string, isPermuted: boolean) {
    this.#file = new SpanFile(path);
    this.#isPermuted = isPermuted;
    this.blocks = new BlockStore(this.#file, isPermuted);
  }

  addNode(node: DatabaseNode): void {
    this.#nodes.push(node);
  }

  /** Writes the B-trees and the header. Gives the size of the file, bytes. */
  finish(): number {
    const trees = new PageTrees(this.#file);
    const nodes = this.#nodes.sort((a, b) => a.nid - b.nid);
    const blockTree = trees.write(blockRows(this.blocks.entries));
    const nodeTree = trees.write(nodeRows(nodes));
    const spans = this.#file.finish();
    const front = buildFront({
      spans,
      blockTree,
      nodeTree,
      nextBid: this.blocks.nextBid,
      nextPageBid: trees.nextBid,
      isPermuted: this.#isPermuted,
      nextIndexOfType: nextIndexes(nodes),
    });
    this.#file.writeFront(front);
    return spans.eofBytes;
  }

  close(): void {
    this.#file.close();
  }
}

function blockRows(rows: readonly BlockEntry[]): TreeRows<BlockEntry> {
  return {
    type: PAGE_TYPE.blockTree,
    rowBytes: 24,
    rows,
    key: (row) => row.bid,
    write: (row, target) => {
      writeUint64(target, row.bid, 0);
      writeUint64(target, row.ib, 8);
      target.writeUInt16LE(row.sizeBytes, 16);
      target.writeUInt16LE(row.references, 18);
    },
  };
}

function nodeRows(rows: readonly DatabaseNode[]): TreeRows<DatabaseNode> {
  return {
    type: PAGE_TYPE.nodeTree,
    rowBytes: 32,
    rows,
    key: (row) => row.nid,
    write: (row, target) => {
      writeUint64(target, row.nid, 0);
      writeUint64(target, row.dataBid, 8);
      writeUint64(target, row.subnodeBid, 16);
      target.writeUInt32LE(row.parentNid, 24);
    },
  };
}

function nextIndexes(nodes: readonly DatabaseNode[]): Map<number, number> {
  const next = new Map<number, number>();
  for (const { nid } of nodes) next.set(nid % 32, Math.max(next.get(nid % 32) ?? 0, Math.floor(nid / 32) + 1));
  return next;
}
