import type { HealthCheck, MessagePage, MessageView, PageRequest } from '../../preload/contract/index.ts';
import { readOrExplain } from './attempt.ts';
import { type ContentsEvent, type ContentsOptions, readPstContents } from './contents.ts';
import { FingerprintReading, fingerprintBytes } from './fingerprints.ts';
import { checkHealth } from './health-check.ts';
import { inSlices, type Progress } from './in-slices.ts';
import { readMessagePage } from './message-page.ts';
import { createPstOpener } from './open-pst.ts';
import type { OpenPstSource, PstSource } from './reader/pst-source.ts';
import type { PstStore } from './store.ts';

/** What a process that reads one PST can be asked for. */
export type ReaderTask =
  | { readonly kind: 'check' | 'contents' | 'fingerprints' }
  | { readonly kind: 'page'; readonly request: PageRequest }
  | { readonly kind: 'message'; readonly messageId: number };

export type ReaderInput = { readonly path: string; readonly task: ReaderTask };

/** What it answers: one event of the task's kind, for contents the outline before that. */
export type ReaderEvent =
  | ContentsEvent
  | { readonly kind: 'check'; readonly check: HealthCheck }
  | { readonly kind: 'page'; readonly page: MessagePage }
  | { readonly kind: 'message'; readonly message: MessageView }
  /** As `parseFingerprints` takes them. */
  | { readonly kind: 'fingerprints'; readonly bytes: Uint8Array };

export type ReaderOptions = {
  readonly signal: AbortSignal;
  /** The first bytes of a file and its whole size. Throws the file system's error. */
  readonly readHead: (path: string, length: number) => Promise<{ bytes: Uint8Array; sizeBytes: number }>;
  readonly openSource: OpenPstSource;
};

/**
 * Does one task on one PST. Reading is synchronous between two events: run it in a process that can be killed. Long tasks
 * tell how far they are.
 * @throws AppError contentsUnreadable with `reason`, a `source…` code; the signal's reason when aborted
 */
export async function* runReaderTask({ path, task }: ReaderInput, options: ReaderOptions): AsyncGenerator<ReaderEvent> {
  const { signal, readHead, openSource } = options;
  const open = createPstOpener(openSource);
  switch (task.kind) {
    case 'check':
      yield { kind: 'check', check: checkFile(path, openSource) };
      return;
    case 'contents':
      yield* readPstContents({ path }, { signal, readHead, ...openOnce(openSource) });
      return;
    case 'page':
      yield { kind: 'page', page: using(open(path), (store) => readMessagePage(store, task.request)) };
      return;
    case 'message': {
      // What turns HTML into text takes longer to load than a list takes to be read.
      const { readMessageView } = await import('./message-view.ts');
      yield { kind: 'message', message: using(open(path), (store) => readMessageView(store, task.messageId)) };
      return;
    }
    case 'fingerprints':
      yield* readFingerprintBytes(open(path), signal);
  }
}

async function* readFingerprintBytes(
  store: PstStore,
  signal: AbortSignal,
): AsyncGenerator<Progress | Extract<ReaderEvent, { kind: 'fingerprints' }>> {
  try {
    const reading = new FingerprintReading(store);
    yield* inSlices(reading.folders(), signal);
    yield { kind: 'fingerprints', bytes: fingerprintBytes(reading.result()) };
  } finally {
    store.close();
  }
}

function checkFile(path: string, openSource: OpenPstSource): HealthCheck {
  return readOrExplain(() => {
    const source = openSource(path);
    try {
      return checkHealth(source);
    } finally {
      source.close();
    }
  });
}

/** Checks the file that was opened: a second one might be refused, or another by then. */
function openOnce(openSource: OpenPstSource): Pick<ContentsOptions, 'open' | 'check'> {
  let opened: PstSource | null = null;
  const open = createPstOpener((path) => {
    opened = openSource(path);
    return opened;
  });
  const check = (path: string) => {
    const source = opened;
    return source === null ? checkFile(path, openSource) : readOrExplain(() => checkHealth(source));
  };
  return { open, check };
}

function using<T>(store: PstStore, read: (store: PstStore) => T): T {
  try {
    return read(store);
  } finally {
    store.close();
  }
}
