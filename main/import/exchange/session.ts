import { z } from 'zod';
import { AppError, type Connection, redact } from '../../../preload/contract/index.ts';
import { type ErrorContext, isSignedOut, toAppError } from './errors.ts';
import { cut } from './foreign-text.ts';
import { chooseModule } from './module-choice.ts';
import { type ExchangeShell, ShellError, type ShellFacts, type ShellOperation } from './ports.ts';
import { createShared } from './shared.ts';

/** A connection to a service of Exchange. */
export type ExchangeConnection = Extract<Connection, { engine: 'exchange' | 'onPremises' }>;

/** Who is signed in and what the cmdlets offer. `commands`: names of the parameters by cmdlet; only what the account may use. */
export type SignedIn = {
  readonly account: string | null;
  readonly organization: string | null;
  readonly commands: ReadonlyMap<string, readonly string[]>;
};

export type Cmdlet =
  | `${'New' | 'Get' | 'Set' | 'Suspend' | 'Resume' | 'Remove'}-MailboxImportRequest`
  | 'Get-MailboxImportRequestStatistics'
  | 'Get-Mailbox'
  | 'Get-MailboxStatistics';

export type CmdletParameters = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export type CmdletAnswer = {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly warnings: readonly string[];
};

export type RunInput = {
  readonly cmdlet: Cmdlet;
  readonly parameters: CmdletParameters;
  readonly signal: AbortSignal;
  /** For the sentence, when Exchange does not find it. */
  readonly mailbox?: string;
};

/**
 * The one signed-in PowerShell of an engine: signs in when something is needed, once for all who ask meanwhile, again after
 * PowerShell has ended or the service has forgotten us.
 * @throws AppError `powerShell…`, `module…`, `signIn…`, roleMissing, secretMissing, tenantUnavailable (retryable)
 */
export interface ExchangeSession {
  hello(signal: AbortSignal): Promise<ShellFacts>;
  /** The version of the module that is used; null on-premises, where none is. */
  chooseModule(signal: AbortSignal): Promise<string | null>;
  signIn(signal: AbortSignal): Promise<SignedIn>;
  /** @throws ShellError where Exchange refused the cmdlet itself */
  run(input: RunInput): Promise<CmdletAnswer>;
  /** Replaces the list of requests the script reports on. */
  watch(requestIds: readonly string[], everyMs: number, signal: AbortSignal): Promise<void>;
  isSignedIn(): boolean;
  /** Signs in again before the next call. */
  forget(): void;
  close(): Promise<void>;
}

export type SessionOptions = {
  readonly connection: ExchangeConnection;
  readonly certificatePassword: () => Promise<string | null>;
  /** Hears what a sign-in tells the person, such as a code and where to type it; null once it asks no more. */
  readonly onAsk: (text: string | null) => void;
};

/** Longest waits, milliseconds. A cmdlet of Exchange Online itself ends after 15 minutes; so does the code of a sign-in. */
const LIMIT_MS = { cmdlet: 16 * 60_000, signIn: 16 * 60_000, own: 120_000, disconnect: 2_000 } as const;

/** Longest text of a sign-in that is passed on, characters. */
const MAX_ASK = 1000;
/** A person can act on an address or on a code, such as `FJX4HDPNQ`, alone; the module tells warnings as well. */
const ASKS = /https?:\/\/|(?<![-\w])(?=[A-Z]*\d)[A-Z\d]{8,12}(?![-\w])/;

const ModuleAnswer = z.object({ versions: z.array(z.string()), loaded: z.string().nullable() });
const ConnectAnswer = z.object({
  account: z.string().nullable().default(null),
  organization: z.string().nullable().default(null),
});
const CommandsAnswer = z.object({
  commands: z.array(z.object({ name: z.string(), parameters: z.array(z.string()) })),
});
const RunAnswer = z.object({
  objects: z.array(z.record(z.string(), z.unknown())),
  warnings: z.array(z.string()).default([]),
});

/** A session over `shell`; nothing is started before something is asked of it. */
export function createSession(shell: ExchangeShell, options: SessionOptions): ExchangeSession {
  const shared = createShared((signal) => signIn(shell, options, signal));
  const stopHearing = shell.onEnd(() => shared.forget());
  return {
    hello: (signal) => shell.hello(signal),
    chooseModule: (signal) => findModule(shell, options.connection, signal),
    signIn: shared.get,
    run: (input) => runAgainIfSignedOut(shell, shared, input),
    watch: async (requestIds, everyMs, signal) => {
      await shared.get(signal);
      await call(shell, 'watch', { requestIds, everyMs }, { signal, limitMs: LIMIT_MS.own });
    },
    isSignedIn: shared.isDone,
    forget: () => shared.forget(),
    close: async () => {
      if (shared.isDone()) await disconnect(shell);
      stopHearing();
      shared.forget();
      await shell.close();
    },
  };
}

