import { attempt } from './attempt.ts';
import { kindOfNode, NODE_KINDS, NODES, nodeOfEntryId } from './node-ids.ts';
import { findNode } from './reader/node.ts';
import { getBytes, type PropertySource, readProperties } from './reader/properties.ts';
import { PROPERTY } from './reader/property-ids.ts';
import type { PstFile } from './reader/pst-file.ts';

/** What a store says of itself. */
export type StoreFacts = {
  /** Null when it cannot be read. */
  readonly properties: PropertySource | null;
  /** What the entry id of each of its items begins with, hex; empty when the store does not tell its key. */
  readonly entryIdPrefix: string;
  /** The folder Outlook shows as the data file; null when the store names none that is there. */
  readonly topNode: number | null;
};

/** A store whose own properties are lost can still be read: only its entry ids become those of the nodes. */
export function readStoreFacts(file: PstFile): StoreFacts {
  const properties = attempt<PropertySource | null>(() => readProperties(findNode(file, NODES.store)), null).value;
  const get = (id: number) => attempt(() => properties && getBytes(properties, id), null).value;
  const key = get(PROPERTY.recordKey);
  return {
    properties,
    // A MAPI entry id: four bytes of flags, the store's key, the node. @see [MS-PST] 2.4.3.2
    entryIdPrefix: key ? `00000000${key.toString('hex')}` : '',
    topNode: findFolder(file, nodeOfEntryId(get(PROPERTY.topEntryId))),
  };
}

function findFolder(file: PstFile, id: number | null): number | null {
  if (id === null || kindOfNode(id) !== NODE_KINDS.folder) return null;
  return attempt(() => findNode(file, id) && id, null).value;
}
