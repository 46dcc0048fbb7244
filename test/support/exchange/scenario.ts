/** A value for one cmdlet by its name, or with `*` for all the others. */
type PerCmdlet<Value> = Readonly<Record<string, Value>>;

/** What the tests' Exchange shall do differently; read anew at each call of a cmdlet. Empty: everything works. */
export type ExchangeScenario = {
  /** Cmdlets that are not visible at the next sign-in, as when their role is missing. */
  readonly hide?: readonly string[];
  /** New- and Set- know no parameter for a blob. */
  readonly refuseAzure?: boolean;
  /** Servers of one's own: FilePath, BadItemLimit and LargeItemLimit in place of the blob's parameters. */
  readonly onPremises?: boolean;
  /** Properties of statistics (and the Status of the list) by the request's name, or `*`; for instance `{ Status: 'Failed' }`. */
  readonly statistics?: PerCmdlet<Readonly<Record<string, string | number | boolean | null>>>;
  /** Such as `sv-SE`: sizes, and times as text, are written that way. Without it times are dates. */
  readonly culture?: string;
  readonly delayMs?: PerCmdlet<number>;
  /** Kills the PowerShell before the cmdlet does anything, or after it has done its work and before it answers. */
  readonly crash?: PerCmdlet<'before' | 'after'>;
  /** The cmdlet fails with this. */
  readonly errors?: PerCmdlet<{ readonly message: string; readonly errorId: string }>;
  /** New- says these. */
  readonly warnings?: readonly string[];
  /** Connect-ExchangeOnline fails with this text. */
  readonly signInRefused?: string;
  /** What is told at a sign-in by code, in place of the usual text. */
  readonly deviceCodeNote?: string;
  /** It is written to the console past PowerShell. */
  readonly deviceCodeToConsole?: boolean;
  /** Statistics are copies as a session with servers of one's own gives them: an enum (Priority) is a number with a text. */
  readonly deserialized?: boolean;
  /** Connect- and Disconnect-ExchangeOnline and Get-Mailbox write this to the console past PowerShell, without a line end. */
  readonly prints?: string;
  /** Disconnect-ExchangeOnline fails with this text. */
  readonly disconnectRefused?: string;
  /** Every cmdlet answers with its parameters as JSON in `Message` and does nothing else. */
  readonly echo?: boolean;
  /**
   * That many requests are there from the start, named `synthetic-N`, with the ids `syntheticId(N)`; they take `syntheticMs` (10,000 when absent)
   * from the moment the scenario was set. New requests without a tenant take as long.
   */
  readonly synthetic?: number;
  readonly syntheticMs?: number;
};

/** Id of a made-up request; `number` counts from 1. */
export function syntheticId(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
