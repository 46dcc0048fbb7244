/** What a running PowerShell says of itself. `edition` is `Desktop` for Windows PowerShell, `Core` for PowerShell 7. */
export type ShellFacts = {
  readonly edition: 'Desktop' | 'Core';
  /** Such as `5.1.19041.5247` or `7.6.9`. */
  readonly version: string;
  readonly is64Bit: boolean;
};

/** What the fixed script can be asked to do. @see assets/powershell/exchange-host.ps1 */
export const SHELL_OPERATIONS = [
  'module',
  'connect',
  'connectOnPremises',
  'commands',
  'run',
  'watch',
  'disconnect',
] as const;
export type ShellOperation = (typeof SHELL_OPERATIONS)[number];

/** A line the script writes without being asked: a reading of a watched request. `seq` grows by one with each line. */
export type ShellNotice = {
  readonly seq: number;
  readonly requestId: string;
  /** The properties of the statistics as `run` gives them; null when this poll failed. */
  readonly statistics: Readonly<Record<string, unknown>> | null;
  /** Why it failed. */
  readonly error: ShellErrorFacts | null;
};

/** An error record of PowerShell. `message` is the service's own text and may hold anything, secrets too: redact it. */
export type ShellErrorFacts = {
  readonly message: string;
  /** Such as `CommandNotFoundException` or `[Server=…,RequestId=…] [FailureCategory=…] 12AB,Microsoft.…`. */
  readonly errorId: string;
  /** Such as `ObjectNotFound`. */
  readonly category: string;
  /** Full name of the exception's type, then those of its inner ones. */
  readonly types: readonly string[];
};

/** A cmdlet, or the script itself, refused. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly facts: ShellErrorFacts;

  constructor(facts: ShellErrorFacts) {
    super(facts.errorId);
    this.facts = facts;
  }
}

export type CallOptions = {
  readonly signal: AbortSignal;
  /** Longest time until the answer, milliseconds; after that PowerShell is ended, since it cannot be interrupted. */
  readonly limitMs: number;
  /** Hears what the operation tells while it runs, such as the code of a sign-in. */
  readonly onNote?: (text: string) => void;
};

/**
 * One long-lived PowerShell with the fixed script. It is started when it is first needed, and again after it has ended. An aborted
 * call is answered with the signal's reason at once; what was sent already goes on, its answer is dropped. Only a sign-in ends,
 * and its PowerShell with it.
 * @throws AppError powerShellMissing, powerShellTooOld, powerShellConstrained, powerShellForbidden; powerShellBroken
 *   (retryable) when it ended or fell silent meanwhile: whether the operation was done is then not known.
 */
export interface ExchangeShell {
  hello(signal: AbortSignal): Promise<ShellFacts>;
  /** One after the other, in the order of the calls. @throws also ShellError */
  call(operation: ShellOperation, input: Readonly<Record<string, unknown>>, options: CallOptions): Promise<unknown>;
  /** Calls the listener for every notice; the returned function ends that. */
  onNotice(listener: (notice: ShellNotice) => void): () => void;
  /** Calls the listener when the running PowerShell has ended; sign-in and watches ended with it. */
  onEnd(listener: () => void): () => void;
  close(): Promise<void>;
}
