import { type AppError, isSecretName, redact } from '../../../preload/contract/index.ts';
import {
  type CallOptions,
  type ExchangeShell,
  ShellError,
  type ShellFacts,
  type ShellNotice,
  type ShellOperation,
} from '../../import/exchange/ports.ts';
import type { PowerShellProgram } from './find-powershell.ts';
import { shellEnvironment } from './shell-environment.ts';
import { broken } from './shell-failures.ts';
import { requestLine, type ShellLine } from './shell-lines.ts';
import { type StartShell, startShell } from './shell-process.ts';
import { type SessionLimits, ShellSession } from './shell-session.ts';

/** Of one PowerShell, and of how often one is started. */
export type HostLimits = SessionLimits & {
  /** How long a polite end may take. */
  readonly closeMs: number;
  /** After this many ends within `endsWithinMs` without an answer between, none is started until `restMs` after the last. */
  readonly maxEnds: number;
  readonly endsWithinMs: number;
  readonly restMs: number;
};

export type HostOptions = {
  /** A function is asked before each start; what it throws is what the call fails with. */
  readonly program: PowerShellProgram | (() => PowerShellProgram);
  /** Full path of `exchange-host.ps1`. */
  readonly scriptPath: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  /** Hears what is strange; never anything of what was asked. */
  readonly log?: (text: string) => void;
  readonly limits?: Partial<HostLimits>;
  readonly start?: StartShell;
};

const LIMITS: HostLimits = {
  helloMs: 30_000,
  silentMs: 30_000,
  // What a cmdlet may take. @see learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2
  pollMs: 900_000,
  maxLineBytes: 2 ** 20,
  closeMs: 2000,
  maxEnds: 3,
  endsWithinMs: 60_000,
  restMs: 30_000,
};
/** The longest a timer of Node can be. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A shell over a real PowerShell, which is started at the first need. @see ExchangeShell */
export function createPowerShellHost(options: HostOptions): ExchangeShell {
  return new PowerShellHost(options);
}

/** What waits for PowerShell: a call, or the question who it is. */
type Wish = {
  readonly begin: (session: ShellSession) => void;
  readonly fail: (error: unknown) => void;
};

/** The one call that PowerShell works on. It stays until its answer, also when nobody waits for that any more. */
type OpenCall = {
  readonly id: number;
  readonly isSignIn: boolean;
  readonly limit: NodeJS.Timeout;
  readonly onLine: (line: ShellLine) => void;
  readonly onStray: (text: string) => void;
  readonly fail: (error: unknown) => void;
};

