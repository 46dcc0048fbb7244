import { z } from 'zod';
import { ErrorParams, WireError } from './errors.ts';
import { CandidateId } from './ids.ts';
import { MAX_LARGEST, MAX_PAGE_ITEMS } from './limits.ts';
import {
  BLOCK_ENCODING_NAMES,
  FINDINGS,
  FOLDER_ROLES,
  ITEM_KINDS,
  PST_FORMATS,
  PST_HEALTHS,
  VERDICTS,
} from './states.ts';

/** A folder or an item within its PST: the id of its node, which every copy of the file shares. */
export const NodeId = z.number().int().nonnegative().max(0xffff_ffff);

/** How many items there are of each kind. */
export const KindCounts = z.record(z.enum(ITEM_KINDS), z.number().int().nonnegative());
export type KindCounts = z.infer<typeof KindCounts>;

/** What some items are together. Dates are ISO 8601 UTC, of delivery, else of sending; null where no item has one. */
export const Tally = z.object({
  items: z.number().int().nonnegative(),
  /** Sum of the message sizes the PST states, bytes. */
  sizeBytes: z.number().nonnegative(),
  kinds: KindCounts,
  unread: z.number().int().nonnegative(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  /** Items larger than `MAX_ITEM_BYTES`, which an import leaves out. */
  tooLarge: z.number().int().nonnegative(),
});
export type Tally = z.infer<typeof Tally>;

/** One folder of a PST: its names from the top, what it holds itself (not its subfolders). */
export const FolderContents = Tally.extend({
  id: NodeId,
  path: z.array(z.string()),
  /** What the store says the folder is for; null for a folder like any other. */
  role: z.enum(FOLDER_ROLES).nullable(),
});
export type FolderContents = z.infer<typeof FolderContents>;

/** A folder that shows items of other folders; none of them is counted there. */
export const SearchFolder = z.object({ name: z.string(), items: z.number().int().nonnegative() });
export type SearchFolder = z.infer<typeof SearchFolder>;

/** One thing a health check found, and plain facts about it: sizes in bytes, offsets, the reason as a technical word. */
export const Finding = z.object({ code: z.enum(FINDINGS), params: ErrorParams });
export type Finding = z.infer<typeof Finding>;

/** What a look at a file's header, maps, indexes and end says about moving it. `findings`: the gravest first. */
export const HealthCheck = z.object({
  verdict: z.enum(VERDICTS),
  findings: z.array(Finding),
  format: z.enum(PST_FORMATS),
  health: z.enum(PST_HEALTHS),
  encoding: z.enum(BLOCK_ENCODING_NAMES),
  /** Null when the store cannot be read. */
  hasPassword: z.boolean().nullable(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** The folders of a PST as their parents' tables tell, long before the items were looked at. */
export const Outline = z.object({
  folders: z.array(FolderContents.pick({ id: true, path: true, items: true, unread: true })),
});
export type Outline = z.infer<typeof Outline>;

/** An item that takes much room. */
export const LargeItem = z.object({
  id: NodeId,
  folderId: NodeId,
  subject: z.string(),
  sizeBytes: z.number().nonnegative(),
});
export type LargeItem = z.infer<typeof LargeItem>;

/** What a PST holds, in total and folder by folder. `problems` names the folders that could not be read. */
export const Contents = Tally.extend({
  format: z.enum(PST_FORMATS),
  health: z.enum(PST_HEALTHS),
  check: HealthCheck,
  /** Path of the folder Outlook shows as the data file; empty when the store does not tell. */
  top: z.array(z.string()),
  folders: z.array(FolderContents),
  searchFolders: z.array(SearchFolder),
  /** The largest first. */
  largest: z.array(LargeItem).max(MAX_LARGEST),
  /** Items in folders as deep as `MAX_FOLDER_DEPTH` or deeper, which an import leaves out. */
  tooDeep: z.number().int().nonnegative(),
  problems: z.array(WireError),
});
export type Contents = z.infer<typeof Contents>;

/** One line of a folder's list. `date` is ISO 8601 UTC, of delivery, else of sending. */
export const MessageRow = z.object({
  id: NodeId,
  subject: z.string(),
  from: z.string(),
  date: z.string().nullable(),
  sizeBytes: z.number().nonnegative(),
  kind: z.enum(ITEM_KINDS),
  isRead: z.boolean(),
  hasAttachments: z.boolean(),
});
export type MessageRow = z.infer<typeof MessageRow>;

export const MESSAGE_ORDERS = ['newest', 'largest'] as const;

/** Which part of a folder's list to give. */
export const PageRequest = z.object({
  folderId: NodeId,
  offset: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(MAX_PAGE_ITEMS),
  order: z.enum(MESSAGE_ORDERS),
});
export type PageRequest = z.infer<typeof PageRequest>;

/** A part of a folder's list; `total` is how many items the whole has. */
export const MessagePage = z.object({ total: z.number().int().nonnegative(), messages: z.array(MessageRow) });
export type MessagePage = z.infer<typeof MessagePage>;

/** One item as plain text, to be read and nothing else. Persons are `Name <address>` as far as either is known. */
export const MessageView = MessageRow.pick({
  id: true,
  subject: true,
  from: true,
  date: true,
  sizeBytes: true,
  kind: true,
}).extend({
  to: z.array(z.string()),
  cc: z.array(z.string()),
  /** Persons it is to as well, of whom there are too many to name. */
  otherRecipients: z.number().int().nonnegative(),
  text: z.string(),
  /** The text goes on; only its beginning is here. */
  isCut: z.boolean(),
  attachments: z.array(z.object({ name: z.string(), sizeBytes: z.number().nonnegative() })),
});
export type MessageView = z.infer<typeof MessageView>;

/** How many items of one file another file holds as well; a file that cannot be read has a `problem` and counts 0. */
export const Overlap = z.object({
  id: CandidateId,
  /** Items of the one file that the other holds, too. */
  shared: z.number().int().nonnegative(),
  /** All items of the one file. */
  items: z.number().int().nonnegative(),
  problem: WireError.nullable(),
});
export type Overlap = z.infer<typeof Overlap>;
