import type { FolderRole } from '../../../../preload/contract/index.ts';
import type { Property } from '../ltp/value.ts';
import type { SampleFolder } from '../sample-mailbox.ts';
import { TAG } from './tag.ts';

/** Roles the store itself states. The wastebasket is always one. @see [MS-OXOSFLD] 2.2.3 */
const STORE_TAGS = { SentItems: TAG.ipmSentMailEntryId } as const;
/** Roles the root folder and the inbox state. @see [MS-OXOSFLD] 2.2.3 */
const INBOX_TAGS = {
  Calendar: TAG.ipmAppointmentEntryId,
  Contacts: TAG.ipmContactEntryId,
  Journal: TAG.ipmJournalEntryId,
  Notes: TAG.ipmNoteEntryId,
  Tasks: TAG.ipmTaskEntryId,
  Drafts: TAG.ipmDraftsEntryId,
} as const;
/** Roles they state in one list, in this order. @see [MS-OXOSFLD] 2.2.4 */
const LISTED: readonly FolderRole[] = ['Conflicts', 'SyncIssues', 'LocalFailures', 'ServerFailures', 'JunkEmail'];

/** Node ids of the folders that have a role. */
export type RoleNids = ReadonlyMap<FolderRole, number>;

/** Which folders have a role, given the id each folder is going to get: `firstNid`, and `step` more for each, parents first. */
export function roleNids(folders: readonly SampleFolder[], firstNid: number, step: number): RoleNids {
  const nids = new Map<FolderRole, number>();
  let next = firstNid;
  const visit = (folder: SampleFolder): void => {
    if (folder.role !== undefined && !nids.has(folder.role)) nids.set(folder.role, next);
    next += step;
    for (const child of folder.folders ?? []) visit(child);
  };
  for (const folder of folders) visit(folder);
  return nids;
}

/** What the store states of roles. `entryId` makes the entry id of a folder. */
export function storeRoles(nids: RoleNids, entryId: (nid: number) => Buffer): Property[] {
  return stated(STORE_TAGS, nids, entryId);
}

/** What the root folder and the inbox state of roles. */
export function inboxRoles(nids: RoleNids, entryId: (nid: number) => Buffer): Property[] {
  const listed = LISTED.map((role) => nids.get(role));
  const own = stated(INBOX_TAGS, nids, entryId);
  if (listed.every((nid) => nid === undefined)) return own;
  return [...own, [TAG.additionalEntryIds, listed.map((nid) => (nid === undefined ? Buffer.alloc(0) : entryId(nid)))]];
}

function stated(
  tags: Partial<Record<FolderRole, number>>,
  nids: RoleNids,
  entryId: (nid: number) => Buffer,
): Property[] {
  return [...nids].flatMap(([role, nid]): Property[] => {
    const tag = tags[role];
    return tag === undefined ? [] : [[tag, entryId(nid)]];
  });
}
