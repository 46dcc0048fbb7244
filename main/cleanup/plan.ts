import {
  type CleanupEntry,
  type CleanupReason,
  type ImportPhase,
  type ImportStatistics,
  isFinal,
  JobId,
} from '../../preload/contract/index.ts';
import { type ContainerPlace, containerPlace, placeOfSource } from './blob-place.ts';
import type { KnownJob } from './known-job.ts';
import type { StoredBlob } from './ports.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What a plan is made of. */
export type CleanupFacts = {
  /** Address of the container, without a SAS. */
  readonly containerUrl: string;
  readonly blobs: readonly StoredBlob[];
  /** One reading of every request there is. */
  readonly requests: readonly ImportStatistics[];
  readonly jobs: readonly KnownJob[];
  /** Days a blob is kept after it was last changed and its last import was done. */
  readonly keepDays: number;
  readonly now: Date;
};

/** What shall become of one blob, and the blob as it was looked at. */
export type PlannedBlob = { readonly entry: CleanupEntry; readonly blob: StoredBlob };

/**
 * What becomes of each blob, in their order: `remove` only where every import of it is known to be done, and one of them
 * is of what the blob holds now; in doubt it stays. Pure.
 */
export function planCleanup(facts: CleanupFacts): PlannedBlob[] {
  const place = containerPlace(facts.containerUrl);
  const requests = facts.requests.map((request) => ({ request, source: placeOfSource(request.sourceUri) }));
  const uses = facts.blobs.map((blob) => useOf(blob, { place, requests, jobs: facts.jobs }));
  return uses.map((use) => planBlob(use, facts));
}

type Placed = { readonly request: ImportStatistics; readonly source: ReturnType<typeof placeOfSource> };

/** A blob, what reads it or may read it, and the imports of it that are done. */
type Use = {
  readonly blob: StoredBlob;
  readonly requests: readonly ImportStatistics[];
  readonly jobs: readonly KnownJob[];
  readonly done: readonly ImportTimes[];
};

/** When an import began and ended, milliseconds since 1970; null where nobody says. */
type ImportTimes = { readonly beganMs: number | null; readonly endedMs: number | null };

type Known = {
  readonly place: ContainerPlace;
  readonly requests: readonly Placed[];
  readonly jobs: readonly KnownJob[];
};

/** To hold a blob back a request need only seem to read it; to release it, it must be certain to have read this very one. */
function useOf(blob: StoredBlob, { place, requests, jobs }: Known): Use {
  const { name, metadata } = blob;
  const fullName = place.blobName(name);
  const ownJobs = jobs.filter(({ id, blob: used, statistics }) => {
    const isRead = statistics !== null && place.mayBeAddressOf(placeOfSource(statistics.sourceUri), name);
    return used === fullName || isRead || id === metadata.jobid;
  });
  const ownIds = new Set(ownJobs.flatMap(({ requestId }) => requestId ?? []));
  const own = requests.filter(({ request, source }) => {
    const isNamed = ownIds.has(request.requestId) || (metadata.jobid ?? '') === request.name;
    // A request that has not ended and does not say what it reads may read anything.
    const isUnclear = source.kind === 'unknown' && kindOf(request.phase) !== 'done' && request.phase !== 'removed';
    return place.mayBeAddressOf(source, name) || isNamed || isUnclear;
  });
  const doneRequests = own.filter(({ request, source }) => isDone(request) && place.isAddressOf(source, name));
  const provenJobs = ownJobs.filter((job) => isDoneJob(job) && isRead(job, place, name));
  return {
    blob,
    requests: own.map(({ request }) => request),
    jobs: ownJobs,
    done: [
      ...doneRequests.map(({ request }) => timesOf(request, null)),
      ...provenJobs.flatMap(({ statistics, endedAt }) => (statistics ? [timesOf(statistics, endedAt)] : [])),
    ],
  };
}

function isRead({ statistics }: KnownJob, place: ContainerPlace, name: string): boolean {
  return statistics !== null && place.isAddressOf(placeOfSource(statistics.sourceUri), name);
}

function timesOf(statistics: ImportStatistics, otherEnd: string | null): ImportTimes {
  const { queuedAt, startedAt, completedAt, service } = statistics;
  return {
    beganMs: parseTime(queuedAt ?? startedAt),
    endedMs: parseTime(completedAt ?? service?.lastUpdateAt ?? otherEnd),
  };
}