type Shared = ReturnType<typeof createShared<SignedIn>>;

async function runAgainIfSignedOut(shell: ExchangeShell, shared: Shared, input: RunInput): Promise<CmdletAnswer> {
  const signedIn = await shared.get(input.signal);
  try {
    return await runOnce(shell, signedIn, input);
  } catch (error) {
    if (!(error instanceof ShellError && isSignedOut(error.facts))) {
      // A role that was given meanwhile counts after the next sign-in only.
      if (error instanceof AppError && error.code === 'roleMissing') shared.forget(signedIn);
      throw error;
    }
    // Nothing was done: the session ended before the cmdlet began.
    shared.forget(signedIn);
    return await runOnce(shell, await shared.get(input.signal), input);
  }
}

async function runOnce(shell: ExchangeShell, signedIn: SignedIn, input: RunInput): Promise<CmdletAnswer> {
  const { cmdlet, parameters, signal } = input;
  const { commands, account } = signedIn;
  if (!commands.has(cmdlet)) throw new AppError('roleMissing', { cmdlets: cmdlet, account });
  const answer = await shell.call('run', { cmdlet, parameters }, { signal, limitMs: LIMIT_MS.cmdlet });
  return understand(RunAnswer, answer);
}

async function signIn(shell: ExchangeShell, options: SessionOptions, signal: AbortSignal): Promise<SignedIn> {
  const { connection } = options;
  const context: ErrorContext = { cmdlet: null };
  const moduleVersion = await findModule(shell, connection, signal);
  let hasAsked = false;
  const onNote = (text: string) => {
    const asked = cut(redact(text), MAX_ASK);
    if (!ASKS.test(asked)) return;
    hasAsked = true;
    options.onAsk(asked);
  };
  const input =
    connection.engine === 'onPremises'
      ? { connectionUri: connection.connectionUri }
      : {
          signIn: connection.signIn,
          certificatePassword:
            connection.signIn.kind === 'certificateFile' ? await options.certificatePassword() : null,
          moduleVersion,
          environment: connection.environment,
          usesBrowser: connection.usesBrowser,
        };
  const operation = connection.engine === 'onPremises' ? 'connectOnPremises' : 'connect';
  const connected = await call(shell, operation, input, { signal, limitMs: LIMIT_MS.signIn, onNote, context }).finally(
    // However it ended: nothing is asked any more.
    () => hasAsked && options.onAsk(null),
  );
  const visible = await call(shell, 'commands', {}, { signal, limitMs: LIMIT_MS.own, context });
  const { commands } = understand(CommandsAnswer, visible);
  return {
    ...understand(ConnectAnswer, connected),
    commands: new Map(commands.map(({ name, parameters }) => [name, parameters])),
  };
}

async function findModule(
  shell: ExchangeShell,
  connection: ExchangeConnection,
  signal: AbortSignal,
): Promise<string | null> {
  if (connection.engine === 'onPremises') return null;
  const facts = await shell.hello(signal);
  if (connection.signIn.kind === 'deviceCode' && facts.edition !== 'Core') {
    throw new AppError('powerShellMissing', { edition: 'PowerShell 7' });
  }
  const answer = await call(shell, 'module', {}, { signal, limitMs: LIMIT_MS.own });
  const { versions, loaded } = understand(ModuleAnswer, answer);
  // One PowerShell cannot change the version it has loaded.
  return loaded ?? chooseModule(versions, facts);
}

type CallInput = Parameters<ExchangeShell['call']>[2] & { readonly context?: ErrorContext };

/** As the shell's own, with the errors of the contract. */
async function call(
  shell: ExchangeShell,
  operation: ShellOperation,
  input: Readonly<Record<string, unknown>>,
  { context = { cmdlet: '' }, ...options }: CallInput,
): Promise<unknown> {
  try {
    return await shell.call(operation, input, options);
  } catch (error) {
    throw error instanceof ShellError ? toAppError(error.facts, context) : error;
  }
}

/** An answer that is none counts as a PowerShell that broke. */
function understand<T>(answer: z.ZodType<T>, value: unknown): T {
  const result = answer.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('powerShellBroken', { reason: 'answer' }, { cause: result.error, isRetryable: true });
}

async function disconnect(shell: ExchangeShell): Promise<void> {
  const limit = AbortSignal.timeout(LIMIT_MS.disconnect);
  try {
    await shell.call('disconnect', {}, { signal: limit, limitMs: LIMIT_MS.disconnect });
  } catch {
    // The end of PowerShell ends the session as well.
  }
}
