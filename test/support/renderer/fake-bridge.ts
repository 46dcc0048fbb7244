import type {
  Bridge,
  CandidateView,
  DeniedFolders,
  FerryChange,
  JobId,
  JobView,
  Order,
  Reply,
  ScanRoot,
  SkipList,
  Snapshot,
} from '../../../preload/contract/index.ts';
import { connections } from './fake-connection.ts';
import { INSIDE_NAMES, insideOf } from './fake-inside.ts';
import {
  SAMPLE_CANDIDATES,
  sampleJob,
  sampleProgress,
  sampleReceipt,
  sampleRoot,
  sampleStatistics,
} from './samples.ts';

/** Time between two steps of the play. */
const TICK_MS = 250;

/** Files found at once in a scene with more files than this. */
const BATCH = 100;

const STANDARD_SKIP_LIST = ['*\\Windows', '*\\$Recycle.Bin', '*\\System Volume Information'];

const DENIED: DeniedFolders = {
  total: 12_345,
  folders: Array.from({ length: 400 }, (_, index) => ({
    path: `C:\\Users\\Person ${index}\\AppData\\Local\\${'A folder with a long name\\'.repeat(index % 4)}Temp`,
    reason: ['EPERM', 'EBUSY', 'EIO', 'ESOMETHING'][index % 4] ?? 'EPERM',
  })),
};

/** A bridge that answers like the app and plays a search and a move in a few seconds. For looking at, not for tests. */
export function createFakeBridge(start: Snapshot, scene = ''): Bridge {
  const stage = createStage(start);
  const played = playJobs(stage);
  const setJob = (jobId: string, change: Partial<JobView>) => {
    const job = stage.get().jobs.find((candidate) => candidate.id === jobId);
    if (job !== undefined) stage.change({ kind: 'jobChanged', job: { ...job, ...change } });
    return ok(null);
  };
  return {
    getSnapshot: () => ok(stage.get()),
    startScan: () => {
      playScan(stage);
      return ok(null);
    },
    cancelScan: () => {
      stage.change({ kind: 'scanChanged', scan: { ...stage.get().scan, state: 'cancelled', currentFolder: null } });
      return ok(null);
    },
    ...places(stage),
    ...lists(),
    ...connections(stage, scene),
    ...insideOf(stage, TICK_MS),
    startMigration: ({ orders }) => {
      const changed = orders.find(({ candidateId, target }) => {
        const name = stage.get().candidates.find(({ id }) => id === candidateId)?.name;
        return name === INSIDE_NAMES.changed && (target.excludeFolders ?? []).length > 0;
      });
      if (changed !== undefined) {
        return Promise.resolve({
          ok: false,
          error: { code: 'contentsChanged', params: { file: INSIDE_NAMES.changed } },
        });
      }
      return ok(orders.map((order, index) => played.start(order as Order, index)));
    },
    pauseJob: ({ jobId }) => setJob(jobId, { state: 'paused' }),
    resumeJob: ({ jobId }) => setJob(jobId, { state: 'uploading', problem: null }),
    cancelJob: ({ jobId }) => setJob(jobId, { state: 'cancelled' }),
    openMailboxFolder: () => ok(null),
    openHandover: () => ok(null),
    subscribe: stage.subscribe,
  };
}

function ok<T>(value: T): Promise<Reply<T>> {
  return Promise.resolve({ ok: true, value });
}

function places(stage: Stage) {
  const add = (root: ScanRoot) => {
    const others = stage.get().roots.filter((known) => known.id !== root.id);
    stage.change({ kind: 'rootsListed', roots: [...others, root] });
  };
  return {
    chooseFolder: () => {
      const root = sampleRoot('folder', 'D:\\Archive\\Mail of 2009', 'Mail of 2009');
      add(root);
      return ok(root);
    },
    refreshRoots: () => {
      add(sampleRoot('removable', 'G:\\', 'Camera (G:)'));
      return ok(null);
    },
  } satisfies Partial<Bridge>;
}

function lists() {
  let folders: readonly string[] = STANDARD_SKIP_LIST;
  const skipList = (): SkipList => ({ folders: [...folders], defaults: [...STANDARD_SKIP_LIST] });
  return {
    listDenied: () => ok(DENIED),
    getSkipList: () => ok(skipList()),
    setSkipList: ({ folders: wanted }: { folders: readonly string[] | null }) => {
      folders = wanted ?? STANDARD_SKIP_LIST;
      return ok(skipList());
    },
    exportCandidates: ({ format }: { format: 'csv' | 'json' }): Promise<Reply<string | null>> =>
      format === 'csv'
        ? ok('PST files of this PC.csv')
        : Promise.resolve({ ok: false, error: { code: 'exportFailed', params: { reason: 'ENOSPC' } } }),
  } satisfies Partial<Bridge>;
}

