import { randomUUID } from 'node:crypto';
import type { ImportEngine, ImportOrder } from '../../../main/import/engine.ts';
import type { Signature } from '../../../main/migration/job.ts';
import type { JournalStore } from '../../../main/migration/journal.ts';
import type { CheckedSource, Conditions, RunnerPorts, StorageAccess } from '../../../main/migration/ports.ts';
import type { TransferControl, UploadEvent, UploadInput } from '../../../main/upload/upload-event.ts';
import {
  ALL_FOLDERS,
  AppError,
  type EngineKind,
  type ImportStatistics,
  JobId,
} from '../../../preload/contract/index.ts';

/** Journals in memory. `failAfter` counts down the appends that still succeed; then the "disk" is dead. */
export class FakeJournals implements JournalStore {
  readonly files = new Map<JobId, Uint8Array>();
  readonly aside: { id: JobId; bytes: Uint8Array }[] = [];
  appendsLeft = Number.POSITIVE_INFINITY;

  async list(): Promise<readonly JobId[]> {
    return [...this.files.keys()];
  }

  async read(id: JobId): Promise<Uint8Array> {
    return this.files.get(id) ?? new Uint8Array();
  }

  async append(id: JobId, bytes: Uint8Array): Promise<void> {
    if (this.appendsLeft <= 0) return new Promise(() => undefined);
    this.appendsLeft -= 1;
    this.files.set(id, Buffer.concat([this.files.get(id) ?? new Uint8Array(), bytes]));
  }

  async setAside(id: JobId, length: number): Promise<void> {
    const bytes = this.files.get(id) ?? new Uint8Array();
    this.aside.push({ id, bytes: bytes.subarray(length) });
    if (length === 0) this.files.delete(id);
    else this.files.set(id, bytes.subarray(0, length));
  }
}

export const SIGNATURE: Signature = { sizeBytes: 30, modifiedMs: 1_700_000_000_000, changedMs: null, fileId: '1:2' };
/** The blob name the content of every file asks for, unless a test says otherwise. */
export const CONTENT_NAME = '00112233445566778899aabbccddeeff.pst';
export const TARGET = {
  mailbox: 'ann@contoso.example',
  isArchive: false,
  rootFolder: 'Old mail',
  ...ALL_FOLDERS,
} as const;
export const FILE = { path: '/mail/old.pst', name: 'old.pst', sizeBytes: 30 } as const;

/** The statistics of a request, complete unless told otherwise. */
export function statisticsOf(
  order: ImportOrder,
  requestId: string,
  change: Partial<ImportStatistics> = {},
): ImportStatistics {
  return {
    requestId,
    name: order.name,
    mailbox: order.mailbox,
    isArchive: order.isArchive,
    targetRootFolder: order.targetRootFolder,
    status: 'Completed',
    statusDetail: 'Completed',
    phase: 'completed',
    percentComplete: 100,
    itemsTransferred: 7,
    itemsTotal: 7,
    bytesTransferred: 30,
    bytesTotal: 30,
    skipped: [],
    sourceUri: order.source.blobUri,
    queuedAt: null,
    startedAt: null,
    completedAt: null,
    failedAt: null,
    failure: null,
    mailboxPath: '/mailboxes/ann',
    ...change,
  };
}

/** An engine that completes every request, unless `script` says what its readings are. */
export class FakeEngine implements ImportEngine {
  readonly calls: string[] = [];
  readonly orders = new Map<string, ImportOrder>();
  script: (order: ImportOrder, id: string, signal: AbortSignal) => AsyncIterable<ImportStatistics> = async function* (
    order,
    id,
  ) {
    yield statisticsOf(order, id);
  };

  kind: EngineKind = 'sandbox';

  async *probe() {}

  async list() {
    return [];
  }

  async find(name: string): Promise<string | null> {
    return [...this.orders].find(([, order]) => order.name === name)?.[0] ?? null;
  }

  async renew(requestId: string): Promise<void> {
    this.calls.push(`renew ${requestId}`);
  }

  async close() {}

  async listMailboxes() {
    return [];
  }

  async start(order: ImportOrder): Promise<string> {
    const id = `request-of-${order.name}`;
    this.calls.push('start');
    this.orders.set(id, order);
    return id;
  }

