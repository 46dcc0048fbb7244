import type { PstLooker } from '../migration/look.ts';
import type { AttachedPst, OfferedRoot } from '../scan/ports.ts';
import type { Host, Services } from '../wiring.ts';
import type { Output } from './output.ts';

/** What every command works with. */
export type CommandContext = {
  readonly output: Output;
  /** Aborted when the person presses Ctrl+C. */
  readonly signal: AbortSignal;
  readonly host: CliHost;
  readonly stateFolder: string;
  /** Loads what looks into PSTs. */
  readonly look: () => Promise<PstLooker>;
  /** Takes the state folder and opens the connection, with the secrets the command line names. @throws AppError stateInUse, tenantUnavailable, usage, sasInvalid */
  readonly open: () => Promise<Services>;
};

/** The host of a command line. */
export type CliHost = Host & {
  readonly version: string;
  readonly defaultStateFolder: string;
  /** The drives and cloud folders of this PC. */
  readonly listVolumes: () => Promise<readonly OfferedRoot[]>;
  /** Network and cloud drives that are mounted below these folders. */
  readonly listRemoteMounts: (folders: readonly string[]) => Promise<readonly string[]>;
  /** The PSTs that are open as data files in the person's Outlook. */
  readonly listAttached: () => Promise<readonly AttachedPst[]>;
  readonly resolvePath: (path: string) => string;
  readonly statSizeBytes: (path: string) => Promise<number | null>;
};
