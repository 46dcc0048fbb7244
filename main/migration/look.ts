import {
  AppError,
  type Contents,
  type HealthCheck,
  type MessagePage,
  type MessageView,
  type Outline,
  type PageRequest,
} from '../../preload/contract/index.ts';
import type { ReaderEvent, ReaderInput, ReaderTask } from '../pst/reader-task.ts';
import type { SourceChecker } from './ports.ts';

/**
 * Looks into PSTs, never writes to one.
 * @throws AppError with a `source…` code, contentsUnreadable, contentsTimeout; the signal's reason when aborted
 */
export interface PstLooker {
  /** What a look at header, maps, indexes and end says; for a file that is no PST, too. */
  check(path: string, signal: AbortSignal): Promise<HealthCheck>;
  /** `onOutline` is called once, as soon as the folders are known. */
  contents(path: string, signal: AbortSignal, onOutline?: (outline: Outline) => void): Promise<Contents>;
  page(path: string, request: PageRequest, signal: AbortSignal): Promise<MessagePage>;
  message(path: string, messageId: number, signal: AbortSignal): Promise<MessageView>;
  /** What tells the items apart, as `parseFingerprints` takes it. */
  fingerprints(path: string, signal: AbortSignal): Promise<Uint8Array>;
}

/** Does one task on one PST, in a process of its own. */
export type ReadPst = (input: ReaderInput, signal: AbortSignal) => AsyncGenerator<ReaderEvent>;

/** Only what has the pages of a PST is worth opening; the rest has its own clear reason. */
const WORTH_OPENING: readonly string[] = ['sourceIsOst', 'sourceTruncated', 'sourceDamaged'];
/** What a health check has a verdict on, though it is no PST or is locked for good. */
const WORTH_CHECKING: readonly string[] = ['sourceNotPst', 'sourceEmpty', 'sourceIsPab', 'sourceProtected'];

/** A looker that asks the checker first, so that a file which is kept elsewhere is never opened. */
export function createPstLooker({
  read,
  checker,
}: {
  readonly read: ReadPst;
  readonly checker: SourceChecker;
}): PstLooker {
  const answer = async <const Task extends ReaderTask>(
    path: string,
    task: Task,
    signal: AbortSignal,
    onEvent: (event: ReaderEvent) => void = () => undefined,
  ): Promise<Answer<Task>> => {
    for await (const event of read({ path, task }, signal)) {
      onEvent(event);
      if (isAnswer(event, task)) return event;
    }
    throw new AppError('contentsUnreadable', { reason: 'nothing was read' });
  };
  return {
    check: async (path, signal) => {
      refuseClosed(await findVerdict(checker, path, signal), WORTH_CHECKING);
      return (await answer(path, { kind: 'check' }, signal)).check;
    },
    contents: async (path, signal, onOutline = () => undefined) => {
      const verdict = await findVerdict(checker, path, signal);
      refuseClosed(verdict);
      const tell = (event: ReaderEvent) => {
        if (event.kind === 'outline') onOutline(event.outline);
      };
      try {
        return (await answer(path, { kind: 'contents' }, signal, tell)).contents;
      } catch (error) {
        signal.throwIfAborted();
        throw verdict ?? error;
      }
    },
    page: (path, request, signal) =>
      explain({ path, part: 'list' }, signal, async () => {
        return (await answer(path, { kind: 'page', request }, signal)).page;
      }),
    message: (path, messageId, signal) =>
      explain({ path, part: 'item' }, signal, async () => {
        return (await answer(path, { kind: 'message', messageId }, signal)).message;
      }),
    fingerprints: async (path, signal) => {
      refuseClosed(await findVerdict(checker, path, signal));
      return (await answer(path, { kind: 'fingerprints' }, signal)).bytes;
    },
  };

  /** A part of a file that was looked into before: only when it cannot be read the file itself is asked for the reason. */
  async function explain<T>(
    { path, part }: { readonly path: string; readonly part: 'list' | 'item' },
    signal: AbortSignal,
    read: () => Promise<T>,
  ): Promise<T> {
    try {
      return await read();
    } catch (error) {
      signal.throwIfAborted();
      refuseClosed(await findVerdict(checker, path, signal));
      if (!(error instanceof AppError) || error.code !== 'contentsUnreadable') throw error;
      throw new AppError(error.code, { ...error.params, part }, { cause: error });
    }
  }
}

/** The event that ends a task: it has the kind of the task. */
type Answer<Task extends ReaderTask> = Extract<ReaderEvent, { kind: Task['kind'] }>;

function isAnswer<Task extends ReaderTask>(event: ReaderEvent, task: Task): event is Answer<Task> {
  return event.kind === task.kind;
}

/** Why a file could not be moved as it is; null when it could. */
async function findVerdict(checker: SourceChecker, path: string, signal: AbortSignal): Promise<AppError | null> {
  try {
    await checker.check(path, signal);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function refuseClosed(verdict: AppError | null, alsoOpen: readonly string[] = []): void {
  if (verdict !== null && ![...WORTH_OPENING, ...alsoOpen].includes(verdict.code)) throw verdict;
}
