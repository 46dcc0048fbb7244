import {
  AppError,
  type CandidateId,
  type CandidateView,
  type DeniedFolders,
  type FerryChange,
  IDLE_SCAN,
  isFolderRoot,
  MAX_DENIED_LISTED,
  type RootId,
  type ScanRoot,
  type ScanView,
  toWireError,
} from '../../preload/contract/index.ts';
import type { CandidateContext, FoundAt } from '../scan/candidates.ts';
import { loadScanRecord, NOTHING_SCANNED, type ScanMemory, type ScanRecord } from '../scan/memory.ts';
import type { AttachedPst, OutlookProfiles } from '../scan/ports.ts';
import type { FoundFile, ScanEvent, ScanInput } from '../scan/scan-event.ts';
import { percentDone } from './scan-progress.ts';

/** Files found in this time are told together. */
const TELL_AFTER_MS = 100;

/** What a scan session works with. */
export type ScanPorts = {
  readonly scan: (input: ScanInput, options: { readonly signal: AbortSignal }) => AsyncGenerator<ScanEvent>;
  readonly roots: {
    refresh(): Promise<void>;
    list(): readonly ScanRoot[];
    get(id: RootId): ScanRoot | null;
    addFolder(path: string, kind: 'folder' | 'sample'): ScanRoot;
    /** Whether a folder of that drive tells by its time that something in it changed. */
    keepsFolderTimes(id: RootId): boolean;
  };
  readonly candidates: {
    add(file: FoundFile): void;
    addPath(fileId: string, path: string): void;
    refresh(): void;
    takeChanges(): readonly CandidateView[];
    get(id: CandidateId): { readonly view: CandidateView; readonly file: FoundFile } | null;
    list(): readonly CandidateView[];
    files(): readonly FoundAt[];
    clear(context: CandidateContext): void;
  };
  /** What files are judged by, given what is attached to Outlook and which folders were chosen by themselves. */
  readonly contextOf: (facts: ScanFacts) => CandidateContext;
  readonly outlook: OutlookProfiles;
  readonly memory: ScanMemory;
  /** Where the folders of scanned drives are kept. */
  readonly foldersFile: string;
  readonly skippedFolders: () => readonly string[];
  readonly now: () => Date;
  readonly announce: (change: FerryChange) => void;
  readonly onBug: (error: unknown) => void;
};

/** What a scan learnt before it began, and what was asked of it. */
export type ScanFacts = { readonly attached: readonly AttachedPst[]; readonly chosenFolders: readonly string[] };

/** One scan as it was asked for. */
type Round = { readonly roots: readonly ScanRoot[]; readonly isDeep: boolean; readonly signal: AbortSignal };

/** The scan of this run of the app: one at a time, its finds kept until the next, and over a restart. */
export class ScanSession {
  readonly #ports: ScanPorts;
  #view = IDLE_SCAN;
  #record: ScanRecord = NOTHING_SCANNED;
  #denied: { path: string; reason: string }[] = [];
  #telling: NodeJS.Timeout | null = null;
  #run: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;

  constructor(ports: ScanPorts) {
    this.#ports = ports;
  }

  get view(): ScanView {
    return this.#view;
  }

  /** Folders of the last scan that could not be read. */
  get denied(): DeniedFolders {
    return { total: this.#view.denied, folders: this.#denied };
  }

  /** When a place was scanned to its end, ISO 8601 UTC; null for never. */
  lastScanned(path: string): string | null {
    return this.#record.roots[path]?.at ?? null;
  }

  /** Lists what the last run of the app found. To be called once, before anything else. */
  async restore(): Promise<void> {
    this.#record = await loadScanRecord(this.#ports.memory);
    const { last } = this.#record;
    if (!last) return;
    const { candidates, contextOf, roots } = this.#ports;
    // Whoever searches again wants to look in the same places.
    for (const path of last.chosenFolders) roots.addFolder(path, 'folder');
    candidates.clear(contextOf(last));
    for (const { file, paths } of last.found) {
      candidates.add(file);
      for (const path of paths) candidates.addPath(file.fileId, path);
    }
    // Nobody was told of anything yet.
    candidates.takeChanges();
    this.#denied = [...last.denied.folders];
    const { state, folders, files, endedAt } = last;
    this.#view = { ...IDLE_SCAN, state, folders, files, denied: last.denied.total, endedAt };
  }

  /** Forgets earlier finds and starts over; a running scan is stopped first. @throws AppError requestInvalid */
  async start(rootIds: readonly RootId[], isDeep: boolean): Promise<void> {
    const roots = rootIds.map((id) => {
      const root = this.#ports.roots.get(id);
      if (!root) throw new AppError('requestInvalid', { field: 'rootIds' });
      return root;
    });
    // Whoever else asked for a start meanwhile has its scan running by now: that one is stopped as well.
    while (this.#run) await this.cancel();
    this.#denied = [];
    this.#show({ ...IDLE_SCAN, state: 'running' });
    const stop = new AbortController();
    const ended = this.#follow({ roots, isDeep, signal: stop.signal }).finally(() => {
      this.#run = null;
    });
    this.#run = { stop, ended };
  }

  /** Ends a running scan; what it found stays. Resolves when it has ended. */
  async cancel(): Promise<void> {
    this.#run?.stop.abort('cancel');
    await this.#run?.ended;
  }