function parseTime(text: string | null): number | null {
  const atMs = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}

function planBlob(use: Use, { keepDays, now }: CleanupFacts): PlannedBlob {
  const { blob, requests } = use;
  const ageMs = ageOf(use, now);
  const reason = reasonToStay(use, ageMs < keepDays * DAY_MS);
  const entry: CleanupEntry = {
    blob: blob.name,
    sizeBytes: blob.sizeBytes,
    modifiedAt: blob.modifiedAt,
    ageDays: Math.floor(ageMs / DAY_MS),
    requests: requests.map(({ requestId, status }) => ({ id: requestId, status })),
    action: reason === null ? 'remove' : 'keep',
    reason: reason ?? 'imported',
  };
  return { entry, blob };
}

/** Time since the blob was changed or its last import was done, whichever was later. */
function ageOf({ blob, done }: Use, now: Date): number {
  const modifiedMs = parseTime(blob.modifiedAt);
  if (modifiedMs === null) return 0;
  const last = done.reduce((latest, { endedMs }) => Math.max(latest, endedMs ?? latest), modifiedMs);
  return Math.max(0, now.getTime() - last);
}

/** The first reason that holds, the gravest first; null when nothing speaks for the blob. */
function reasonToStay(use: Use, isYoung: boolean): CleanupReason | null {
  if (!isOurs(use.blob)) return 'notOurs';
  const needed = reasonOfJobs(use.jobs) ?? reasonOfRequests(use.requests);
  if (needed !== null) return needed;
  if (!isProven(use)) return 'importUnknown';
  if (isYoung) return 'tooYoung';
  return use.blob.isLeased ? 'leased' : null;
}

/** The marks every commit of this product writes. */
function isOurs({ name, metadata }: StoredBlob): boolean {
  const hasMarks = /^[0-9a-f]{64}$/.test(metadata.sha256 ?? '') && JobId.safeParse(metadata.jobid).success;
  return name.endsWith('.pst') && hasMarks;
}

function reasonOfJobs(jobs: readonly KnownJob[]): CleanupReason | null {
  const open = jobs.filter(({ state }) => !isFinal(state));
  if (open.some(({ requestId, state }) => requestId !== null || state === 'importing')) return 'importRunning';
  return open.length > 0 ? 'uploading' : null;
}

function reasonOfRequests(requests: readonly ImportStatistics[]): CleanupReason | null {
  const kinds = new Set(requests.map(({ phase }) => kindOf(phase)));
  if (kinds.has('open')) return 'importRunning';
  return kinds.has('failed') ? 'importFailed' : null;
}

const KINDS: Readonly<Record<ImportPhase, 'open' | 'failed' | 'done' | 'untold'>> = {
  queued: 'open',
  running: 'open',
  stalled: 'open',
  suspended: 'open',
  failed: 'failed',
  completed: 'done',
  completedWithWarning: 'done',
  removed: 'untold',
  handedOver: 'untold',
};

function kindOf(phase: ImportPhase) {
  return KINDS[phase];
}

function isDone({ phase }: ImportStatistics): boolean {
  return kindOf(phase) === 'done';
}

function isDoneJob({ state, statistics }: KnownJob): boolean {
  return (state === 'done' || state === 'doneWithSkips') && statistics !== null && isDone(statistics);
}

/** True when all uses of the blob are known to be done, and one of them was of what it holds now. */
function isProven({ blob, requests, jobs, done }: Use): boolean {
  const listed = new Set(requests.map(({ requestId }) => requestId));
  // A request that was begun here and is not in the list may have ended in any way, or be in another list.
  const isUntold = (job: KnownJob) => job.requestId !== null && !listed.has(job.requestId) && !isDoneJob(job);
  const isOpenEnded = requests.some(({ phase }) => kindOf(phase) === 'untold') || jobs.some(isUntold);
  return !isOpenEnded && done.some((times) => isOfThisState(blob, times));
}

/**
 * An import that was over before the blob was last changed read something else. A shared blob was marked for another job
 * after its commit: an import that began before is not that job's.
 */
function isOfThisState({ modifiedAt, metadata }: StoredBlob, { beganMs, endedMs }: ImportTimes): boolean {
  const modifiedMs = parseTime(modifiedAt);
  const isSince = (atMs: number | null) => modifiedMs !== null && atMs !== null && atMs >= modifiedMs;
  return isSince(endedMs) && (metadata.shared === undefined || isSince(beganMs));
}
