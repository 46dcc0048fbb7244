import {
  AppError,
  type CandidateId,
  type ConnectionView,
  type Contents,
  type DeniedFolders,
  type FerryChange,
  isEveryFolder,
  type JobId,
  type MessagePage,
  type MessageView,
  type Order,
  type Outline,
  type Overlap,
  type PageRequest,
  type PstHealth,
  type RootId,
  type ScanRoot,
  type SecretName,
  type SkipList,
  type Snapshot,
  type TenantView,
} from '../../preload/contract/index.ts';
import { healthError } from '../pst/header.ts';
import { type ExportFormat, exportText } from '../scan/export.ts';
import type { ConnectionDesk } from './connection-desk.ts';
import type { PstLooker } from './look.ts';
import { Overlaps } from './overlaps.ts';
import type { NewJob, Runner } from './runner.ts';
import { type ScanPorts, ScanSession } from './scan-session.ts';
import { createSlots } from './slots.ts';

/** What the app can do for a window, and what it works with to do it. */
export type FerryPorts = Omit<ScanPorts, 'announce' | 'skippedFolders'> & {
  readonly runner: Runner;
  readonly version: string;
  readonly desk: ConnectionDesk;
  readonly tenant: () => TenantView;
  /** Text of a secret from where the person has it; null when they called that off. @throws AppError folderUnreadable, usage */
  readonly readSecret: (from: 'clipboard' | 'file') => Promise<string | null>;
  /** Folder of what an administrator needs to start imports that were handed over. */
  readonly handoverFolder: string;
  readonly looker: PstLooker;
  /** What tells whether a file was written to; null for one that cannot be asked. */
  readonly stampOf: (path: string) => Promise<FileStamp | null>;
  /** Asks the person for a folder; null when they chose none. */
  readonly askForFolder: () => Promise<string | null>;
  /** The folders left out of scans. `set` with null goes back to what the app comes with. @throws AppError stateUnwritable */
  readonly skipList: { get(): SkipList; set(folders: readonly string[] | null): SkipList };
  /** Asks the person where to save under a suggested name; null when they chose no place. */
  readonly askForFile: (name: string) => Promise<string | null>;
  /** @throws AppError exportFailed */
  readonly writeText: (path: string, text: string) => Promise<void>;
  /** Opens a folder in the system's file manager. */
  readonly openFolder: (path: string) => Promise<void>;
};

/** Size, and time of the last change in milliseconds since 1970. */
export type FileStamp = { readonly sizeBytes: number; readonly modifiedMs: number };

/** Files that are looked into at a time; who asked last comes first, because that is what the person sees. */
const LOOKS_AT_ONCE = 2;

/** Files that cannot be moved as they are, and that can be looked into all the same. */
const HAS_PAGES: readonly PstHealth[] = ['ost', 'truncated', 'damaged', 'inUse'];

/** Everything the window can ask for, over the scan of this run and the jobs of all runs. */
export class Ferry {
  readonly #ports: FerryPorts;
  readonly #scan: ScanSession;
  readonly #overlaps: Overlaps;
  readonly #listeners = new Set<(change: FerryChange) => void>();
  readonly #looks = createSlots(LOOKS_AT_ONCE, { next: 'last' });
  /** What files were when the person was shown what they hold. */
  readonly #shown = new Map<CandidateId, FileStamp>();
  /** Ends what looks into files. */
  readonly #closing = new AbortController();

