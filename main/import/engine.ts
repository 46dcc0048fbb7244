import type { ImportStatistics } from '../../preload/contract/index.ts';

/** Where the service finds the uploaded PST. A secret: it carries the SAS. */
export type ImportSource = { readonly blobUri: string; readonly sasToken: string };

/** What to import and where to. `name` is unique: starting the same name again continues that request. */
export type ImportOrder = {
  readonly name: string;
  readonly mailbox: string;
  readonly isArchive: boolean;
  readonly targetRootFolder: string;
  /** As in the contract's `FolderPattern`. */
  readonly includeFolders: readonly string[];
  readonly excludeFolders: readonly string[];
  readonly source: ImportSource;
};

/** One thing that was looked at before the work starts. `detail` is a plain fact without secrets. */
export type Probe = { readonly name: string; readonly ok: boolean; readonly detail: string };

/**
 * A way to bring an uploaded PST into a mailbox.
 * @throws AppError importForbidden, importBlobMissing, importMailboxMissing, importRemoved, tenantUnavailable (retryable)
 */
export interface ImportEngine {
  probe(signal: AbortSignal): Promise<readonly Probe[]>;
  /** Mailboxes the engine knows and can offer; may be empty. */
  listMailboxes(signal: AbortSignal): Promise<readonly string[]>;
  /** @returns the request id. A request of that name that has not ended gets the new source and goes on. */
  start(order: ImportOrder, signal: AbortSignal): Promise<string>;
  /**
   * Readings of the request until it has ended; aborting stops the watching, never the import.
   * @yields at once, then on each change; the last one has phase completed, completedWithWarning, failed or removed.
   */
  watch(requestId: string, signal: AbortSignal): AsyncIterable<ImportStatistics>;
  suspend(requestId: string, signal: AbortSignal): Promise<void>;
  resume(requestId: string, signal: AbortSignal): Promise<void>;
  /** Ends the request; what has arrived stays in the mailbox. */
  remove(requestId: string, signal: AbortSignal): Promise<void>;
}
