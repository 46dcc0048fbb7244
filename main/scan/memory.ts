import { z } from 'zod';
import { DeniedFolders, FILE_KINDS, PST_FORMATS, PST_HEALTHS } from '../../preload/contract/index.ts';
import type { FoundFile } from './scan-event.ts';

const Found: z.ZodType<FoundFile> = z.object({
  path: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
  modifiedMs: z.number(),
  fileId: z.string(),
  format: z.enum(PST_FORMATS),
  health: z.enum(PST_HEALTHS),
  kind: z.enum(FILE_KINDS).nullable(),
  isRenamed: z.boolean(),
  isEncrypted: z.boolean(),
  owner: z.string().nullable(),
  headHash: z.string().nullable(),
  recordKey: z.string().nullable(),
});

/** What a place held when it was last scanned to its end. Times are ISO 8601 UTC. */
const RootRecord = z.object({ folders: z.number(), files: z.number(), at: z.string() });

/** What is remembered of scans over a restart of the app. */
export const ScanRecord = z.object({
  version: z.literal(1),
  /** By path. */
  roots: z.record(z.string(), RootRecord),
  /** The last scan; its files are listed until the next. */
  last: z
    .object({
      endedAt: z.string(),
      state: z.enum(['finished', 'cancelled']),
      folders: z.number(),
      files: z.number(),
      denied: DeniedFolders,
      /** Folders that were chosen by themselves. */
      chosenFolders: z.array(z.string()),
      attached: z.array(z.object({ path: z.string(), profile: z.string() })),
      found: z.array(z.object({ file: Found, paths: z.array(z.string()) })),
    })
    .nullable(),
});
export type ScanRecord = z.infer<typeof ScanRecord>;

/** What a first run remembers. */
export const NOTHING_SCANNED: ScanRecord = { version: 1, roots: {}, last: null };

/** Keeps one record. It only saves time and clicks: losing it loses no mail. */
export interface ScanMemory {
  /** The record as it was written; null when there is none or it cannot be read. */
  read(): Promise<unknown>;
  /** @throws when it cannot be written. */
  write(record: ScanRecord): Promise<void>;
}

/** The record that is kept, or an empty one where it is missing, damaged or of another version. */
export async function loadScanRecord(memory: ScanMemory): Promise<ScanRecord> {
  const parsed = ScanRecord.safeParse(await memory.read());
  return parsed.success ? parsed.data : NOTHING_SCANNED;
}
