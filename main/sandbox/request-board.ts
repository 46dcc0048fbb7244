import { AppError, type ImportStatistics } from '../../preload/contract/index.ts';
import type { BlobSource } from './blob-source.ts';
import type { ImportProgress } from './import-pst.ts';
import type { StatisticsAnswer } from './protocol.ts';
import { type RequestRecord, toStatistics } from './request-record.ts';
import type { RequestStore } from './request-store.ts';

/** A request while the service runs. */
export type LiveRequest = {
  readonly id: string;
  record: RequestRecord;
  /** Null after a restart, until the client has come back with a new SAS. */
  source: BlobSource | null;
  /** Stops the run under way; null while there is none. */
  stop: AbortController | null;
  /** Place in the queue of its mailbox; the lowest number is next. */
  position: number;
};

/** All requests, and what their watchers are told. */
export interface RequestBoard {
  all(): readonly LiveRequest[];
  /** @throws AppError importRemoved when there is no such request. */
  get(id: string): LiveRequest;
  add(record: RequestRecord, source: BlobSource | null): LiveRequest;
  /** Changes at once what the service goes by; what watchers see follows when it is on disk. */
  change(request: LiveRequest, patch: Partial<RequestRecord>): Promise<void>;
  /** Shown to watchers soon, kept with the next `change`. */
  progress(request: LiveRequest, progress: ImportProgress): void;
  /** The statistics, at once when their revision is not `since`, else after a change or `MAX_WAIT_MS`. */
  read(id: string, since: number | null, signal: AbortSignal): Promise<StatisticsAnswer>;
  /** One reading of each request that was not removed, in the order they came. */
  list(): readonly ImportStatistics[];
  /** Lets every waiting reader go. */
  close(): void;
}

/** Longest a reader is kept waiting, milliseconds; proxies and clients cut longer silence. */
const MAX_WAIT_MS = 10_000;
/** At most ten progress readings a second leave the service. */
const PROGRESS_INTERVAL_MS = 100;

type Entry = LiveRequest & { revision: number; timer: NodeJS.Timeout | null; readonly waiting: Set<() => void> };

/** An empty board. `folderOf` tells the target root folder on disk. */
export function createRequestBoard(
  store: RequestStore,
  folderOf: (record: RequestRecord) => string,
  firstRevision: number,
): RequestBoard {
  const entries = new Map<string, Entry>();
  let positions = 0;
  const entryOf = (id: string) => {
    const entry = entries.get(id);
    if (!entry) throw new AppError('importRemoved', { requestId: id });
    return entry;
  };
  return {
    all: () => [...entries.values()],
    get: entryOf,
    add: (record, source) => {
      const base = { id: record.id, record, source, stop: null, position: positions++ };
      const entry: Entry = { ...base, revision: firstRevision, timer: null, waiting: new Set() };
      entries.set(record.id, entry);
      return entry;
    },
    change: async (request, patch) => {
      request.record = { ...request.record, ...patch };
      if (patch.status === 'Queued') request.position = positions++;
      try {
        await (request.record.status === 'Removed' ? store.remove(request.id) : store.save(request.record));
      } finally {
        announce(entryOf(request.id));
      }
    },
    progress: (request, progress) => {
      request.record = { ...request.record, progress };
      const entry = entryOf(request.id);
      entry.timer ??= setTimeout(() => announce(entry), PROGRESS_INTERVAL_MS);
    },
    read: async (id, since, signal) => {
      const entry = entryOf(id);
      if (entry.revision === since) await waitForChange(entry, signal);
      return { revision: entry.revision, statistics: toStatistics(entry.record, folderOf(entry.record)) };
    },
    list: () =>
      [...entries.values()]
        .filter(({ record }) => record.status !== 'Removed')
        .map(({ record }) => toStatistics(record, folderOf(record))),
    close: () => {
      for (const entry of entries.values()) announce(entry);
    },
  };
}

function announce(entry: Entry): void {
  if (entry.timer !== null) clearTimeout(entry.timer);
  entry.timer = null;
  entry.revision += 1;
  for (const tell of [...entry.waiting]) tell();
}

function waitForChange(entry: Entry, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      entry.waiting.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, MAX_WAIT_MS);
    entry.waiting.add(done);
    signal.addEventListener('abort', done, { once: true });
  });
}
