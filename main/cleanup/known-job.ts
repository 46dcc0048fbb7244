import type { ImportStatistics, JobState, JobView } from '../../preload/contract/index.ts';

/** What a journal of this PC knows of the use of a blob. */
export type KnownJob = {
  readonly id: string;
  readonly state: JobState;
  /** `container/name`; null while it is not known. */
  readonly blob: string | null;
  readonly requestId: string | null;
  /** The last reading of its import. */
  readonly statistics: ImportStatistics | null;
  /** ISO 8601 UTC; null while it has not ended. */
  readonly endedAt: string | null;
};

/** The job as far as it concerns a blob. */
export function toKnownJob({ id, state, statistics, receipt }: JobView): KnownJob {
  return {
    id,
    state,
    blob: receipt?.blob ?? null,
    requestId: receipt?.requestId ?? statistics?.requestId ?? null,
    statistics,
    endedAt: receipt?.finishedAt ?? null,
  };
}
