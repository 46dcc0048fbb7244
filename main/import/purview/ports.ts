/** A PST that was uploaded and waits for an administrator to import it. Holds no secrets. */
export type HandoverRow = {
  /** Of the order; unique. */
  readonly name: string;
  readonly mailbox: string;
  readonly isArchive: boolean;
  /** As in the contract's `Target`: no leading slash, empty for the top of the mailbox. */
  readonly targetRootFolder: string;
  /** Address of the blob, without a SAS. */
  readonly blobUri: string;
  /** Windows code page of the text of an ANSI PST, such as 932; null for none or where it is not known. */
  readonly contentCodePage: number | null;
  /** ISO 8601 UTC. */
  readonly handedOverAt: string;
};

/** What an administrator is given; `files` by their names without a folder. */
export type Handover = {
  readonly rows: readonly HandoverRow[];
  readonly files: ReadonlyMap<string, string>;
};

/** Where the hand-over is kept. */
export interface HandoverStore {
  /** Empty when nothing was handed over yet. @throws AppError stateDamaged when what is there cannot be read */
  read(): Promise<readonly HandoverRow[]>;
  /** Takes the place of all there was, lists of an earlier hand-over included. @throws AppError stateUnwritable */
  write(handover: Handover): Promise<void>;
}