type Stage = ReturnType<typeof createStage>;

function createStage(start: Snapshot) {
  let snapshot = start;
  const listeners = new Set<(event: unknown) => void>();
  const apply = (change: FerryChange): Partial<Snapshot> => {
    switch (change.kind) {
      case 'scanChanged':
        return { scan: change.scan };
      case 'candidatesCleared':
        return { candidates: [] };
      case 'candidatesFound':
        return { candidates: upsert(snapshot.candidates, change.candidates) };
      case 'rootsListed':
        return { roots: change.roots };
      case 'contentsOutlined':
      case 'probed':
      case 'signInAsks':
        return {};
      case 'tenantChanged':
        return { tenant: change.tenant };
      case 'jobChanged':
        return { jobs: [...snapshot.jobs.filter((job) => job.id !== change.job.id), change.job] };
    }
  };
  return {
    get: () => snapshot,
    change: (change: FerryChange) => {
      snapshot = { ...snapshot, ...apply(change), seq: snapshot.seq + 1 };
      for (const listener of listeners) listener({ seq: snapshot.seq, change });
    },
    subscribe: (listener: (event: unknown) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function upsert(known: readonly CandidateView[], news: readonly CandidateView[]): CandidateView[] {
  return [...new Map([...known, ...news].map((candidate) => [candidate.id, candidate])).values()];
}

function playScan(stage: Stage): void {
  const pending = [...(stage.get().candidates.length > BATCH ? stage.get().candidates : SAMPLE_CANDIDATES)];
  const batch = pending.length > BATCH ? BATCH : 1;
  const total = Math.ceil(pending.length / batch);
  stage.change({ kind: 'candidatesCleared' });
  let tick = 0;
  let folders = 0;
  const timer = setInterval(() => {
    const { state } = stage.get().scan;
    const next = pending.splice(0, batch);
    if (folders > 0 && state !== 'running') return clearInterval(timer);
    folders += 1204;
    tick += 1;
    const isOver = next.length === 0;
    if (!isOver) stage.change({ kind: 'candidatesFound', candidates: next });
    else clearInterval(timer);
    stage.change({
      kind: 'scanChanged',
      scan: {
        state: isOver ? 'finished' : 'running',
        folders,
        files: stage.get().candidates.length,
        denied: folders > 4000 ? 3 : 0,
        currentFolder: isOver ? null : `C:\\Users\\Alex\\AppData\\Local\\Packages\\${folders}\\LocalState`,
        percentDone: isOver ? null : Math.min(99, (100 * tick) / (total + 1)),
        endedAt: isOver ? new Date().toISOString() : null,
        problem: null,
      },
    });
  }, TICK_MS);
}

function playJobs(stage: Stage) {
  const start = (order: Order, index: number): JobId => {
    const candidate = stage.get().candidates.find((known) => known.id === order.candidateId);
    let job = sampleJob(`played-${Date.now()}-${index}`, candidate?.name ?? 'unknown.pst', { target: order.target });
    stage.change({ kind: 'jobChanged', job });
    let tick = 0;
    const timer = setInterval(() => {
      const current = stage.get().jobs.find((known) => known.id === job.id);
      if (current === undefined || current.state === 'cancelled') return clearInterval(timer);
      if (current.state === 'paused') return;
      tick += 1;
      job = jobAt(current, tick);
      stage.change({ kind: 'jobChanged', job });
      if (job.state === 'done' || job.state === 'doneWithSkips') clearInterval(timer);
    }, TICK_MS);
    return job.id;
  };
  return { start };
}

function jobAt(job: JobView, tick: number): JobView {
  const upload = (phase: 'checking' | 'uploading', fraction: number) =>
    sampleProgress(job, fraction, { phase, ...(fraction > 0.2 ? {} : { secondsLeft: null }) });
  if (tick < 4) return { ...job, state: 'checking', progress: upload('checking', tick / 4) };
  if (tick < 16) return { ...job, state: 'uploading', progress: upload('uploading', (tick - 4) / 12) };
  if (tick < 18) return { ...job, state: 'uploaded' };
  if (tick < 21) return { ...job, state: 'importing', statistics: sampleStatistics(job, 'queued', 0) };
  if (tick < 33) return { ...job, state: 'importing', statistics: sampleStatistics(job, 'running', (tick - 21) / 12) };
  return { ...job, state: 'doneWithSkips', receipt: sampleReceipt(job, 'doneWithSkips') };
}
