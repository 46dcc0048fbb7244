/** Kinds of node, the low five bits of a node id. @see [MS-PST] 2.2.2.1 */
export const NID_TYPE = {
  normalFolder: 0x02,
  searchFolder: 0x03,
  message: 0x04,
  attachment: 0x05,
  searchUpdateQueue: 0x06,
  searchCriteria: 0x07,
  hierarchyTable: 0x0d,
  contentsTable: 0x0e,
  associatedTable: 0x0f,
  searchContentsTable: 0x10,
  listPropertyTable: 0x1f,
} as const;

/** Node ids with a fixed meaning. @see [MS-PST] 2.4.1 */
export const NID = {
  messageStore: 0x21,
  nameToIdMap: 0x61,
  rootFolder: 0x122,
  searchManagementQueue: 0x1e1,
  searchActivityList: 0x201,
  searchDomainObject: 0x261,
  hierarchyTemplate: 0x60d,
  contentsTemplate: 0x60e,
  associatedTemplate: 0x60f,
  searchContentsTemplate: 0x610,
  attachmentTable: 0x671,
  recipientTable: 0x692,
  spamSearchFolder: 0x2223,
} as const;

/** The node id of a type and an index. */
export function makeNid(type: number, index: number): number {
  return index * 32 + type;
}

/** The node id of another type with the index of `nid`: a folder's tables, say. */
export function siblingNid(nid: number, type: number): number {
  return makeNid(type, Math.floor(nid / 32));
}
