import {
  AppError,
  type CandidateId,
  type CandidateView,
  type FerryChange,
  type RootId,
  type ScanRoot,
  type ScanView,
  toWireError,
} from '../../preload/contract/index.ts';
import type { FoundFile, ScanEvent } from '../scan/scan-event.ts';

const IDLE: ScanView = { state: 'idle', folders: 0, files: 0, denied: 0, currentFolder: null, problem: null };

/** What a scan session works with. */
export type ScanPorts = {
  readonly scan: (paths: readonly string[], options: { readonly signal: AbortSignal }) => AsyncGenerator<ScanEvent>;
  readonly roots: {
    list(): readonly ScanRoot[];
    get(id: RootId): ScanRoot | null;
    addFolder(path: string): ScanRoot;
  };
  readonly candidates: {
    add(file: FoundFile): CandidateView;
    get(id: CandidateId): { readonly view: CandidateView; readonly file: FoundFile } | null;
    list(): readonly CandidateView[];
    clear(): void;
  };
  readonly announce: (change: FerryChange) => void;
  readonly onBug: (error: unknown) => void;
};

/** The scan of this run of the app: one at a time, its finds kept until the next. */
export class ScanSession {
  readonly #ports: ScanPorts;
  #view = IDLE;
  #run: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;

  constructor(ports: ScanPorts) {
    this.#ports = ports;
  }

  get view(): ScanView {
    return this.#view;
  }

  /** Forgets earlier finds and starts over; a running scan is stopped first. @throws AppError requestInvalid */
  async start(rootIds: readonly RootId[]): Promise<void> {
    const paths = rootIds.map((id) => {
      const root = this.#ports.roots.get(id);
      if (!root) throw new AppError('requestInvalid', { field: 'rootIds' });
      return root.path;
    });
    // Whoever else asked for a start meanwhile has its scan running by now: that one is stopped as well.
    while (this.#run) await this.cancel();
    this.#ports.candidates.clear();
    this.#ports.announce({ kind: 'candidatesCleared' });
    this.#show({ ...IDLE, state: 'running' });
    const stop = new AbortController();
    const ended = this.#follow(paths, stop.signal).finally(() => {
      this.#run = null;
    });
    this.#run = { stop, ended };
  }

  /** Ends a running scan; what it found stays. Resolves when it has ended. */
  async cancel(): Promise<void> {
    this.#run?.stop.abort('cancel');
    await this.#run?.ended;
  }

  async #follow(paths: readonly string[], signal: AbortSignal): Promise<void> {
    try {
      for await (const event of this.#ports.scan(paths, { signal })) this.#take(event);
      this.#show({ ...this.#view, state: 'finished', currentFolder: null });
    } catch (error) {
      if (signal.aborted) return this.#show({ ...this.#view, state: 'cancelled', currentFolder: null });
      if (!(error instanceof AppError)) this.#ports.onBug(error);
      this.#show({ ...this.#view, state: 'failed', currentFolder: null, problem: toWireError(error) });
    }
  }

  #take(event: ScanEvent): void {
    if (event.kind === 'found') {
      this.#ports.announce({ kind: 'candidatesFound', candidates: [this.#ports.candidates.add(event.file)] });
      return;
    }
    const { folders, files, denied } = event;
    const currentFolder = event.kind === 'walked' ? event.folder : null;
    this.#show({ ...this.#view, folders, files, denied, currentFolder });
  }

  #show(view: ScanView): void {
    this.#view = view;
    this.#ports.announce({ kind: 'scanChanged', scan: view });
  }
}
