import { AppError, redact } from '../../../preload/contract/index.ts';
import type { ShellFacts } from '../../import/exchange/ports.ts';
import { createLineReader } from './line-reader.ts';
import { broken, endFailure, versionFailure } from './shell-failures.ts';
import { parseShellLine, type ShellLine } from './shell-lines.ts';
import type { ShellEnd, ShellLaunch, ShellProcess, StartShell } from './shell-process.ts';

/** How long a PowerShell may take and how much it may say. */
export type SessionLimits = {
  /** From the start to the first line: seconds on a slow PC. */
  readonly helloMs: number;
  /** Without a line while no operation runs, though beats are due. */
  readonly silentMs: number;
  /** The same while it asks the service about a watched request, which a service under load answers late. */
  readonly pollMs: number;
  readonly maxLineBytes: number;
};

export type SessionEvents = {
  readonly onHello: () => void;
  readonly onLine: (line: ShellLine) => void;
  /** A line of somebody else; never kept. */
  readonly onStray: (text: string) => void;
  /** Called once; nothing is heard of it afterwards. */
  readonly onEnd: (failure: AppError) => void;
};

export type SessionOptions = {
  readonly launch: ShellLaunch;
  readonly edition: string;
  readonly start: StartShell;
  readonly limits: SessionLimits;
  readonly log: (text: string) => void;
};

/** Strange lines and texts that are logged of one PowerShell, and the characters of each. */
const MAX_LOGGED = 20;
const MAX_LOGGED_TEXT = 300;
/** Tells what a crash was without its words. */
const EXCEPTION_NAME = /\b(?:System|Microsoft)(?:\.[A-Za-z]+)+Exception\b/g;
/** Silence is noticed in steps: a PC that slept has skipped one at most. */
const SILENCE_STEPS = 4;

/** One running PowerShell with the script, until it ends in whatever way. */
export class ShellSession {
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  #facts: ShellFacts | null = null;
  readonly #options: SessionOptions;
  readonly #events: SessionEvents;
  readonly #process: ShellProcess;
  #isOver = false;
  #isBusy = false;
  #isPolling = false;
  #hasSent = false;
  #lastSeq = 0;
  #logged = 0;
  #strays = 0;
  #quietMs = 0;
  #timer: NodeJS.Timeout;

  constructor(options: SessionOptions, events: SessionEvents) {
    this.#options = options;
    this.#events = events;
    const { launch, start, limits } = options;
    const { promise, resolve } = deferred();
    this.gone = promise;
    const read = createLineReader({
      maxBytes: limits.maxLineBytes,
      onLine: (text) => this.#hear(text),
      onDropped: (why, bytes) => this.#log(`a line of ${bytes} bytes was left out: ${why}`),
    });
    this.#process = start(launch, {
      onOutput: (chunk) => void (this.#isOver || read(chunk)),
      onEnd: (end) => {
        this.#ended(end);
        resolve();
      },
    });
    this.#timer = setTimeout(() => this.end(broken('it did not start in time')), limits.helloMs);
  }

  /** Null until it said hello. */
  get facts(): ShellFacts | null {
    return this.#facts;
  }

  send(line: string): void {
    this.#hasSent = true;
    this.#process.send(line);
  }

  /** Asks it to end. */
  finish(): void {
    this.#process.finish();
  }

  /** Ends it, for this reason. */
  end(failure: AppError): void {
    if (!this.#isOver) this.#process.kill();
    this.#over(failure);
  }

  #over(failure: AppError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#events.onEnd(failure);
  }

  #ended(end: ShellEnd): void {
    const { failure, exitCode, signal, errorText } = end;
    this.#logged = 0;
    this.#log(`PowerShell ended: ${failure ?? signal ?? exitCode}, ${this.#strays} lines were no answers`);
    this.#log(`exceptions it named: ${[...new Set(errorText.match(EXCEPTION_NAME))].join(', ') || 'none'}`);
    this.#logForeign('standard error', errorText);
    this.#over(endFailure(end, this.#options.edition, this.#facts !== null));
  }

  #hear(text: string): void {
    if (this.#isOver || text.trim() === '') return;
    this.#quietMs = 0;
    const line = parseShellLine(text);
    if (line === null) {
      this.#strays += 1;
      this.#logForeign('a line that is no answer', text);
      this.#events.onStray(text);
    } else if (line.kind === 'refused') {
      this.end(refusal(line.reason));
    } else if (line.seq !== this.#lastSeq + 1) {
      this.end(broken('a line was lost'));
    } else {
      this.#lastSeq = line.seq;
      this.#take(line);
    }
  }

  #take(line: ShellLine): void {
    this.#isPolling = line.kind === 'beat' && line.isPolling;
    if (line.kind === 'begun') this.#isBusy = true;
    if (line.kind === 'done' || line.kind === 'error') this.#isBusy = false;
    if (line.kind === 'hello') this.#greet({ edition: line.edition, version: line.version, is64Bit: line.is64Bit });
    else this.#events.onLine(line);
  }

  #greet(facts: ShellFacts): void {
    const failure = versionFailure(facts);
    if (failure !== null) {
      this.end(failure);
      return;
    }
    clearTimeout(this.#timer);
    const stepMs = this.#options.limits.silentMs / SILENCE_STEPS;
    this.#timer = setInterval(() => this.#noticeSilence(stepMs), stepMs);
    this.#facts = facts;
    this.#events.onHello();
  }

  /** Counts steps instead of reading a clock, which goes on while the PC sleeps. */
  #noticeSilence(stepMs: number): void {
    const { silentMs, pollMs } = this.#options.limits;
    this.#quietMs = this.#isBusy ? 0 : this.#quietMs + stepMs;
    if (this.#quietMs > (this.#isPolling ? pollMs : silentMs)) this.end(broken('it fell silent'));
  }

  /** The text itself only as long as it cannot be an echo of what was asked, secrets among it; then no more than its length. */
  #logForeign(what: string, text: string): void {
    const shown = redact(text.slice(0, MAX_LOGGED_TEXT)).replace(/\p{Cc}+/gu, ' ');
    this.#log(this.#hasSent ? `${what}: ${text.length} characters` : `${what}: ${shown}`);
  }

  #log(text: string): void {
    this.#logged += 1;
    if (this.#logged <= MAX_LOGGED) this.#options.log(text);
  }
}

function refusal(reason: string): AppError {
  return reason === 'constrainedLanguage'
    ? new AppError('powerShellConstrained')
    : broken('the script refuses to run here', false);
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
