import { writeIds } from './binary.ts';
import type { BlockEncoding } from './block-encoding.ts';
import { BlockStore } from './block-store.ts';
import type { BlockTable } from './block-table.ts';
import { FILE_FORMATS, type FileFormat, type FileFormatName } from './file-format.ts';
import { buildFront } from './header.ts';
import { type DatabaseNode, NodeTable } from './node-table.ts';
import { PageTrees, type TreeRows } from './page-tree.ts';
import { PAGE_TYPE } from './pages.ts';
import { SpanFile } from './span-file.ts';

/** How a file is laid out, and how its data blocks are encoded. */
export type DatabaseOptions = { readonly format: FileFormatName; readonly encoding: BlockEncoding };

/** The lowest layer as one thing: blocks go in, nodes name them, `finish` makes the file valid. @see [MS-PST] 2.2 */
export class Database {
  readonly blocks: BlockStore;
  readonly #format: FileFormat;
  readonly #encoding: BlockEncoding;
  readonly #file: SpanFile;
  readonly #nodes = new NodeTable();

  constructor(path: string, { format, encoding }: DatabaseOptions) {
    this.#format = FILE_FORMATS[format];
    this.#encoding = encoding;
    this.#file = new SpanFile(path, this.#format);
    this.blocks = new BlockStore(this.#file, { format: this.#format, encoding });
  }

  addNode(node: DatabaseNode): void {
    this.#nodes.add(node);
  }

  /** Writes the B-trees and the header. Gives the size of the file, bytes. */
  finish(): number {
    const trees = new PageTrees(this.#file, this.#format);
    const { table } = this.blocks;
    const nextBid = table.nextBid;
    const blockTree = trees.write(blockRows(this.#format, table));
    const nodeTree = trees.write(nodeRows(this.#format, this.#nodes));
    const spans = this.#file.finish();
    const front = buildFront(this.#format, {
      spans,
      blockTree,
      nodeTree,
      nextBid,
      nextPageBid: trees.nextBid,
      encoding: this.#encoding,
      nextIndexOfType: this.#nodes.nextIndexes(),
    });
    this.#file.writeFront(front);
    return spans.eofBytes;
  }

  close(): void {
    this.#file.close();
  }
}

function blockRows(format: FileFormat, table: BlockTable): TreeRows {
  return {
    type: PAGE_TYPE.blockTree,
    rowBytes: format.idBytes === 8 ? 24 : 12,
    count: table.count,
    key: (order) => table.at(order).bid,
    write: (order, target) => {
      const { bid, ib, sizeBytes, references } = table.at(order);
      writeIds(format, target, 0, [bid, ib]);
      target.writeUInt16LE(sizeBytes, 2 * format.idBytes);
      target.writeUInt16LE(references, 2 * format.idBytes + 2);
    },
  };
}

function nodeRows(format: FileFormat, table: NodeTable): TreeRows {
  const places = table.sortedOrder();
  const nodeAt = (order: number): DatabaseNode => table.at(places[order] ?? 0);
  return {
    type: PAGE_TYPE.nodeTree,
    rowBytes: 4 * format.idBytes,
    count: table.count,
    key: (order) => nodeAt(order).nid,
    write: (order, target) => {
      const { nid, dataBid, subnodeBid, parentNid } = nodeAt(order);
      writeIds(format, target, 0, [nid, dataBid, subnodeBid]);
      target.writeUInt32LE(parentNid, 3 * format.idBytes);
    },
  };
}
