import type { SpawnWorker, WorkerName, WorkerProcess } from '../../../main/platform/worker-process.ts';

/** A worker that exists only in this test; the test plays its part. */
export class FakeWorker implements WorkerProcess {
  readonly name: WorkerName;
  /** What it was told, oldest first. */
  readonly received: unknown[] = [];
  kills = 0;
  readonly #messageListeners: ((message: unknown) => void)[] = [];
  readonly #exitListeners: ((code: number | null) => void)[] = [];
  #onReceived: (message: unknown) => void = () => undefined;
  #exit: { readonly code: number | null } | null = null;

  constructor(name: WorkerName) {
    this.name = name;
  }

  send(message: unknown): void {
    if (this.#exit) return;
    this.received.push(message);
    this.#onReceived(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messageListeners.push(listener);
  }

  onExit(listener: (code: number | null) => void): void {
    if (this.#exit) listener(this.#exit.code);
    else this.#exitListeners.push(listener);
  }

  /** A real process is killed once; what is done to a dead one is not counted. */
  kill(): void {
    if (this.#exit) return;
    this.kills += 1;
    this.exit(null);
  }

  /** Says something to the main process. */
  say(message: unknown): void {
    for (const listener of this.#messageListeners) listener(message);
  }

  /** Ends by itself. */
  exit(code: number | null): void {
    if (this.#exit) return;
    this.#exit = { code };
    for (const listener of this.#exitListeners) listener(code);
  }

  get hasEnded(): boolean {
    return this.#exit !== null;
  }

  /** Answers what it is told from now on. */
  answer(respond: (message: unknown) => void): void {
    this.#onReceived = respond;
  }
}

/** A way to start fake workers; `play` is called with each before anything else happens to it. */
export function createFakeSpawn(play: (worker: FakeWorker) => void = () => undefined): {
  readonly spawn: SpawnWorker;
  readonly workers: readonly FakeWorker[];
} {
  const workers: FakeWorker[] = [];
  return {
    workers,
    spawn: (name) => {
      const worker = new FakeWorker(name);
      workers.push(worker);
      play(worker);
      return worker;
    },
  };
}

/** The `kind` of a message, or an empty text. */
export function kindOf(message: unknown): string {
  return typeof message === 'object' && message !== null && 'kind' in message ? String(message.kind) : '';
}
