import type { NodeData } from './block-store.ts';
import { Growing } from './growing.ts';

/** One row of the node B-tree. `parentNid` is 0 for nodes without a folder above them. */
export type DatabaseNode = NodeData & { readonly nid: number; readonly parentNid: number };

/** Every node added, in any order: 24 bytes of memory each. */
export class NodeTable {
  readonly #nids = new Growing('id');
  readonly #data = new Growing('id');
  readonly #subnodes = new Growing('id');
  readonly #parents = new Growing('id');

  get count(): number {
    return this.#nids.count;
  }

  add({ nid, dataBid, subnodeBid, parentNid }: DatabaseNode): void {
    this.#nids.add(nid);
    this.#data.add(dataBid);
    this.#subnodes.add(subnodeBid);
    this.#parents.add(parentNid);
  }

  at(order: number): DatabaseNode {
    return {
      nid: this.#nids.at(order),
      dataBid: this.#data.at(order),
      subnodeBid: this.#subnodes.at(order),
      parentNid: this.#parents.at(order),
    };
  }

  /** The places of the nodes by rising id. */
  sortedOrder(): Uint32Array {
    return this.#nids.sortedOrder();
  }

  /** For each type of node in use, the index no node of it has reached. @see [MS-PST] 2.2.2.1 */
  nextIndexes(): Map<number, number> {
    const next = new Map<number, number>();
    for (let order = 0; order < this.#nids.count; order += 1) {
      const nid = this.#nids.at(order);
      next.set(nid % 32, Math.max(next.get(nid % 32) ?? 0, Math.floor(nid / 32) + 1));
    }
    return next;
  }
}
