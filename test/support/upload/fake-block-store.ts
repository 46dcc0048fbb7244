import { createHash } from 'node:crypto';
import type { BlobFacts, BlockStore } from '../../../main/upload/ports.ts';
import { AppError } from '../../../preload/contract/index.ts';

export type Operation = 'list' | 'stage' | 'commit' | 'facts';
export type Call = { readonly operation: Operation; readonly id: string | null; readonly signal: AbortSignal };

/** A block store in memory that behaves as the real one does, with a say in every call. */
export type FakeBlockStore = BlockStore & {
  /** Operations in the order they arrived. */
  readonly calls: Operation[];
  /** Bytes of every block that was accepted, repeats included. */
  sentBytes: number;
  readonly staged: Map<string, Uint8Array>;
  blob: { readonly bytes: Uint8Array; readonly facts: BlobFacts } | null;
  commits: number;
  /** Called when a request arrives; throwing makes it fail without effect. */
  onArrival: (call: Call) => void | Promise<void>;
  /** Called when a request has had its effect; throwing loses the answer. */
  onAnswer: (call: Call) => void | Promise<void>;
  /** The same blob as a SAS without a read right sees it. */
  writeOnly(): BlockStore;
};

export function createFakeBlockStore(): FakeBlockStore {
  const store: FakeBlockStore = {
    name: 'pst/job.pst',
    calls: [],
    sentBytes: 0,
    staged: new Map(),
    blob: null,
    commits: 0,
    onArrival: () => undefined,
    onAnswer: () => undefined,
    listStagedBlocks: (signal) =>
      perform({ operation: 'list', id: null, signal }, () =>
        [...store.staged].map(([id, bytes]) => ({ id, sizeBytes: bytes.byteLength })),
      ),
    stageBlock: (id, bytes, md5, signal) =>
      perform({ operation: 'stage', id, signal }, () => stage(store, id, bytes, md5)),
    commit: (ids, facts, signal) => perform({ operation: 'commit', id: null, signal }, () => commit(store, ids, facts)),
    getFacts: (signal) => perform({ operation: 'facts', id: null, signal }, () => store.blob?.facts ?? null),
    writeOnly: () => ({
      ...store,
      listStagedBlocks: (signal) => perform({ operation: 'list', id: null, signal }, () => null),
      getFacts: (signal) => perform({ operation: 'facts', id: null, signal }, () => null),
    }),
  };

  async function perform<T>(call: Call, effect: () => T): Promise<T> {
    call.signal.throwIfAborted();
    store.calls.push(call.operation);
    await orAbort(store.onArrival(call), call.signal);
    const value = effect();
    await orAbort(store.onAnswer(call), call.signal);
    return value;
  }
  return store;
}

function stage(store: FakeBlockStore, id: string, bytes: Uint8Array, md5: Uint8Array): void {
  if (!createHash('md5').update(bytes).digest().equals(md5)) {
    throw new AppError('uploadRejected', { status: 400, reason: 'Md5Mismatch' }, { isRetryable: true });
  }
  const first = store.staged.keys().next().value;
  if (first !== undefined && first.length !== id.length) {
    throw new AppError('uploadRejected', { status: 400, reason: 'InvalidBlobOrBlock' });
  }
  store.staged.set(id, Uint8Array.from(bytes));
  store.sentBytes += bytes.byteLength;
}

function commit(store: FakeBlockStore, ids: readonly string[], facts: { sha256: string; jobId: string }): void {
  if (store.blob) throw new AppError('uploadConflict', { status: 409, reason: 'BlobAlreadyExists' });
  const parts = ids.map((id) => {
    const part = store.staged.get(id);
    if (!part) throw new AppError('uploadRejected', { status: 400, reason: 'InvalidBlockList' });
    return part;
  });
  const bytes = Buffer.concat(parts);
  store.blob = { bytes, facts: { sizeBytes: bytes.byteLength, ...facts } };
  store.staged.clear();
  store.commits += 1;
}

/** The work, or the signal's reason as soon as it is aborted. */
async function orAbort(work: void | Promise<void>, signal: AbortSignal): Promise<void> {
  if (work === undefined) return signal.throwIfAborted();
  let leave: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  await Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', leave));
}
