import type { BlobAddress } from '../../../main/platform/azure-block-store.ts';

/** An upload the program is to run; `number` names it in the answers. */
export type ProgramOrder = {
  readonly number: number;
  readonly path: string;
  readonly jobId: string;
  /** A secret; it comes by message, never by argument. */
  readonly address: BlobAddress;
  readonly blockBytes: number;
  /** Ids of accepted blocks and commits that began, one a line; read first, appended to durably. */
  readonly journal: string;
  readonly lanes: { readonly first: number; readonly most: number } | null;
  readonly limitBytesPerSecond: number | null;
  /** How much faster than the PC's its clock runs. */
  readonly speed: number;
};

/** What a process holds when nothing is going on. */
export type ProgramReport = {
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Timers, sockets and the like, by kind. */
  readonly resources: readonly string[];
  /** Open file descriptors; null where the system does not list them. */
  readonly descriptors: number | null;
};

export type ToProgram =
  | { readonly kind: 'start'; readonly order: ProgramOrder }
  | { readonly kind: 'renewed'; readonly number: number; readonly address: BlobAddress }
  | { readonly kind: 'report' };

export type FromProgram =
  | { readonly kind: 'ready' }
  | { readonly kind: 'renew'; readonly number: number }
  | { readonly kind: 'waiting'; readonly number: number; readonly reason: string }
  | { readonly kind: 'done'; readonly number: number; readonly sha256: string }
  | { readonly kind: 'failed'; readonly number: number; readonly code: string; readonly text: string }
  | { readonly kind: 'report'; readonly report: ProgramReport };
