import { setMaxListeners } from 'node:events';
import { AppError, type ImportStatistics } from '../../../preload/contract/index.ts';
import { createEta } from '../eta.ts';
import { isOver } from '../statistics.ts';
import { isSignedOut, toAppError } from './errors.ts';
import type { ExchangeShell, ShellErrorFacts, ShellNotice } from './ports.ts';
import { readStatistics } from './read-statistics.ts';
import { oneRequest, readRequest } from './requests.ts';
import type { ExchangeSession } from './session.ts';
import { orAborted } from './shared.ts';

/** Fastest readings for a consumer, milliseconds between two: 4 a second. */
const YIELD_MS = 250;
/** How often the script asks for each request: often for a few, and at most 20 cmdlets a second for all together; Exchange itself answers fewer. */
const POLL_MS = { least: 2_000, perRequest: 50 } as const;
/** A request is gone, or cannot be read, when it is so twice, this far apart, milliseconds. */
const CONFIRM_MS = 5_000;
/** Wait before the watch is set up again: full jitter up to the doubled base, milliseconds. */
const RETRY_MS = { base: 1_000, most: 60_000 } as const;

export type HubOptions = {
  readonly session: ExchangeSession;
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly culture?: string | undefined;
};

/** One request that somebody watches. */
type Watched = {
  readonly id: string;
  readonly watchers: Set<Watcher>;
  readonly eta: ReturnType<typeof createEta>;
  latest: ImportStatistics | null;
  /** The latest one as it was told, to know changes by. */
  latestText: string;
  isInDoubt: boolean;
};

/** One consumer: what it has not seen yet, and what wakes it. */
type Watcher = { fresh: ImportStatistics | null; failure: unknown; hasFailed: boolean; wake: () => void };

/**
 * Follows any number of requests over the one list of the script. Losses of PowerShell, of the session and of the network are
 * waited out for as long as somebody watches.
 */
export class WatchHub {
  readonly #options: HubOptions;
  readonly #watched = new Map<string, Watched>();
  #stop: AbortController | null = null;
  #isDirty = false;
  #isSending = false;
  #isClosed = false;
  readonly #stopHearing: readonly (() => void)[];

  constructor(shell: ExchangeShell, options: HubOptions) {
    this.#options = options;
    this.#stopHearing = [shell.onNotice((notice) => this.#hear(notice)), shell.onEnd(() => this.#sendList())];
  }

  /** @yields as `ImportEngine.watch`. @throws AppError importRemoved, and what makes reading it hopeless */
  async *watch(requestId: string, signal: AbortSignal): AsyncGenerator<ImportStatistics> {
    signal.throwIfAborted();
    if (this.#isClosed) throw closedError();
    const watcher: Watcher = { fresh: null, failure: null, hasFailed: false, wake: () => undefined };
    const watched = this.#add(oneRequest(requestId).toLowerCase(), watcher);
    const { wait, nowMs } = this.#options;
    try {
      for (let toldAtMs = Number.NEGATIVE_INFINITY; ; toldAtMs = nowMs()) {
        await untilFresh(watcher, signal);
        const restMs = toldAtMs + YIELD_MS - nowMs();
        if (restMs > 0 && !(watcher.fresh && isOver(watcher.fresh.phase))) await wait(restMs, signal);
        if (watcher.hasFailed) throw watcher.failure;
        const reading = watcher.fresh;
        watcher.fresh = null;
        if (reading === null) continue;
        yield reading;
        if (isOver(reading.phase)) return;
      }
    } finally {
      this.#drop(watched, watcher);
    }
  }

  /** Ends every watch with powerShellBroken. */
  close(): void {
    this.#isClosed = true;
    for (const stop of this.#stopHearing) stop();
    this.#stop?.abort('shutdown');
    this.#failAll(closedError());
  }

  #add(id: string, watcher: Watcher): Watched {
    const known = this.#watched.get(id);
    const watched = known ?? {
      id,
      watchers: new Set(),
      eta: createEta(),
      latest: null,
      latestText: '',
      isInDoubt: false,
    };
    watched.watchers.add(watcher);
    watcher.fresh = watched.latest;
    if (known === undefined) {
      this.#watched.set(id, watched);
      this.#sendList();
    }
    return watched;
  }

  #drop(watched: Watched, watcher: Watcher): void {
    watched.watchers.delete(watcher);
    if (watched.watchers.size > 0 || this.#watched.get(watched.id) !== watched) return;
    this.#watched.delete(watched.id);
    if (this.#watched.size === 0) this.#rest();
    this.#sendList();
  }

  /** Tells the script the list as it is; what changes meanwhile goes into the next one. */
  #sendList(): void {
    this.#isDirty = true;
    if (this.#isSending) return;
    this.#isSending = true;
    void this.#sendWhileDirty().finally(() => {
      this.#isSending = false;
      if (this.#isDirty && !this.#isClosed) this.#sendList();
    });
  }

  async #sendWhileDirty(): Promise<void> {
    const { session, wait, random } = this.#options;
    for (let failures = 0; this.#isDirty; ) {
      this.#isDirty = false;
      const ids = [...this.#watched.keys()];
      // Nobody signs in to tell PowerShell that there is nothing to watch.
      if (this.#isClosed || (ids.length === 0 && !session.isSignedIn())) return;
      const signal = this.#stopSignal();
      try {
        await session.watch(ids, Math.max(POLL_MS.least, ids.length * POLL_MS.perRequest), signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted) continue;
        if (!(error instanceof AppError && error.isRetryable)) {
          this.#failAll(error);
          continue;
        }
        this.#isDirty = this.#watched.size > 0;
        failures += 1;
        const mostMs = Math.min(RETRY_MS.most, RETRY_MS.base * 2 ** failures);
        await wait(random() * mostMs, signal).catch(() => undefined);
      }
    }
  }

  #stopSignal(): AbortSignal {
    if (this.#stop === null) {
      this.#stop = new AbortController();
      // As many listen as requests are in doubt, and that may be all of them.
      setMaxListeners(0, this.#stop.signal);
    }
    return this.#stop.signal;
  }

  /** Ends what is under way, such as a sign-in or a wait, when nobody watches any more. */
  #rest(): void {
    this.#stop?.abort('cancel');
    this.#stop = null;
  }

  #hear({ requestId, statistics, error }: ShellNotice): void {
    const watched = this.#watched.get(requestId.toLowerCase());
    if (watched === undefined) return;
    if (statistics)
      this.#tell(watched, readStatistics({ ...statistics, RequestGuid: watched.id }, this.#options.culture));
    else if (error) this.#doubt(watched, error);
  }

