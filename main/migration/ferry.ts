import {
  AppError,
  type CandidateId,
  type Contents,
  type FerryChange,
  type JobId,
  type Order,
  type RootId,
  type ScanRoot,
  type Snapshot,
  type TenantView,
} from '../../preload/contract/index.ts';
import type { NewJob, Runner } from './runner.ts';
import { type ScanPorts, ScanSession } from './scan-session.ts';

/** What the app can do for a window, and what it works with to do it. */
export type FerryPorts = Omit<ScanPorts, 'announce'> & {
  readonly runner: Runner;
  readonly version: string;
  readonly tenant: TenantView;
  readonly inspect: (path: string) => Promise<Contents>;
  /** Asks the person for a folder; null when they chose none. */
  readonly askForFolder: () => Promise<string | null>;
  /** Opens a folder in the system's file manager. */
  readonly openFolder: (path: string) => Promise<void>;
};

/** Everything the window can ask for, over the scan of this run and the jobs of all runs. */
export class Ferry {
  readonly #ports: FerryPorts;
  readonly #scan: ScanSession;
  readonly #listeners = new Set<(change: FerryChange) => void>();

  constructor(ports: FerryPorts) {
    this.#ports = ports;
    this.#scan = new ScanSession({ ...ports, announce: (change) => this.#announce(change) });
    ports.runner.onChange((job) => this.#announce({ kind: 'jobChanged', job }));
  }

  snapshot(): Omit<Snapshot, 'seq'> {
    const { version, tenant, roots, candidates, runner } = this.#ports;
    return {
      version,
      tenant,
      roots: [...roots.list()],
      scan: this.#scan.view,
      candidates: [...candidates.list()],
      jobs: runner.list(),
    };
  }

  startScan(rootIds: readonly RootId[]): Promise<void> {
    return this.#scan.start(rootIds);
  }

  cancelScan(): Promise<void> {
    return this.#scan.cancel();
  }

  async chooseFolder(): Promise<ScanRoot | null> {
    const path = await this.#ports.askForFolder();
    if (path === null) return null;
    const root = this.#ports.roots.addFolder(path);
    this.#announce({ kind: 'rootAdded', root });
    return root;
  }

  inspect(id: CandidateId): Promise<Contents> {
    return this.#ports.inspect(this.#candidate(id).path);
  }

  /** Turns the chosen candidates into jobs and starts them. @throws AppError candidateMissing */
  startMigration(orders: readonly Order[]): Promise<JobId[]> {
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

  /** Calls the listener after each change; the returned function ends that. */
  onChange(listener: (change: FerryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the scan and all work; jobs go on from here the next time. */
  async stop(): Promise<void> {
    await this.#scan.cancel();
    await this.#ports.runner.stop();
  }

  #candidate(id: CandidateId) {
    const found = this.#ports.candidates.get(id);
    if (!found) throw new AppError('candidateMissing');
    return found.file;
  }

  #announce(change: FerryChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