  /** Looks at all files anew, as after one was moved. */
  refresh(): void {
    this.#ports.candidates.refresh();
    this.#tellFound();
  }

  async #follow(round: Round): Promise<void> {
    const { candidates, outlook, contextOf, announce } = this.#ports;
    const known = candidates.files().map(({ file }) => file);
    candidates.clear(contextOf({ attached: [], chosenFolders: [] }));
    announce({ kind: 'candidatesCleared' });
    const facts = { attached: [] as readonly AttachedPst[], chosenFolders: chosenFolders(round.roots) };
    try {
      facts.attached = await orAborted(outlook.listPsts(), round.signal);
      candidates.clear(contextOf(facts));
      const events = this.#ports.scan(this.#inputOf(round, { facts, known }), { signal: round.signal });
      for await (const event of events) this.#take(event, round);
      await this.#end('finished', facts);
    } catch (error) {
      if (round.signal.aborted) return this.#end('cancelled', facts);
      if (!(error instanceof AppError)) this.#ports.onBug(error);
      this.#tellFound();
      this.#show({ ...this.#view, ...this.#ending('failed'), problem: toWireError(error) });
    }
  }

  #inputOf({ roots, isDeep }: Round, { facts, known }: { facts: ScanFacts; known: readonly FoundFile[] }): ScanInput {
    const chosen = new Set(roots.map(({ path }) => path));
    const isOther = ({ path, kind }: ScanRoot) => !chosen.has(path) && !isFolderRoot(kind);
    const barriers = this.#ports.roots.list().filter(isOther);
    const hasDrive = roots.some(({ kind }) => kind === 'fixed');
    const canRemember = !isDeep && roots.every(({ id }) => this.#ports.roots.keepsFolderTimes(id));
    return {
      roots: [...chosen],
      barriers: barriers.map(({ path }) => path),
      skipped: this.#ports.skippedFolders(),
      files: hasDrive ? facts.attached.map(({ path }) => path) : [],
      isDeep,
      known,
      memoryFile: canRemember ? this.#ports.foldersFile : null,
    };
  }

  #take(event: ScanEvent, { roots }: Round): void {
    const { candidates } = this.#ports;
    if (event.kind === 'denied') this.#noteDenied(event);
    if (event.kind === 'walked' || event.kind === 'scanned') this.#count(event, roots);
    if (event.kind === 'found') candidates.add(event.file);
    if (event.kind === 'foundAgain') candidates.addPath(event.fileId, event.path);
    if (event.kind !== 'found' && event.kind !== 'foundAgain') return;
    // Soon, and together with what is found until then: a drive may not answer for a long time after a find.
    this.#telling ??= setTimeout(() => this.#tellFound(), TELL_AFTER_MS);
  }

  #noteDenied({ path, reason }: { readonly path: string; readonly reason: string }): void {
    if (this.#denied.length < MAX_DENIED_LISTED) this.#denied.push({ path, reason });
  }

  #tellFound(): void {
    clearTimeout(this.#telling ?? undefined);
    this.#telling = null;
    const candidates = [...this.#ports.candidates.takeChanges()];
    if (candidates.length > 0) this.#ports.announce({ kind: 'candidatesFound', candidates });
  }

  #count(event: Extract<ScanEvent, { kind: 'walked' | 'scanned' }>, roots: readonly ScanRoot[]): void {
    this.#tellFound();
    const { folders, files, denied } = event;
    const counted = { ...this.#view, folders, files, denied };
    if (event.kind === 'walked') {
      const percent = percentDone(folders, roots, this.#record.roots);
      this.#show({ ...counted, currentFolder: event.folder, percentDone: percent });
      return;
    }
    const at = this.#ports.now().toISOString();
    const totals = event.roots.map((root) => [root.path, { folders: root.folders, files: root.files, at }] as const);
    this.#record = { ...this.#record, roots: { ...this.#record.roots, ...Object.fromEntries(totals) } };
    this.#show({ ...counted, currentFolder: null });
  }

  async #end(state: 'finished' | 'cancelled', facts: ScanFacts): Promise<void> {
    this.#tellFound();
    const view = { ...this.#view, ...this.#ending(state) };
    const { folders, files, endedAt } = view;
    const found = [...this.#ports.candidates.files()].map(({ file, paths }) => ({ file, paths: [...paths] }));
    const { attached, chosenFolders } = facts;
    const personal = { attached: [...attached], chosenFolders: [...chosenFolders] };
    const last = { endedAt, state, folders, files, denied: this.denied, ...personal, found };
    this.#record = { ...this.#record, last };
    // The list is here all the same; only the next start of the app would not know it.
    await this.#ports.memory.write(this.#record).catch(this.#ports.onBug);
    this.#ports.announce({ kind: 'rootsListed', roots: [...this.#ports.roots.list()] });
    this.#show(view);
  }

  #ending<S extends ScanView['state']>(state: S) {
    return { state, currentFolder: null, percentDone: null, endedAt: this.#ports.now().toISOString() };
  }

  #show(view: ScanView): void {
    this.#view = view;
    this.#ports.announce({ kind: 'scanChanged', scan: view });
  }
}

function chosenFolders(roots: readonly ScanRoot[]): string[] {
  return roots.flatMap(({ kind, path }) => (isFolderRoot(kind) ? [path] : []));
}

/** What a promise gives, unless the signal is aborted first: what is asked may take seconds to answer. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
