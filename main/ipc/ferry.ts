import type {
  CandidateId,
  Connection,
  ConnectionView,
  Contents,
  DeniedFolders,
  FerryChange,
  JobId,
  MessagePage,
  MessageView,
  Order,
  Overlap,
  PageRequest,
  ProbeStep,
  RootId,
  ScanRoot,
  SecretName,
  SkipList,
  Snapshot,
} from '../../preload/contract/index.ts';

/**
 * The application as the window sees it. Ids that are unknown or forgotten are refused with `candidateMissing`,
 * `folderUnreadable` (roots) or `jobMissing`; anything else a person can act on is an `AppError` as well.
 */
export interface Ferry {
  /** Everything as it is now; every change announced so far is in it, and none that is not. */
  snapshot(): Omit<Snapshot, 'seq'>;
  /** Starts afresh over these roots and returns once the scan runs; a running scan is called off first. */
  startScan(rootIds: readonly RootId[], isDeep: boolean): Promise<void>;
  cancelScan(): Promise<void>;
  /** Asks the person for a folder; null when they closed the dialog. */
  chooseFolder(): Promise<ScanRoot | null>;
  /** Asks the system for its drives again and announces them. */
  refreshRoots(): Promise<void>;
  /** The folders that the last scan could not read. */
  listDenied(): DeniedFolders;
  /** Folders that scans leave out. @throws AppError stateUnwritable */
  readonly skipList: { get(): SkipList; set(folders: readonly string[] | null): SkipList };
  /** Asks where to save the list of files; its name, null when the person closed the dialog. @throws AppError exportFailed */
  exportCandidates(format: 'csv' | 'json'): Promise<string | null>;
  /** @throws AppError contentsUnreadable, contentsTimeout and the `source…` codes */
  inspect(candidateId: CandidateId): Promise<Contents>;
  /** A part of the list of one folder. @throws AppError as `inspect` */
  listMessages(candidateId: CandidateId, request: PageRequest): Promise<MessagePage>;
  readMessage(candidateId: CandidateId, messageId: number): Promise<MessageView>;
  /** How much of one file is in each of the others; the next question leaves this one unfinished. */
  findOverlaps(candidateId: CandidateId, otherIds: readonly CandidateId[]): Promise<Overlap[]>;
  /** Makes one job of each order, in this order, all or none; returns before they have run. */
  startMigration(orders: readonly Order[]): Promise<readonly JobId[]>;
  /** @throws AppError jobNotInState, likewise the two below */
  pauseJob(jobId: JobId): Promise<void>;
  resumeJob(jobId: JobId): Promise<void>;
  cancelJob(jobId: JobId): Promise<void>;
  /** Shows the folder of the arrived mail in the system's file manager. */
  openMailboxFolder(jobId: JobId): Promise<void>;
  /** Where the mail goes. @throws AppError connectionBusy, connectionManaged, sasInvalid, stateUnwritable */
  readonly connection: {
    view(): Promise<ConnectionView>;
    set(connection: Connection): Promise<ConnectionView>;
    forget(name: SecretName): Promise<ConnectionView>;
    /** `neededBytes` is what shall arrive; 0 when that is not known. */
    test(question: {
      readonly mailbox: string | null;
      readonly isArchive: boolean;
      readonly neededBytes: number;
    }): Promise<ProbeStep[]>;
    cancelTest(): void;
  };
  /** Reads a secret where the person has it; null when they called that off. @throws as `connection` does */
  takeSecret(name: SecretName, from: 'clipboard' | 'file'): Promise<ConnectionView | null>;
  /** Shows the folder with what an administrator needs to start the import. */
  openHandover(jobId: JobId): Promise<void>;
  /** Calls the listener for every change as it happens; the returned function ends that. */
  onChange(listener: (change: FerryChange) => void): () => void;
}
