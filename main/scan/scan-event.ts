import type { FileFacts, FileVerdict } from './ports.ts';

/** A file a scan met: named `*.pst`, or a store under another name. `fileId` is empty when the file could not be looked at. */
export type FoundFile = Pick<FileFacts, 'sizeBytes' | 'modifiedMs' | 'fileId'> &
  FileVerdict & {
    readonly path: string;
    readonly name: string;
    /** Found by its content: the name does not end in `.pst`. */
    readonly isRenamed: boolean;
    /** Encrypted by the file system (EFS). */
    readonly isEncrypted: boolean;
    /** Account that owns it; null when the system does not tell. */
    readonly owner: string | null;
    /** SHA-256 of the header, hex: Outlook changes the header at each write. Null when it was not read or is no store. */
    readonly headHash: string | null;
    /** Key of the store, hex; null when it was not read. */
    readonly recordKey: string | null;
  };

/** What to scan, as plain data. */
export type ScanInput = {
  /** Folders to walk, each with all that is below it. */
  readonly roots: readonly string[];
  /** Folders that are walked only when they are a root: drives and cloud folders nobody chose. */
  readonly barriers: readonly string[];
  /** The skip list. @see SkippedFolder of the contract */
  readonly skipped: readonly string[];
  /** Files to look at wherever they are: those attached to Outlook. */
  readonly files: readonly string[];
  /** Look into every file, not only those named `*.pst`. */
  readonly isDeep: boolean;
  /** What an earlier scan found: of a file that has not changed since, one byte is read. */
  readonly known: readonly FoundFile[];
  /** Where the folders of the last scan are kept, so that unchanged ones need not be read; null to remember nothing. */
  readonly memoryFile: string | null;
};

/** What a scan reports, in the order it happens; `scanned` comes last and once. */
export type ScanEvent =
  | { readonly kind: 'found'; readonly file: FoundFile }
  /** Another path of a file that was found before. */
  | { readonly kind: 'foundAgain'; readonly fileId: string; readonly path: string }
  /** A folder that could not be read; `reason` is the system's code. */
  | { readonly kind: 'denied'; readonly path: string; readonly reason: string }
  | {
      readonly kind: 'walked';
      readonly folders: number;
      readonly files: number;
      readonly denied: number;
      readonly folder: string;
    }
  | {
      readonly kind: 'scanned';
      readonly folders: number;
      readonly files: number;
      readonly denied: number;
      /** Folders and files below each root that could be read, so that the next scan can tell how far it is. */
      readonly roots: readonly { readonly path: string; readonly folders: number; readonly files: number }[];
    };