  watch(requestId: string, signal: AbortSignal): AsyncIterable<ImportStatistics> {
    this.calls.push('watch');
    const order = this.orders.get(requestId);
    if (!order) throw new AppError('importRemoved');
    return this.script(order, requestId, signal);
  }

  async suspend(): Promise<void> {
    this.calls.push('suspend');
  }

  async resume(): Promise<void> {
    this.calls.push('resume');
  }

  async remove(): Promise<void> {
    this.calls.push('remove');
  }
}

/** Three blocks of ten bytes; those the journal knows are not sent again. `sent` is what went over the wire. */
export class FakeStore {
  readonly sent: string[] = [];
  /** Awaited before each block; a test can hold it or make it fail. */
  gate: (id: string, signal: AbortSignal) => Promise<void> = () => Promise.resolve();

  /** What was asked of it, upload by upload, with the blob it went to. */
  readonly asked: { blobName: string; input: UploadInput }[] = [];

  async *upload(input: UploadInput, blobName: string, signal: AbortSignal): AsyncGenerator<UploadEvent> {
    this.asked.push({ blobName, input });
    let keptBytes = 0;
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      signal.throwIfAborted();
      if (!input.stagedIds.includes(id)) {
        await this.gate(id, signal);
        this.sent.push(id);
        yield { kind: 'blocksStaged', blocks: [{ id, sizeBytes: 10 }] };
      } else {
        keptBytes += 10;
      }
      yield { kind: 'progressed', doneBytes: (index + 1) * 10, keptBytes, totalBytes: 30 };
    }
    yield { kind: 'committed', sha256: 'f'.repeat(64), sizeBytes: 30, blob: `pst/${blobName}` };
  }
}

export type FakePorts = RunnerPorts & {
  readonly journals: FakeJournals;
  readonly engine: FakeEngine;
  readonly store: FakeStore;
  readonly bugs: unknown[];
  /** What the checker says of a path; throws to refuse it. */
  check: (path: string) => Signature;
  /** What was granted, as `rights blobName`. */
  readonly grants: string[];
  readonly conditions: FakeConditions;
};

/** Conditions a test sets by hand. */
export class FakeConditions implements Conditions {
  control: TransferControl = { limitBytesPerSecond: null, holdFor: null };
  uploads = 0;

  current(): TransferControl {
    return this.control;
  }

  begin(): () => void {
    this.uploads += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.uploads -= 1;
      isOver = true;
    };
  }

  onChange(): () => void {
    return () => undefined;
  }

  onWake(): () => void {
    return () => undefined;
  }
}

/** The blob an access is for. */
export function blobNameIn({ blobUri }: Awaited<ReturnType<StorageAccess['grant']>>): string {
  return blobUri.slice(blobUri.lastIndexOf('/') + 1);
}

/** A file that can be moved, with the name its content asks for. */
export function checkedSource(signature: Signature, contentName = CONTENT_NAME): CheckedSource {
  return { signature, contentName };
}

/** Ports of a runner in which everything goes well, fast, and without a disk. */
export function fakePorts(kept: { journals?: FakeJournals; store?: FakeStore; engine?: FakeEngine } = {}): FakePorts {
  const store = kept.store ?? new FakeStore();
  const bugs: unknown[] = [];
  const grants: string[] = [];
  const ports: FakePorts = {
    journals: kept.journals ?? new FakeJournals(),
    engine: kept.engine ?? new FakeEngine(),
    store,
    bugs,
    check: () => SIGNATURE,
    checker: { check: async (path) => checkedSource(ports.check(path)) },
    grants,
    storage: {
      grant: async (blobName, rights) => {
        grants.push(`${rights} ${blobName}`);
        return { blobUri: `http://127.0.0.1/account/pst/${blobName}`, sasToken: 'sig=secret' };
      },
    },
    upload: (input, access, { signal }) => store.upload(input, blobNameIn(access), signal),
    clock: {
      now: () => new Date('2026-01-02T03:04:05.678Z'),
      monotonicMs: () => 0,
      sleep: (_delayMs, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
        ),
    },
    createId: () => JobId.parse(randomUUID()),
    random: () => 0.5,
    conditions: new FakeConditions(),
    onBug: (error) => bugs.push(error),
  };
  return ports;
}

/** A promise and the hand that settles it. */
export function deferred<T = void>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A promise that only an abort ends. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
