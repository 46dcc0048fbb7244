import type { SourceSignature } from './ports.ts';

/** What the uploader needs to know of the file, and what it may skip. Plain data: it crosses a process border. */
export type UploadInput = {
  readonly jobId: string;
  readonly path: string;
  /** The file must still look like this, before the first byte and before the commit. */
  readonly signature: SourceSignature;
  /** Ids of blocks an earlier run saw accepted (from the journal). */
  readonly stagedIds: readonly string[];
  /** Upper bound for the sending rate; null for none. */
  readonly bandwidthLimitBytesPerSecond: number | null;
};

/**
 * What an upload reports. A `blockStaged` event must be made durable before the next event is asked for: the uploader
 * sends no more than its concurrency of blocks beyond the events that were taken.
 */
export type UploadEvent =
  /** Bytes of the file read and either found at the store or accepted by it. */
  | { readonly kind: 'progressed'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'blockStaged'; readonly id: string; readonly sizeBytes: number }
  /** The store forgot blocks the journal named; they are sent again. */
  | { readonly kind: 'blocksLost'; readonly ids: readonly string[] }
  /** The store could not be reached or asked to slow down; the upload goes on by itself. `delayMs` until the next try. */
  | { readonly kind: 'waiting'; readonly code: string; readonly delayMs: number }
  /** Last event. `sha256` of the whole file, lower-case hex; `blob` is `container/name`. */
  | { readonly kind: 'committed'; readonly sha256: string; readonly sizeBytes: number; readonly blob: string };
