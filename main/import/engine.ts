import type { EngineKind, ImportStatistics, ProbeStep, Target } from '../../preload/contract/index.ts';

/**
 * Where the service finds the uploaded PST. A secret: it carries the SAS. For servers on-premises `blobUri` is the `file:`
 * address of a file on a share, and there is no SAS.
 */
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

/** For whom the way is looked at. `neededBytes` is what shall arrive; 0 when that is not known. */
export type ProbeQuestion = {
  readonly mailbox: string | null;
  readonly isArchive: boolean;
  readonly neededBytes: number;
};

/**
 * A way to bring an uploaded PST into a mailbox.
 * @throws AppError `import…`, and for Exchange `powerShell…`, `module…`, `signIn…`, roleMissing; tenantUnavailable (retryable)
 */
export interface ImportEngine {
  readonly kind: EngineKind;
  /** Looks at everything an import needs, a step at a time; goes on after a failure as far as that makes sense. */
  probe(question: ProbeQuestion, signal: AbortSignal): AsyncIterable<ProbeStep>;
  /** Mailboxes the engine knows and can offer; may be empty. */
  listMailboxes(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * @returns the request id. A request of that name that has not ended gets the new source; a failed one is tried again, a
   * suspended one stays so until `resume`.
   */
  start(order: ImportOrder, signal: AbortSignal): Promise<string>;
  /** Whether the engine can bring mail there at all; looks at nothing. @throws AppError targetInvalid */
  checkTarget?(target: Target): void;
  /** Id of the request of that name, ended or not; null when there is none. */
  find(name: string, signal: AbortSignal): Promise<string | null>;
  /**
   * Readings of the request until it has ended; aborting stops the watching, never the import.
   * @yields at once, then on each change; the last one has phase completed, completedWithWarning, failed or removed.
   */
  watch(requestId: string, signal: AbortSignal): AsyncIterable<ImportStatistics>;
  /** Gives a request that has not ended another permission to read its file. */
  renew(requestId: string, source: ImportSource, signal: AbortSignal): Promise<void>;
  suspend(requestId: string, signal: AbortSignal): Promise<void>;
  resume(requestId: string, signal: AbortSignal): Promise<void>;
  /** One reading of every request there is, whoever started it. */
  list(signal: AbortSignal): Promise<readonly ImportStatistics[]>;
  /** Ends the request; what has arrived stays in the mailbox. */
  remove(requestId: string, signal: AbortSignal): Promise<void>;
  /** Lets go of what the engine holds, such as a session; no import is stopped. */
  close(): Promise<void>;
}