class PowerShellHost implements ExchangeShell {
  readonly #options: HostOptions;
  readonly #limits: HostLimits;
  readonly #noticeListeners = new Set<(notice: ShellNotice) => void>();
  readonly #endListeners = new Set<() => void>();
  #wishes: Wish[] = [];
  #open: OpenCall | null = null;
  #session: ShellSession | null = null;
  #lastId = 0;
  /** Times of ends since the last answer, and what the last one was. */
  #ends: number[] = [];
  #lastFailure: AppError = broken('it was not started');
  #closing: Promise<void> | null = null;
  /** Settles when those are gone whose sign-in was given up. */
  #givenUp: Promise<unknown> = Promise.resolve();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
  }

  hello = (signal: AbortSignal): Promise<ShellFacts> =>
    this.#wish(signal, (resolve, fail) => {
      const give = ({ facts }: ShellSession) => void (facts && resolve(facts));
      if (this.#session?.facts) give(this.#session);
      // Ahead of what takes long.
      else this.#wishes.unshift({ begin: give, fail });
    });

  call = (
    operation: ShellOperation,
    input: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ): Promise<unknown> =>
    this.#wish(options.signal, (resolve, fail) => {
      this.#lastId += 1;
      const id = this.#lastId;
      const call = { id, operation, input, line: requestLine(id, operation, input), options, resolve, fail };
      this.#wishes.push({ begin: (session) => this.#send(session, call), fail });
    });

  onNotice = (listener: (notice: ShellNotice) => void): (() => void) => {
    this.#noticeListeners.add(listener);
    return () => void this.#noticeListeners.delete(listener);
  };

  onEnd = (listener: () => void): (() => void) => {
    this.#endListeners.add(listener);
    return () => void this.#endListeners.delete(listener);
  };

  close = (): Promise<void> => {
    this.#closing ??= this.#shut()
      .then(() => this.#givenUp)
      .then(() => undefined);
    return this.#closing;
  };

  async #shut(): Promise<void> {
    const session = this.#session;
    this.#failAll(broken('it was closed', false));
    if (session === null) return;
    session.finish();
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, this.#limits.closeMs);
    });
    await Promise.race([session.gone, late]);
    clearTimeout(limit);
    session.end(broken('it was closed', false));
    await session.gone;
  }

  /** A promise of what is wished for; an abort takes the wish back, or the interest in it. */
  #wish<T>(
    signal: AbortSignal,
    enter: (resolve: (value: T) => void, fail: (error: unknown) => void) => void,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (this.#closing !== null) return reject(broken('it was closed', false));
      const forget = () => signal.removeEventListener('abort', onAbort);
      const fail = (error: unknown) => {
        forget();
        reject(error);
      };
      const onAbort = () => {
        this.#wishes = this.#wishes.filter((wish) => wish.fail !== fail);
        fail(signal.reason);
        if (this.#open?.fail === fail && this.#open.isSignIn) this.#giveUp();
      };
      signal.addEventListener('abort', onAbort);
      enter((value) => {
        forget();
        resolve(value);
      }, fail);
      this.#next();
    });
  }

  #next(): void {
    if (this.#wishes.length === 0 || this.#open !== null) return;
    try {
      const session = this.#session ?? this.#launch();
      this.#session = session;
      // Until it said hello, everything waits.
      if (session.facts === null) return;
      this.#wishes.shift()?.begin(session);
      this.#next();
    } catch (error) {
      this.#failAll(error);
    }
  }

  #launch(): ShellSession {
    const { program, scriptPath, env = process.env, platform = process.platform } = this.#options;
    const { log = () => undefined, start = startShell } = this.#options;
    const { maxEnds, endsWithinMs, restMs } = this.#limits;
    const since = performance.now();
    this.#ends = this.#ends.filter((at) => since - at < endsWithinMs);
    if (this.#ends.length >= maxEnds && since - (this.#ends.at(-1) ?? 0) < restMs) throw this.#lastFailure;
    const { path, argv } = typeof program === 'function' ? program() : program;
    const edition = /powershell\.exe$/i.test(path) ? 'Windows PowerShell 5.1' : 'PowerShell 7';
    const launch = { path, args: [...argv, scriptPath], env: shellEnvironment(env), platform };
    const session: ShellSession = new ShellSession(
      { launch, edition, start, limits: this.#limits, log },
      {
        onHello: () => this.#next(),
        onLine: (line) => this.#hear(line),
        onStray: (text) => this.#open?.onStray(text),
        onEnd: (failure) => this.#ended(session, failure),
      },
    );
    return session;
  }

  #send(session: ShellSession, call: Call): void {
    const { id, operation, input, line, options, resolve, fail } = call;
    const tell = (text: string) => void (options.signal.aborted || this.#tell(() => options.onNote?.(text)));
    const secrets = Object.entries(input).flatMap(([name, value]) =>
      isSecretName(name) && typeof value === 'string' && value !== '' ? [value] : [],
    );
    const limitMs = Math.min(options.limitMs, MAX_TIMER_MS);
    this.#open = {
      id,
      fail,
      isSignIn: operation === 'connect' || operation === 'connectOnPremises',
      limit: setTimeout(() => session.end(broken('no answer in time')), limitMs),
      onLine: (said) => {
        if (said.kind === 'note') tell(said.text);
        if (said.kind === 'done') resolve(said.output);
        if (said.kind === 'error') fail(new ShellError(said.error));
      },
      onStray: (text) => {
        // The library that signs in may write the code for it to the console by itself.
        const isTold = operation === 'connect' && !secrets.some((secret) => text.includes(secret));
        if (isTold) tell(redact(text));
      },
    };
    session.send(line);
  }

  #hear(line: ShellLine): void {
    if (line.kind === 'statistics') {
      const { seq, requestId, statistics, error } = line;
      for (const listener of this.#noticeListeners) this.#tell(() => listener({ seq, requestId, statistics, error }));
      return;
    }
    const open = this.#open;
    if (!('id' in line) || line.id !== open?.id) return;
    if (line.kind === 'done' || line.kind === 'error') {
      clearTimeout(open.limit);
      this.#open = null;
      this.#ends = [];
    }
    open.onLine(line);
    this.#next();
  }

  /**
   * Ends a PowerShell whose sign-in nobody waits for any more: it would wait for the person for minutes, and the next sign-in
   * for it. What was not sent yet goes to the next one.
   */
  #giveUp(): void {
    const [session, open] = [this.#session, this.#open];
    clearTimeout(open?.limit);
    this.#open = null;
    this.#session = null;
    this.#givenUp = Promise.all([this.#givenUp, session?.gone]);
    session?.end(broken('its sign-in was given up'));
    for (const listener of [...this.#endListeners]) this.#tell(listener);
    this.#next();
  }

  #ended(session: ShellSession, failure: AppError): void {
    if (this.#session !== session) return;
    this.#session = null;
    this.#ends.push(performance.now());
    this.#lastFailure = failure;
    this.#failAll(failure);
    if (session.facts !== null) for (const listener of [...this.#endListeners]) this.#tell(listener);
  }

  #failAll(error: unknown): void {
    const [open, wishes] = [this.#open, this.#wishes];
    this.#open = null;
    this.#wishes = [];
    clearTimeout(open?.limit);
    open?.fail(error);
    for (const { fail } of wishes) fail(error);
  }

  /** A listener that fails must not stop the others, nor the reading. */
  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#options.log?.(`a listener failed: ${error instanceof Error ? error.name : typeof error}`);
    }
  }
}

type Call = {
  readonly id: number;
  readonly line: string;
  readonly operation: ShellOperation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly options: CallOptions;
  readonly resolve: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
};
