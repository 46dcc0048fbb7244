import { findNode, type PstNode } from './reader/node.ts';
import type { PstFile } from './reader/pst-file.ts';
import { openTable, type PstTable } from './reader/table.ts';

/** Nodes every PST has. @see [MS-PST] 2.4.1 */
export const NODES = { store: 0x21, rootFolder: 0x122, receivingFolders: 0x62b } as const;

/** What the low five bits of a node id say the node is; the tables of a folder share its high bits. @see [MS-PST] 2.2.2.1 */
export const NODE_KINDS = {
  folder: 0x02,
  searchFolder: 0x03,
  message: 0x04,
  subfoldersTable: 0x0d,
  contentsTable: 0x0e,
} as const;
const KIND_MASK = 0x1f;

/** One of `NODE_KINDS`, or a kind that is not read here. */
export function kindOfNode(id: number): number {
  return id & KIND_MASK;
}

/** Opens a table of a folder. @throws PstFault */
export function openTableOf(file: PstFile, folderId: number, kind: number): PstTable {
  return openTable(findTableOf(file, folderId, kind));
}

function findTableOf(file: PstFile, folderId: number, kind: number): PstNode {
  return findNode(file, ((folderId & ~KIND_MASK) | kind) >>> 0);
}

/** The node a MAPI entry id of a store leads to; null for ids of other programs and services. @see [MS-PST] 2.4.3.2 */
export function nodeOfEntryId(entryId: Buffer | null): number | null {
  return entryId?.length === 24 ? entryId.readUInt32LE(20) : null;
}
