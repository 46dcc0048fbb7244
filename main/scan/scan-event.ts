import type { PstFormat, PstHealth } from '../../preload/contract/index.ts';

/** A PST-named file a scan met. `modifiedMs` and `fileId` as in `FileFacts`; empty id when the file could not be read. */
export type FoundFile = {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly fileId: string;
  readonly format: PstFormat;
  readonly health: PstHealth;
};

/** What a scan reports, in the order it happens; `scanned` comes last and once. */
export type ScanEvent =
  | { readonly kind: 'found'; readonly file: FoundFile }
  | {
      readonly kind: 'walked';
      readonly folders: number;
      readonly files: number;
      readonly denied: number;
      readonly folder: string;
    }
  | { readonly kind: 'scanned'; readonly folders: number; readonly files: number; readonly denied: number };
