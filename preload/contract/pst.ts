import { z } from 'zod';
import { WireError } from './errors.ts';
import { CandidateId, JobId, RootId } from './ids.ts';
import { FILE_KINDS, PLACE_BASES, PST_FORMATS, PST_HEALTHS, ROOT_KINDS, SUGGESTION_REASONS } from './states.ts';

/** A place a scan can start from. */
export const ScanRoot = z.object({
  id: RootId,
  kind: z.enum(ROOT_KINDS),
  path: z.string(),
  /** The volume's or folder's name; the path when it has none. */
  label: z.string(),
  sizeBytes: z.number().nullable(),
  freeBytes: z.number().nullable(),
  /** Looked in unless the person says otherwise. */
  isDefault: z.boolean(),
  /** What this is a second name of (`subst`, a second mount of one device); null for a place of its own. */
  aliasOf: z.string().nullable(),
  /** When it was last scanned to the end, ISO 8601 UTC; null for never. */
  lastScanned: z.string().nullable(),
});
export type ScanRoot = z.infer<typeof ScanRoot>;

/** Where a file is, in parts a sentence can be made of: "Outlook Files in Documents", "Backup on D:". */
export const Place = z.object({
  base: z.enum(PLACE_BASES),
  /** Name of the drive, cloud service or chosen folder; empty for the folders of a profile. */
  label: z.string(),
  /** Whose profile, when it is not the person's own; null otherwise. */
  profile: z.string().nullable(),
  /** Names of the folders below that, outermost first. */
  folders: z.array(z.string()),
});
export type Place = z.infer<typeof Place>;

/** Another file of the scan that holds the same store: an exact `copy`, as far as their headers tell, or a `version` of another day. */
export const CopyOf = z.object({ id: CandidateId, path: z.string(), kind: z.enum(['copy', 'version']) });
export type CopyOf = z.infer<typeof CopyOf>;

/** One file a scan found. Paths are for showing only; commands name the id. `modified` is ISO 8601 UTC. */
export const CandidateView = z.object({
  id: CandidateId,
  path: z.string(),
  /** Every name under which the scan met this one file (hard links, second mounts), `path` first. */
  paths: z.array(z.string()),
  name: z.string(),
  sizeBytes: z.number(),
  modified: z.string(),
  format: z.enum(PST_FORMATS),
  health: z.enum(PST_HEALTHS),
  /** What a file that is no PST is instead; null for the others. */
  kind: z.enum(FILE_KINDS).nullable(),
  /** Found by its content: its name does not end in `.pst`. */
  isRenamed: z.boolean(),
  /** Encrypted by Windows (EFS): it leaves this PC decrypted. */
  isEncrypted: z.boolean(),
  place: Place,
  /** Account that owns the file, as the system names it; null when it does not tell. */
  owner: z.string().nullable(),
  /** The Outlook profile in which the file is open as a data file; null when in none. */
  outlookProfile: z.string().nullable(),
  copyOf: CopyOf.nullable(),
  /** The job that has moved this very file, unchanged since, and when; `isPartly` when folders of it were left out. Null when there is none. */
  moved: z.object({ jobId: JobId, at: z.string(), isPartly: z.boolean() }).nullable(),
  isSuggested: z.boolean(),
  reason: z.enum(SUGGESTION_REASONS),
});
export type CandidateView = z.infer<typeof CandidateView>;

/** Where the scan stands. `denied` counts folders that could not be read. */
export const ScanView = z.object({
  state: z.enum(['idle', 'running', 'finished', 'cancelled', 'failed']),
  folders: z.number(),
  files: z.number(),
  denied: z.number(),
  currentFolder: z.string().nullable(),
  /** How far the scan is, 0 to 99, judged by the last scan of the same places; null when there was none. */
  percentDone: z.number().nullable(),
  /** When what is listed was found, ISO 8601 UTC; of an earlier run of the app, perhaps. Null while a scan runs. */
  endedAt: z.string().nullable(),
  problem: WireError.nullable(),
});
export type ScanView = z.infer<typeof ScanView>;

/** Before the first scan. */
export const IDLE_SCAN: ScanView = {
  state: 'idle',
  folders: 0,
  files: 0,
  denied: 0,
  currentFolder: null,
  percentDone: null,
  endedAt: null,
  problem: null,
};

/** Folders that could not be read, for a technician; at most `MAX_DENIED_LISTED` of `total`. `reason` is the system's code. */
export const DeniedFolders = z.object({
  total: z.number(),
  folders: z.array(z.object({ path: z.string(), reason: z.string() })),
});
export type DeniedFolders = z.infer<typeof DeniedFolders>;

/** Denied folders kept by path; of more only the number is known. */
export const MAX_DENIED_LISTED = 10_000;

/**
 * A folder a scan leaves out when it comes across it: an absolute path, or a star, a separator and a name for that name
 * at the top of any drive (`*\\Windows`). Letters count without their case on Windows.
 */
export const SkippedFolder = z.string().min(1).max(1024);
/** The skip list in force, and the one the app comes with. */
export const SkipList = z.object({ folders: z.array(SkippedFolder).max(500), defaults: z.array(SkippedFolder) });
export type SkipList = z.infer<typeof SkipList>;
