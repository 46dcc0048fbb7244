import type { BlobReader, BlobSource } from '../../../main/sandbox/blob-source.ts';
import { type ImportInput, type ImportProgress, NO_PROGRESS } from '../../../main/sandbox/import-pst.ts';
import type { FromImportThread, ImportThread, StartImportThread } from '../../../main/sandbox/import-thread.ts';
import type { RequestRecord } from '../../../main/sandbox/request-record.ts';
import type { RequestStore } from '../../../main/sandbox/request-store.ts';
import { AppError } from '../../../preload/contract/index.ts';

/** A thread a test drives by hand. */
export type HandThread = {
  readonly input: ImportInput;
  readonly asked: string[];
  progress(patch: Partial<ImportProgress>): void;
  end(message: FromImportThread): void;
  crash(): void;
};

/** Starts threads that do what the test says; asked to stop they say `lastWord`. `next` gives the one started next. */
export function createHandThreads(lastWord: FromImportThread = { kind: 'stopped' }): {
  readonly start: StartImportThread;
  next(): Promise<HandThread>;
} {
  const started: HandThread[] = [];
  const waiting: ((thread: HandThread) => void)[] = [];
  const start: StartImportThread = (input): ImportThread => {
    const asked: string[] = [];
    const listeners: ((message: FromImportThread) => void)[] = [];
    const exits: (() => void)[] = [];
    const tell = (message: FromImportThread) => {
      for (const listener of listeners) listener(message);
    };
    const thread: HandThread = {
      input,
      asked,
      progress: (patch) => tell({ kind: 'progressed', progress: { ...NO_PROGRESS, ...patch } }),
      end: tell,
      crash: () => {
        for (const listener of exits) listener();
      },
    };
    const taker = waiting.shift();
    if (taker) taker(thread);
    else started.push(thread);
    return {
      onMessage: (listener) => listeners.push(listener),
      onExit: (listener) => exits.push(listener),
      stop: () => {
        asked.push('stop');
        tell(lastWord);
      },
      terminate: async () => {
        asked.push('terminate');
      },
    };
  };
  const next = () =>
    new Promise<HandThread>((resolve) => {
      const thread = started.shift();
      if (thread) resolve(thread);
      else waiting.push(resolve);
    });
  return { start, next };
}

/** Blobs by name; a SAS opens them when it says so. */
export function createFakeBlobs(): BlobReader & { readonly read: BlobSource[] } {
  const read: BlobSource[] = [];
  const check = async ({ blobUri, sasToken }: BlobSource) => {
    if (sasToken !== 'good' && sasToken !== 'better') throw new AppError('importForbidden', { status: 403 });
    if (!blobUri.endsWith('.pst')) throw new AppError('importBlobMissing', { status: 404 });
  };
  return {
    read,
    check,
    download: async (source) => {
      await check(source);
      read.push(source);
    },
  };
}

/** Requests in memory, as JSON would bring them back. */
export function createFakeStore(): RequestStore & { readonly records: Map<string, RequestRecord> } {
  const records = new Map<string, RequestRecord>();
  return {
    records,
    load: async () => [...records.values()].map((record) => structuredClone(record)),
    save: async (record) => void records.set(record.id, structuredClone(record)),
    remove: async (id) => void records.delete(id),
  };
}