  constructor(ports: FerryPorts) {
    this.#ports = ports;
    this.#overlaps = new Overlaps(ports.looker);
    this.#scan = new ScanSession({
      ...ports,
      skippedFolders: () => ports.skipList.get().folders,
      announce: (change) => this.#announce(change),
    });
    ports.desk.onChange((change) => this.#announce(change));
    ports.runner.onChange((job) => {
      this.#announce({ kind: 'jobChanged', job });
      if (job.state === 'done' || job.state === 'doneWithSkips') this.#scan.refresh();
    });
  }

  /** Lists what the last run of the app found. To be called once, before anything else. */
  restore(): Promise<void> {
    return this.#scan.restore();
  }

  /** When a place was scanned to its end, ISO 8601 UTC; null for never. */
  lastScanned(path: string): string | null {
    return this.#scan.lastScanned(path);
  }

  snapshot(): Omit<Snapshot, 'seq'> {
    const { version, tenant, roots, candidates, runner } = this.#ports;
    return {
      version,
      tenant: tenant(),
      roots: [...roots.list()],
      scan: this.#scan.view,
      candidates: [...candidates.list()],
      jobs: runner.list(),
    };
  }

  startScan(rootIds: readonly RootId[], isDeep: boolean): Promise<void> {
    return this.#scan.start(rootIds, isDeep);
  }

  cancelScan(): Promise<void> {
    return this.#scan.cancel();
  }

  async chooseFolder(): Promise<ScanRoot | null> {
    const path = await this.#ports.askForFolder();
    if (path === null) return null;
    const root = this.#ports.roots.addFolder(path, 'folder');
    this.#announceRoots();
    return root;
  }

  async refreshRoots(): Promise<void> {
    await this.#ports.roots.refresh();
    this.#announceRoots();
  }

  listDenied(): DeniedFolders {
    return this.#scan.denied;
  }

  get skipList(): FerryPorts['skipList'] {
    return this.#ports.skipList;
  }

  /** Writes the list of files where the person wants it; the file's name, null when they closed the dialog. @throws AppError exportFailed */
  async exportCandidates(format: ExportFormat): Promise<string | null> {
    const path = await this.#ports.askForFile(`pst-files.${format}`);
    if (path === null) return null;
    await this.#ports.writeText(path, exportText(this.#ports.candidates.list(), format));
    return path.split(/[\\/]/).at(-1) ?? path;
  }

  async inspect(id: CandidateId): Promise<Contents> {
    const { path } = this.#candidate(id);
    const { signal } = this.#closing;
    const tell = (outline: Outline) => this.#announce({ kind: 'contentsOutlined', candidateId: id, outline });
    const place = await this.#looks.take(signal);
    try {
      const stamp = await this.#ports.stampOf(path);
      const contents = await this.#ports.looker.contents(path, signal, tell);
      if (stamp) this.#shown.set(id, stamp);
      return contents;
    } finally {
      place.leave();
    }
  }

  /** @throws AppError contentsChanged when the file is not what was shown, likewise the next */
  async listMessages(id: CandidateId, request: PageRequest): Promise<MessagePage> {
    const { path } = this.#readable(id);
    await this.#expectUnchanged(id);
    return this.#ports.looker.page(path, request, this.#closing.signal);
  }

  async readMessage(id: CandidateId, messageId: number): Promise<MessageView> {
    const { path } = this.#readable(id);
    await this.#expectUnchanged(id);
    return this.#ports.looker.message(path, messageId, this.#closing.signal);
  }

  /** How much of one file is in each of the others. Asked again, it leaves the question before unfinished. */
  findOverlaps(id: CandidateId, otherIds: readonly CandidateId[]): Promise<Overlap[]> {
    const compared = (candidateId: CandidateId) => {
      const { path, sizeBytes, modifiedMs } = this.#readable(candidateId);
      return { id: candidateId, path, sizeBytes, modifiedMs };
    };
    return this.#overlaps.find(compared(id), otherIds.map(compared));
  }

  /**
   * Turns the chosen candidates into jobs and starts them.
   * @throws AppError connectionMissing, candidateMissing; contentsChanged when folders were chosen of a file that is another by now
   */
  async startMigration(orders: readonly Order[]): Promise<JobId[]> {
    if (this.#ports.tenant().kind === null) throw new AppError('connectionMissing');
    for (const { candidateId, target } of orders) {
      if (!isEveryFolder(target)) await this.#expectUnchanged(candidateId);
    }
    const jobs: NewJob[] = orders.map(({ candidateId, target }) => {
      const { path, name, sizeBytes } = this.#candidate(candidateId);
      return { file: { path, name, sizeBytes }, target };
    });
    return this.#ports.runner.submit(jobs);
  }

  pauseJob(id: JobId): Promise<void> {
    return this.#ports.runner.pause(id);
  }

  resumeJob(id: JobId): Promise<void> {
    return this.#ports.runner.resume(id);
  }

  cancelJob(id: JobId): Promise<void> {
    return this.#ports.runner.cancel(id);
  }

  /** @throws AppError jobMissing, jobNotInState when nothing has arrived on this disk */
  async openMailboxFolder(id: JobId): Promise<void> {
    const job = this.#ports.runner.get(id);
    if (!job) throw new AppError('jobMissing');
    const path = job.receipt?.mailboxPath ?? job.statistics?.mailboxPath ?? null;
    if (path === null) throw new AppError('jobNotInState', { state: job.state });
    await this.#ports.openFolder(path);
  }

  get connection(): ConnectionDesk {
    return this.#ports.desk;
  }

  async takeSecret(name: SecretName, from: 'clipboard' | 'file'): Promise<ConnectionView | null> {
    const text = await this.#ports.readSecret(from);
    return text === null ? null : this.#ports.desk.take(name, text);
  }

  /** @throws AppError jobMissing, jobNotInState when nothing was handed over */
  async openHandover(id: JobId): Promise<void> {
    const job = this.#ports.runner.get(id);
    if (!job) throw new AppError('jobMissing');
    if (!job.receipt?.isHandedOver) throw new AppError('jobNotInState', { state: job.state });
    await this.#ports.openFolder(this.#ports.handoverFolder);
  }

  /** Calls the listener after each change; the returned function ends that. */
  onChange(listener: (change: FerryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the scan and all work; jobs go on from here the next time. */
  async stop(): Promise<void> {
    this.#closing.abort('shutdown');
    this.#overlaps.clear();
    this.#ports.desk.cancelTest();
    await this.#scan.cancel();
    await this.#ports.runner.stop();
  }

  #candidate(id: CandidateId) {
    const found = this.#ports.candidates.get(id);
    if (!found) throw new AppError('candidateMissing');
    return found.file;
  }

  /** A file that holds mail on this PC, whether or not it can be moved. @throws AppError why it cannot be opened */
  #readable(id: CandidateId) {
    const found = this.#ports.candidates.get(id);
    const code = found ? healthError(found.view.health) : 'candidateMissing';
    if (!found || (code !== null && !HAS_PAGES.includes(found.view.health)))
      throw new AppError(code ?? 'candidateMissing');
    return found.file;
  }

  async #expectUnchanged(id: CandidateId): Promise<void> {
    const shown = this.#shown.get(id);
    if (!shown) return;
    const { path, name } = this.#candidate(id);
    const stamp = await this.#ports.stampOf(path);
    // One that is gone has its own reason, which whoever reads it next will tell.
    if (!stamp || (stamp.sizeBytes === shown.sizeBytes && stamp.modifiedMs === shown.modifiedMs)) return;
    throw new AppError('contentsChanged', { file: name });
  }

  #announceRoots(): void {
    this.#announce({ kind: 'rootsListed', roots: [...this.#ports.roots.list()] });
  }

  #announce(change: FerryChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
