import { writeUint64 } from './binary.ts';
import { inGroups } from './block-store.ts';
import { PAGE_BYTES, type PageReference, type PageType, sealPage } from './pages.ts';
import type { SpanFile } from './span-file.ts';

const ENTRIES_BYTES = 488;
const BRANCH_BYTES = 24;

/** The rows of one B-tree, sorted by key, and how one of them is written. */
export type TreeRows<Row> = {
  readonly type: PageType;
  readonly rowBytes: number;
  readonly rows: readonly Row[];
  key(row: Row): number;
  write(row: Row, target: Buffer): void;
};

/** Gives out page ids and writes the B-trees of blocks and nodes. @see [MS-PST] 2.2.2.7.7 */
export class PageTrees {
  /** The id the next page would get. */
  nextBid = 1;
  readonly #file: SpanFile;

  constructor(file: SpanFile) {
    this.#file = file;
  }

  /** Writes a whole tree and gives its root. */
  write<Row>(tree: TreeRows<Row>): PageReference {
    const perLeaf = Math.floor(ENTRIES_BYTES / tree.rowBytes);
    let level = 0;
    let nodes = inGroups(tree.rows, perLeaf).map((rows) => ({
      key: rows[0] === undefined ? 0 : tree.key(rows[0]),
      page: this.#page(tree.type, { level: 0, rowBytes: tree.rowBytes, count: rows.length }, (order, target) => {
        const row = rows[order];
        if (row !== undefined) tree.write(row, target);
      }),
    }));
    while (nodes.length > 1) {
      level += 1;
      nodes = inGroups(nodes, Math.floor(ENTRIES_BYTES / BRANCH_BYTES)).map((children) => ({
        key: children[0]?.key ?? 0,
        page: this.#page(tree.type, { level, rowBytes: BRANCH_BYTES, count: children.length }, (order, target) => {
          const child = children[order];
          if (child === undefined) return;
          writeUint64(target, child.key, 0);
          writeUint64(target, child.page.bid, 8);
          writeUint64(target, child.page.ib, 16);
        }),
      }));
    }
    const root = nodes[0];
    if (root === undefined) throw new RangeError('a tree without rows');
    return root.page;
  }

  #page(
    type: PageType,
    { level, rowBytes, count }: { level: number; rowBytes: number; count: number },
    writeRow: (order: number, target: Buffer) => void,
  ): PageReference {
    const { ib, bytes } = this.#file.reserve(PAGE_BYTES, PAGE_BYTES);
    for (let order = 0; order < count; order += 1) {
      writeRow(order, bytes.subarray(order * rowBytes, (order + 1) * rowBytes));
    }
    bytes[ENTRIES_BYTES] = count;
    bytes[ENTRIES_BYTES + 1] = Math.floor(ENTRIES_BYTES / rowBytes);
    bytes[ENTRIES_BYTES + 2] = rowBytes;
    bytes[ENTRIES_BYTES + 3] = level;
    const page = { bid: this.nextBid, ib };
    this.nextBid += 1;
    sealPage(bytes, type, page);
    return page;
  }
}
