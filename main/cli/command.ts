import type { Host, Readers, Services } from '../wiring.ts';
import type { Output } from './output.ts';

/** What every command works with. */
export type CommandContext = {
  readonly output: Output;
  /** Aborted when the person presses Ctrl+C. */
  readonly signal: AbortSignal;
  readonly host: CliHost;
  readonly stateFolder: string;
  readonly readers: Readers;
  /** Takes the state folder and starts the tenant. @throws AppError stateInUse, tenantUnavailable */
  readonly open: () => Promise<Services>;
};

/** The host of a command line. */
export type CliHost = Host & {
  readonly version: string;
  readonly defaultStateFolder: string;
  /** Paths of the drives to scan when none is named. */
  readonly listDrives: () => Promise<readonly string[]>;
  readonly resolvePath: (path: string) => string;
  readonly statSizeBytes: (path: string) => Promise<number | null>;
};
