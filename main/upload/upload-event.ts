import type { WaitReason } from '../../preload/contract/index.ts';
import type { SourceSignature } from './ports.ts';

/** What the uploader needs to know of the file, and what it may skip. Plain data: it crosses a process border. */
export type UploadInput = {
  readonly jobId: string;
  readonly path: string;
  /** The file must still look like this, before the first byte and before the commit. */
  readonly signature: SourceSignature;
  /** Ids of blocks an earlier run saw accepted (from the journal). */
  readonly stagedIds: readonly string[];
  /** SHA-256 of what earlier runs began to commit under this name; a commit whose answer was never seen may have been done. */
  readonly startedCommits: readonly string[];
  /** Job whose finished blob of this name may be replaced, taking over the blocks that did not change; null for none. */
  readonly replacesJobId: string | null;
};

/** What holds an upload from outside, at any time anew. Plain data. */
export type TransferControl = {
  /** Upper bound for the sending rate, bytes a second; null for none. */
  readonly limitBytesPerSecond: number | null;
  /** Why no new block is to be sent now; null to go on. */
  readonly holdFor: Extract<WaitReason, 'battery' | 'metered'> | null;
};

/**
 * What an upload reports. `blocksStaged` and `committing` must be made durable before the next event is asked for: the
 * uploader sends no more than its concurrency of blocks beyond the events that were taken, and commits nothing unsaid.
 */
export type UploadEvent =
  /** Bytes of the file read and either found at the store (`keptBytes` of them) or sent. */
  | { readonly kind: 'progressed'; readonly doneBytes: number; readonly keptBytes: number; readonly totalBytes: number }
  | { readonly kind: 'blocksStaged'; readonly blocks: readonly { readonly id: string; readonly sizeBytes: number }[] }
  /** The store forgot blocks the journal named; they are sent again. */
  | { readonly kind: 'blocksLost'; readonly ids: readonly string[] }
  /** Nothing gets through; the upload goes on by itself. `code` is the service's or system's word for it, perhaps empty. */
  | { readonly kind: 'waiting'; readonly reason: WaitReason; readonly code: string }
  /** A blob of this content is about to be made. */
  | { readonly kind: 'committing'; readonly sha256: string }
  /** Last event. `sha256` of the whole file, lower-case hex; `blob` is `container/name`. */
  | { readonly kind: 'committed'; readonly sha256: string; readonly sizeBytes: number; readonly blob: string };
