import type { FolderRole } from '../../preload/contract/index.ts';
import { attempt } from './attempt.ts';
import type { FolderPlace } from './folder-tree.ts';
import { NODES, nodeOfEntryId } from './node-ids.ts';
import { findNode } from './reader/node.ts';
import { getBytes, getNumber, getText, type PropertySource, readProperties } from './reader/properties.ts';
import { PROPERTY } from './reader/property-ids.ts';
import type { PstFile } from './reader/pst-file.ts';
import { openTable } from './reader/table.ts';

/** The class of mail whose receiving folder is the inbox, lower case. */
const MAIL_CLASS = 'ipm';

/** Entry ids that stand on the inbox and on the root. @see [MS-OXOSFLD] 2.2.3 */
const ROLES_BY_PROPERTY: readonly (readonly [number, FolderRole])[] = [
  [PROPERTY.calendarEntryId, 'Calendar'],
  [PROPERTY.contactsEntryId, 'Contacts'],
  [PROPERTY.journalEntryId, 'Journal'],
  [PROPERTY.notesEntryId, 'Notes'],
  [PROPERTY.tasksEntryId, 'Tasks'],
  [PROPERTY.draftsEntryId, 'Drafts'],
];

/** What the entry ids of one property are of, in their order. @see [MS-OXOSFLD] 2.2.4 */
const MORE_ROLES: readonly FolderRole[] = ['Conflicts', 'SyncIssues', 'LocalFailures', 'ServerFailures', 'JunkEmail'];

/** Names Outlook gives in English, directly below the top of the mail, lower case. */
const ROLES_BY_NAME: ReadonlyMap<string, FolderRole> = new Map([
  ['inbox', 'Inbox'],
  ['sent items', 'SentItems'],
  ['deleted items', 'DeletedItems'],
  ['calendar', 'Calendar'],
  ['contacts', 'Contacts'],
  ['drafts', 'Drafts'],
  ['journal', 'Journal'],
  ['tasks', 'Tasks'],
  ['notes', 'Notes'],
  ['junk e-mail', 'JunkEmail'],
  ['junk email', 'JunkEmail'],
  ['conversation history', 'CommunicationHistory'],
  ['sync issues', 'SyncIssues'],
]);
/** The same below the folder of synchronisation issues. */
const ROLES_BELOW_SYNC_ISSUES: ReadonlyMap<string, FolderRole> = new Map([
  ['conflicts', 'Conflicts'],
  ['local failures', 'LocalFailures'],
  ['server failures', 'ServerFailures'],
]);

/** The parts of a file that tell roles: the folders, the store's own properties where they can be read. */
export type RoleFacts = {
  readonly file: PstFile;
  readonly store: PropertySource | null;
  readonly folders: readonly FolderPlace[];
};

/**
 * What the folders of a store are for, by the id of the folder: as its entry ids tell, in any language, else by the names
 * Outlook gives. No folder has two roles and no role two folders. What cannot be read tells nothing.
 */
export function findRoles({ file, store, folders }: RoleFacts): ReadonlyMap<number, FolderRole> {
  const top = folders.find(({ isInMailTree }) => isInMailTree) ?? null;
  const claims = new RoleClaims(folders, top);
  claims.add('DeletedItems', entryNode(store, PROPERTY.wastebasketEntryId));
  claims.add('SentItems', entryNode(store, PROPERTY.sentItemsEntryId));
  claims.add('Inbox', receivingNode(file));
  const named = claims.listNamed();
  const inbox = claims.nodeOf('Inbox') ?? named.find(([role]) => role === 'Inbox')?.[1] ?? null;
  for (const id of [inbox, NODES.rootFolder, top?.id ?? null]) {
    if (id !== null) addEntryIds(claims, attempt(() => readProperties(findNode(file, id)), null).value);
  }
  for (const [role, id] of named) claims.add(role, id);
  return claims.roles;
}

/** Who has a role first keeps it. */
class RoleClaims {
  readonly roles = new Map<number, FolderRole>();
  readonly #nodes = new Map<FolderRole, number>();
  readonly #folders: readonly FolderPlace[];
  readonly #known: ReadonlySet<number>;
  readonly #top: FolderPlace | null;

  constructor(folders: readonly FolderPlace[], top: FolderPlace | null) {
    this.#folders = folders;
    this.#top = top;
    this.#known = new Set(folders.map(({ id }) => id));
  }

  add(role: FolderRole, id: number | null): void {
    if (id === null || id === this.#top?.id || !this.#known.has(id)) return;
    if (this.#nodes.has(role) || this.roles.has(id)) return;
    this.#nodes.set(role, id);
    this.roles.set(id, role);
  }

  nodeOf(role: FolderRole): number | null {
    return this.#nodes.get(role) ?? null;
  }

  /** The roles names tell of. */
  listNamed(): readonly (readonly [FolderRole, number])[] {
    return this.#folders.flatMap((folder) => {
      const role = this.#roleByName(folder);
      return role === null ? [] : [[role, folder.id] as const];
    });
  }

  #roleByName({ name, parent }: FolderPlace): FolderRole | null {
    if (this.#top === null || parent === null) return null;
    if (parent === this.#top) return ROLES_BY_NAME.get(name.toLowerCase()) ?? null;
    if (parent.parent !== this.#top || parent.name.toLowerCase() !== 'sync issues') return null;
    return ROLES_BELOW_SYNC_ISSUES.get(name.toLowerCase()) ?? null;
  }
}

function addEntryIds(claims: RoleClaims, source: PropertySource | null): void {
  for (const [property, role] of ROLES_BY_PROPERTY) claims.add(role, entryNode(source, property));
  const more = attempt(() => source && getBytes(source, PROPERTY.moreEntryIds), null).value;
  const ids = splitValues(more ?? Buffer.alloc(0), MORE_ROLES.length);
  for (const [order, role] of MORE_ROLES.entries()) claims.add(role, nodeOfEntryId(ids[order] ?? null));
}

/** Null for what is not there, cannot be read or is no folder of this store. */
function entryNode(source: PropertySource | null, property: number): number | null {
  return nodeOfEntryId(attempt(() => source && getBytes(source, property), null).value);
}

/** The folder that receives mail: the inbox, whatever it is called. */
function receivingNode(file: PstFile): number | null {
  const receives = () => {
    for (const row of openTable(findNode(file, NODES.receivingFolders)).rows()) {
      const isMail = getText(row, PROPERTY.messageClass, null).toLowerCase() === MAIL_CLASS;
      if (isMail) return getNumber(row, PROPERTY.receivingFolder);
    }
    return null;
  };
  return attempt(receives, null).value;
}

/** The first of several values kept as one: how many, where each begins, then their bytes. @see [MS-PST] 2.3.3.4.2 */
function splitValues(bytes: Buffer, maxCount: number): readonly Buffer[] {
  const count = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  if (4 + count * 4 > bytes.length) return [];
  const startOf = (order: number) => (order < count ? bytes.readUInt32LE(4 + order * 4) : bytes.length);
  const kept = Math.min(count, maxCount);
  return Array.from({ length: kept }, (_, order) => bytes.subarray(startOf(order), startOf(order + 1)));
}
