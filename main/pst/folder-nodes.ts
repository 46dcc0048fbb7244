import { attempt } from './attempt.ts';
import { kindOfNode, NODE_KINDS } from './node-ids.ts';
import type { FaultWord } from './reader/fault.ts';
import type { PstFile } from './reader/pst-file.ts';

/** A limit of ours, as for all folders of a file. */
const MAX_FOLDER_NODES = 1_000_000;

/** The folders that name a node as the one above them, as far as the index of nodes can be read. */
export interface FolderNodes {
  below(parentId: number): readonly number[];
  /** Why there may be more of them; null when the whole index was read. */
  readonly problem: FaultWord | null;
}

/**
 * Finds folders without the tables that list them: each node tells the node above it. Goes through the index of nodes,
 * all of it, which takes far longer than those tables: for files that have lost some.
 */
export function listFolderNodes(file: PstFile): FolderNodes {
  const byParent = new Map<number, number[]>();
  const { problem } = attempt(() => {
    let count = 0;
    for (const { id, parentId } of file.nodes()) {
      if (kindOfNode(id) !== NODE_KINDS.folder || id === parentId || count >= MAX_FOLDER_NODES) continue;
      count += 1;
      const siblings = byParent.get(parentId);
      if (siblings) siblings.push(id);
      else byParent.set(parentId, [id]);
    }
  }, undefined);
  return { below: (parentId) => byParent.get(parentId) ?? [], problem };
}
