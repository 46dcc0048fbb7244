import type { ImportStatistics, TransferProgress } from '../../preload/contract/index.ts';
import type { Job, JobEvent } from './job.ts';
import type { RunnerPorts } from './ports.ts';
import type { Slots } from './slots.ts';

/** Why an import is taken up. */
export type TakenUp = 'restarted' | 'resumed';

/** What a step works with: the job as it stands, and the ways to tell of it. */
export type StepContext = {
  readonly ports: RunnerPorts;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  readonly job: () => Job;
  /** All jobs, this one too. */
  readonly jobs: () => Iterable<Job>;
  /** Persists and announces. */
  readonly record: (event: JobEvent) => Promise<void>;
  /** All of them with one write. */
  readonly recordAll: (events: readonly JobEvent[]) => Promise<void>;
  /** Announces without persisting: progress and readings are worth nothing after a restart. */
  readonly show: (volatile: { progress?: TransferProgress | null; statistics?: ImportStatistics }) => void;
  /** Present when this run takes up an import: after a restart, or because it was paused or blocked and goes on. */
  readonly takenUp: TakenUp | null;
};
