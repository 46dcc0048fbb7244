import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImportInput } from '../../../../main/sandbox/import-pst.ts';
import {
  type FromImportThread,
  type ImportThread,
  runImportThread,
  watchImportThread,
} from '../../../../main/sandbox/import-thread.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { fakeFolder, fakeItem, fakePst } from '../../../support/sandbox/fake-pst.ts';
import { createFolder } from '../../../support/sandbox/start.ts';

describe('the work of a thread', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let input: ImportInput;
  beforeEach(async () => {
    folder = await createFolder();
    input = { requestId: 'r', pstPath: '', rootFolder: folder.path, includeFolders: [], excludeFolders: [] };
  });
  afterEach(() => folder.remove());

  const items = ['aa', 'bb', 'cc'].map((id) => fakeItem(id));
  const openPst = () => fakePst([fakeFolder({ path: 'Top', items })]);

  test('tells how far it is after each item, then that it has finished', async () => {
    const told: FromImportThread[] = [];
    await runImportThread(input, openPst, { signal: new AbortController().signal, tell: (m) => told.push(m) });
    const moved = told.map((message) => (message.kind === 'progressed' ? message.progress.moved : message.kind));
    expect(moved).toEqual([0, 1, 2, 3, 'finished']);
  });

  test('ends between two items when it is asked to stop', async () => {
    const stop = new AbortController();
    const told: FromImportThread[] = [];
    const tell = (message: FromImportThread) => {
      told.push(message);
      if (message.kind === 'progressed' && message.progress.moved === 1) stop.abort('pause');
    };
    await runImportThread(input, openPst, { signal: stop.signal, tell });
    expect(told.map(({ kind }) => kind)).toEqual(['progressed', 'progressed', 'stopped']);
  });

  test('tells a PST that cannot be opened with the word for why, and nothing of a bug', async () => {
    const told: FromImportThread[] = [];
    const connection = { signal: new AbortController().signal, tell: (m: FromImportThread) => void told.push(m) };
    const refuse = (error: Error) => () => {
      throw error;
    };
    await runImportThread(input, refuse(new AppError('contentsUnreadable', { reason: 'unsupported' })), connection);
    await runImportThread(input, refuse(new Error('private')), connection);
    const failed = (fault: string | null) => ({
      kind: 'failed',
      error: { code: 'importFailed', params: { reason: 'pstUnreadable', fault } },
    });
    expect(told).toEqual([failed('unsupported'), failed(null)]);
  });
});

describe('a thread that is watched', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function createThread() {
    const asked: string[] = [];
    let tell: (message: FromImportThread) => void = () => undefined;
    const thread: ImportThread = {
      onMessage: (listener) => {
        tell = listener;
      },
      onExit: () => undefined,
      stop: () => void asked.push('stop'),
      terminate: async () => void asked.push('terminate'),
    };
    return { thread, asked, tell: (message: FromImportThread) => tell(message) };
  }

  const progressed = { kind: 'progressed', progress: {} } as unknown as FromImportThread;

  test('may take any time as long as it speaks', async () => {
    const { thread, tell, asked } = createThread();
    const watch = { signal: new AbortController().signal, stallLimitMs: 60_000, onProgress: () => undefined };
    const outcome = watchImportThread(thread, watch);
    for (let minute = 0; minute < 10; minute += 1) {
      await vi.advanceTimersByTimeAsync(59_999);
      tell(minute < 5 ? { kind: 'counting' } : progressed);
    }
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toEqual({ kind: 'failed', error: { code: 'importFailed', params: { reason: 'stalled' } } });
    expect(asked).toEqual(['terminate']);
  });

  test('is terminated when it does not stop in time', async () => {
    const { thread, asked } = createThread();
    const stop = new AbortController();
    const outcome = watchImportThread(thread, {
      signal: stop.signal,
      stallLimitMs: 60_000,
      onProgress: () => undefined,
    });
    stop.abort('pause');
    await vi.advanceTimersByTimeAsync(4_999);
    expect(asked).toEqual(['stop']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toEqual({ kind: 'stopped' });
    expect(asked).toEqual(['stop', 'terminate']);
  });
});
