import { createHash } from 'node:crypto';
import type { BlobFacts, BlockStore, CallOptions, CommitFacts, OutgoingBlock } from '../../../main/upload/ports.ts';
import { AppError } from '../../../preload/contract/index.ts';

export type Operation = 'list' | 'stage' | 'commit' | 'facts' | 'share';

/** A request. `sizeBytes` of a block, 0 for the others; `onSent` as the uploader hears it. */
export type Call = {
  readonly operation: Operation;
  readonly id: string | null;
  readonly sizeBytes: number;
  readonly signal: AbortSignal;
  readonly onSent: (sentBytes: number) => void;
};

/** A blob with the blocks it is made of, in order. */
export type FakeBlob = {
  readonly bytes: Uint8Array;
  readonly facts: BlobFacts;
  readonly blocks: ReadonlyMap<string, Uint8Array>;
};

/** A block store in memory that behaves as the real one does, with a say in every call. */
export type FakeBlockStore = BlockStore & {
  /** Operations in the order they arrived. */
  readonly calls: Operation[];
  /** Bytes of every block that was accepted, repeats included. */
  sentBytes: number;
  readonly staged: Map<string, Uint8Array>;
  blob: FakeBlob | null;
  commits: number;
  /** Called when a request arrives; throwing makes it fail without effect. */
  onArrival: (call: Call) => void | Promise<void>;
  /** Called when a request has had its effect; throwing loses the answer. */
  onAnswer: (call: Call) => void | Promise<void>;
  /** What happens to a block on its way. */
  onBody: (bytes: Uint8Array) => Uint8Array;
  /** The same blob as a SAS without a read right sees it. */
  writeOnly(): BlockStore;
};

export function createFakeBlockStore(): FakeBlockStore {
  const store: FakeBlockStore = {
    name: 'pst/job-1.pst',
    calls: [],
    sentBytes: 0,
    staged: new Map(),
    blob: null,
    commits: 0,
    onArrival: () => undefined,
    onAnswer: () => undefined,
    onBody: (bytes) => bytes,
    listBlocks: (options) =>
      perform({ operation: 'list', options }, () => ({
        committed: listed(store.blob?.blocks ?? new Map()),
        staged: listed(store.staged),
        etag: store.blob?.facts.etag ?? null,
      })),
    stageBlock: (block, options) => perform({ operation: 'stage', block, options }, () => stage(store, block)),
    commit: (ids, facts, options) => perform({ operation: 'commit', options }, () => commit(store, ids, facts)),
    getFacts: (options) => perform({ operation: 'facts', options }, () => store.blob?.facts ?? null),
    share: (etag, options) => perform({ operation: 'share', options }, () => share(store, etag)),
    writeOnly: () => ({
      ...store,
      listBlocks: (options) => perform({ operation: 'list', options }, () => null),
      getFacts: (options) => perform({ operation: 'facts', options }, () => null),
    }),
  };

  type Request = { readonly operation: Operation; readonly block?: OutgoingBlock; readonly options: CallOptions };

  async function perform<T>({ operation, block, options }: Request, effect: () => T): Promise<T> {
    const { signal, onSent = () => undefined } = options;
    signal.throwIfAborted();
    const sizeBytes = block?.bytes.byteLength ?? 0;
    const call: Call = { operation, id: block?.id ?? null, sizeBytes, signal, onSent };
    store.calls.push(operation);
    onSent(0);
    await orAbort(store.onArrival(call), signal);
    const value = effect();
    onSent(sizeBytes);
    await orAbort(store.onAnswer(call), signal);
    return value;
  }
  return store;
}

function listed(blocks: ReadonlyMap<string, Uint8Array>): { id: string; sizeBytes: number }[] {
  return [...blocks].map(([id, bytes]) => ({ id, sizeBytes: bytes.byteLength }));
}

function stage(store: FakeBlockStore, block: OutgoingBlock): void {
  const bytes = store.onBody(Uint8Array.from(block.bytes));
  if (!createHash('md5').update(bytes).digest().equals(block.md5)) {
    const params = { status: 400, reason: 'Md5Mismatch', waitFor: 'corrupted' };
    throw new AppError('uploadRejected', params, { isRetryable: true });
  }
  const first = store.staged.keys().next().value;
  if (first !== undefined && first.length !== block.id.length) {
    throw new AppError('uploadRejected', { status: 400, reason: 'InvalidBlobOrBlock' });
  }
  store.staged.set(block.id, bytes);
  store.sentBytes += bytes.byteLength;
}

function commit(store: FakeBlockStore, ids: readonly string[], facts: CommitFacts): void {
  if ((store.blob?.facts.etag ?? null) !== facts.replaces) {
    throw new AppError('uploadConflict', { status: 409, reason: 'BlobAlreadyExists' });
  }
  const blocks = new Map<string, Uint8Array>();
  for (const id of ids) {
    const part = store.staged.get(id) ?? store.blob?.blocks.get(id);
    if (!part) throw new AppError('uploadRejected', { status: 400, reason: 'InvalidBlockList' });
    blocks.set(id, part);
  }
  const bytes = Buffer.concat([...blocks.values()]);
  store.commits += 1;
  const { sha256, jobId } = facts;
  const etag = `"${store.commits}"`;
  store.blob = { bytes, blocks, facts: { sizeBytes: bytes.byteLength, sha256, jobId, isShared: false, etag } };
  store.staged.clear();
}

function share(store: FakeBlockStore, etag: string): void {
  if (store.blob?.facts.etag !== etag) throw new AppError('uploadConflict', { status: 412, reason: 'ConditionNotMet' });
  store.blob = { ...store.blob, facts: { ...store.blob.facts, isShared: true, etag: `${etag}+` } };
}

/** The work, or the signal's reason as soon as it is aborted. */
async function orAbort(work: void | Promise<void>, signal: AbortSignal): Promise<void> {
  if (work === undefined) return signal.throwIfAborted();
  let leave: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
  });
  await Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', leave));
}
