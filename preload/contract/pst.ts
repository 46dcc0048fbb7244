import { z } from 'zod';
import { WireError } from './errors.ts';
import { CandidateId, RootId } from './ids.ts';
import { PST_FORMATS, PST_HEALTHS } from './states.ts';

/** A place a scan can start from. `kind` decides whether it is on by default: `fixed`, `folder` and `sample` are. */
export const ScanRoot = z.object({
  id: RootId,
  kind: z.enum(['fixed', 'removable', 'network', 'folder', 'sample']),
  path: z.string(),
  label: z.string(),
  sizeBytes: z.number().nullable(),
  freeBytes: z.number().nullable(),
});
export type ScanRoot = z.infer<typeof ScanRoot>;

/** One file a scan found. `path` is for showing only; commands name the id. `modified` is ISO 8601 UTC. */
export const CandidateView = z.object({
  id: CandidateId,
  path: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
  modified: z.string(),
  format: z.enum(PST_FORMATS),
  health: z.enum(PST_HEALTHS),
});
export type CandidateView = z.infer<typeof CandidateView>;

/** Where the scan stands. `denied` counts folders that could not be read. */
export const ScanView = z.object({
  state: z.enum(['idle', 'running', 'finished', 'cancelled', 'failed']),
  folders: z.number(),
  files: z.number(),
  denied: z.number(),
  currentFolder: z.string().nullable(),
  problem: WireError.nullable(),
});
export type ScanView = z.infer<typeof ScanView>;

/** One folder of a PST: its names from the top, what it holds itself (not its subfolders). */
export const FolderContents = z.object({
  path: z.array(z.string()),
  items: z.number(),
  /** Sum of the message sizes the PST states, bytes. */
  sizeBytes: z.number(),
});
export type FolderContents = z.infer<typeof FolderContents>;

/** What a PST holds. Search folders are left out; `problems` names the folders that could not be read. */
export const Contents = z.object({
  format: z.enum(PST_FORMATS),
  health: z.enum(PST_HEALTHS),
  items: z.number(),
  folders: z.array(FolderContents),
  problems: z.array(WireError),
});
export type Contents = z.infer<typeof Contents>;