  #tell(watched: Watched, reading: ImportStatistics): void {
    const text = JSON.stringify(reading);
    if (text === watched.latestText) return;
    watched.latestText = text;
    watched.latest = { ...reading, secondsLeft: watched.eta.estimate(this.#progressOf(reading)) };
    for (const watcher of watched.watchers) {
      watcher.fresh = watched.latest;
      watcher.wake();
    }
  }

  #progressOf(reading: ImportStatistics) {
    const { bytesTransferred: bytes, bytesTotal, itemsTransferred: items, itemsTotal, phase } = reading;
    return { atMs: this.#options.nowMs(), bytes, bytesTotal, items, itemsTotal, isMoving: phase === 'running' };
  }

  /** One poll failed: a moment's trouble, unless asking by ourselves, which signs in again, says the same. */
  #doubt(watched: Watched, facts: ShellErrorFacts): void {
    const error = toAppError(facts, { cmdlet: 'Get-MailboxImportRequestStatistics' });
    if ((error.isRetryable && !isSignedOut(facts)) || watched.isInDoubt) return;
    watched.isInDoubt = true;
    void this.#ask(watched, this.#stopSignal()).finally(() => {
      watched.isInDoubt = false;
    });
  }

  /** The script tells of a failure once and then of changes, so this goes on until there is an answer. */
  async #ask(watched: Watched, signal: AbortSignal): Promise<void> {
    const { session, wait, culture } = this.#options;
    while (!signal.aborted && this.#watched.get(watched.id) === watched) {
      try {
        await wait(CONFIRM_MS, signal);
        return this.#tell(watched, await readRequest({ session, signal, culture }, watched.id));
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof AppError && error.isRetryable)) return this.#fail(watched, error);
      }
    }
  }

  #failAll(error: unknown): void {
    for (const watched of [...this.#watched.values()]) this.#fail(watched, error);
  }

  #fail(watched: Watched, error: unknown): void {
    this.#watched.delete(watched.id);
    for (const watcher of watched.watchers) {
      watcher.failure = error;
      watcher.hasFailed = true;
      watcher.wake();
    }
    this.#sendList();
  }
}

function closedError(): AppError {
  return new AppError('powerShellBroken', { reason: 'it was closed' });
}

async function untilFresh(watcher: Watcher, signal: AbortSignal): Promise<void> {
  if (watcher.fresh !== null || watcher.hasFailed) return;
  const { promise, resolve } = withResolvers();
  watcher.wake = resolve;
  await orAborted(promise, signal);
}

/** As `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
