import type {
  Bridge,
  CandidateId,
  CandidateView,
  Contents,
  FerryChange,
  JobId,
  JobView,
  Order,
  Reply,
  Snapshot,
} from '../../../preload/contract/index.ts';
import { isMovable } from '../../../preload/contract/states.ts';
import {
  SAMPLE_CANDIDATES,
  sampleContents,
  sampleJob,
  sampleReceipt,
  sampleRoot,
  sampleStatistics,
} from './samples.ts';

/** Time between two steps of the play. */
const TICK_MS = 250;

/** Files found at once in a scene with more files than this. */
const BATCH = 100;

/** A bridge that answers like the app and plays a search and a move in a few seconds. For looking at, not for tests. */
export function createFakeBridge(start: Snapshot): Bridge {
  const stage = createStage(start);
  const played = playJobs(stage);
  const ok = <T>(value: T): Promise<Reply<T>> => Promise.resolve({ ok: true, value });
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
    chooseFolder: () => {
      const root = sampleRoot('folder', 'D:\\Archive\\Mail of 2009', 'Mail of 2009');
      stage.change({ kind: 'rootAdded', root });
      return ok(root);
    },
    inspectCandidate: ({ candidateId }) => inspect(stage.get().candidates, candidateId as CandidateId),
    startMigration: ({ orders }) => ok(orders.map((order, index) => played.start(order as Order, index))),
    pauseJob: ({ jobId }) => setJob(jobId, { state: 'paused' }),
    resumeJob: ({ jobId }) => setJob(jobId, { state: 'uploading', problem: null }),
    cancelJob: ({ jobId }) => setJob(jobId, { state: 'cancelled' }),
    openMailboxFolder: () => ok(null),
    subscribe: stage.subscribe,
  };
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
        return { candidates: [...snapshot.candidates, ...change.candidates] };
      case 'rootAdded':
        return { roots: [...snapshot.roots, change.root] };
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

function playScan(stage: Stage): void {
  const pending = [...(stage.get().candidates.length > BATCH ? stage.get().candidates : SAMPLE_CANDIDATES)];
  const batch = pending.length > BATCH ? BATCH : 1;
  stage.change({ kind: 'candidatesCleared' });
  let folders = 0;
  const timer = setInterval(() => {
    const { state } = stage.get().scan;
    const next = pending.splice(0, batch);
    if (folders > 0 && state !== 'running') return clearInterval(timer);
    folders += 1204;
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
        problem: null,
      },
    });
  }, TICK_MS);
}

function inspect(candidates: readonly CandidateView[], id: CandidateId): Promise<Reply<Contents>> {
  const candidate = candidates.find((known) => known.id === id);
  const reply: Reply<Contents> =
    candidate !== undefined && isMovable(candidate.health)
      ? { ok: true, value: sampleContents(candidate) }
      : { ok: false, error: { code: 'contentsUnreadable', params: {} } };
  return new Promise((resolve) => setTimeout(() => resolve(reply), TICK_MS * 3));
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
  const upload = (phase: 'checking' | 'uploading', fraction: number) => ({
    phase,
    doneBytes: Math.round(job.sizeBytes * fraction),
    totalBytes: job.sizeBytes,
    bytesPerSecond: 4_300_000,
    secondsLeft: fraction > 0.2 ? { low: 120, high: 260 } : null,
    waitingSince: null,
  });
  if (tick < 4) return { ...job, state: 'checking', progress: upload('checking', tick / 4) };
  if (tick < 16) return { ...job, state: 'uploading', progress: upload('uploading', (tick - 4) / 12) };
  if (tick < 18) return { ...job, state: 'uploaded' };
  if (tick < 21) return { ...job, state: 'importing', statistics: sampleStatistics(job, 'queued', 0) };
  if (tick < 33) return { ...job, state: 'importing', statistics: sampleStatistics(job, 'running', (tick - 21) / 12) };
  return { ...job, state: 'doneWithSkips', receipt: sampleReceipt(job, 'doneWithSkips') };
}
