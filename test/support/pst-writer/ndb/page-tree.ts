import { inGroups, writeIds } from './binary.ts';
import type { FileFormat } from './file-format.ts';
import { PAGE_BYTES, type PageReference, type PageType, sealPage } from './pages.ts';
import type { SpanFile } from './span-file.ts';

/** The rows of one B-tree, sorted by key, and how one of them is written. */
export type TreeRows = {
  readonly type: PageType;
  readonly rowBytes: number;
  readonly count: number;
  key(order: number): number;
  write(order: number, target: Buffer): void;
};

type PageShape = { readonly type: PageType; readonly level: number; readonly rowBytes: number; readonly count: number };
type Branch = { readonly key: number; readonly page: PageReference };

/** Gives out page ids and writes the B-trees of blocks and nodes. @see [MS-PST] 2.2.2.7.7 */
export class PageTrees {
  /** The id the next page would get. */
  nextBid = 1;
  readonly #file: SpanFile;
  readonly #format: FileFormat;

  constructor(file: SpanFile, format: FileFormat) {
    this.#file = file;
    this.#format = format;
  }

  /** Writes a whole tree and gives its root. */
  write(tree: TreeRows): PageReference {
    let level = 0;
    let nodes = this.#writeLeaves(tree);
    while (nodes.length > 1) {
      level += 1;
      nodes = this.#writeBranches(tree.type, level, nodes);
    }
    const root = nodes[0];
    if (root === undefined) throw new RangeError('a tree without rows');
    return root.page;
  }

  #writeLeaves(tree: TreeRows): Branch[] {
    const perLeaf = Math.floor(this.#format.pageRowsBytes / tree.rowBytes);
    const leaves: Branch[] = [];
    for (let first = 0; first < tree.count; first += perLeaf) {
      const count = Math.min(perLeaf, tree.count - first);
      const shape = { type: tree.type, level: 0, rowBytes: tree.rowBytes, count };
      const page = this.#page(shape, (order, target) => tree.write(first + order, target));
      leaves.push({ key: tree.key(first), page });
    }
    return leaves;
  }

  #writeBranches(type: PageType, level: number, below: readonly Branch[]): Branch[] {
    const rowBytes = 3 * this.#format.idBytes;
    return inGroups(below, Math.floor(this.#format.pageRowsBytes / rowBytes)).map((children) => ({
      key: children[0]?.key ?? 0,
      page: this.#page({ type, level, rowBytes, count: children.length }, (order, target) => {
        const child = children[order];
        if (child !== undefined) writeIds(this.#format, target, 0, [child.key, child.page.bid, child.page.ib]);
      }),
    }));
  }

  #page({ type, level, rowBytes, count }: PageShape, writeRow: (order: number, target: Buffer) => void): PageReference {
    const { pageRowsBytes } = this.#format;
    const { ib, bytes } = this.#file.reserve(PAGE_BYTES, PAGE_BYTES);
    for (let order = 0; order < count; order += 1) {
      writeRow(order, bytes.subarray(order * rowBytes, (order + 1) * rowBytes));
    }
    bytes[pageRowsBytes] = count;
    bytes[pageRowsBytes + 1] = Math.floor(pageRowsBytes / rowBytes);
    bytes[pageRowsBytes + 2] = rowBytes;
    bytes[pageRowsBytes + 3] = level;
    const page = { bid: this.nextBid, ib };
    this.nextBid += 1;
    sealPage(this.#format, bytes, type, page);
    return page;
  }
}
