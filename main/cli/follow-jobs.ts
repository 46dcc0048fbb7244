import { EXIT_CODES, isFinal, type JobId, type JobView } from '../../preload/contract/index.ts';
import type { Runner } from '../migration/runner.ts';
import type { Output } from './output.ts';
import { progressText } from './text.ts';

/** Shortest time between two progress or statistics lines of one job. */
const LINE_SPACING_MS = 250;

type Told = { state: string; progressAtMs: number; statisticsAtMs: number; statistics: string; hasReceipt: boolean };

/**
 * Tells of these jobs as they go: each state once, progress and statistics at most four times a second, a receipt at the
 * end. @returns a function that tells what is left to tell and gives the exit code for all of them.
 */
export function followJobs(
  runner: Pick<Runner, 'list' | 'onChange'>,
  ids: ReadonlySet<JobId>,
  output: Output,
): () => number {
  const told = new Map<JobId, Told>();
  const tell = (job: JobView, isLast: boolean) => {
    if (!ids.has(job.id)) return;
    const memory = told.get(job.id) ?? {
      state: '',
      progressAtMs: Number.NEGATIVE_INFINITY,
      statisticsAtMs: Number.NEGATIVE_INFINITY,
      statistics: '',
      hasReceipt: false,
    };
    told.set(job.id, memory);
    tellJob(job, memory, { output, isLast });
  };
  const stopListening = runner.onChange((job) => tell(job, false));
  for (const job of runner.list()) tell(job, false);
  return () => {
    stopListening();
    const jobs = runner.list().filter((job) => ids.has(job.id));
    for (const job of jobs) tell(job, true);
    return exitCodeOf(jobs);
  };
}

function tellJob(job: JobView, told: Told, { output, isLast }: { output: Output; isLast: boolean }): void {
  const nowMs = performance.now();
  const hasEnded = isFinal(job.state) || job.state === 'blocked';
  const isDue = (lastMs: number) => isLast || hasEnded || nowMs - lastMs >= LINE_SPACING_MS;
  if (job.progress && isDue(told.progressAtMs)) {
    told.progressAtMs = nowMs;
    const { secondsLeft: _, ...progress } = job.progress;
    output.data({ kind: 'progress', job: job.id, ...progress });
  }
  if (job.statistics && isDue(told.statisticsAtMs)) {
    const text = JSON.stringify(job.statistics);
    if (text !== told.statistics) output.data({ kind: 'statistics', job: job.id, ...job.statistics });
    told.statistics = text;
    told.statisticsAtMs = nowMs;
  }
  if (job.state !== told.state) {
    told.state = job.state;
    output.data({ kind: 'state', job: job.id, file: job.path, state: job.state });
  }
  if (!hasEnded) {
    // A blocked job that goes on by itself gets another receipt for its real end.
    told.hasReceipt = false;
    output.progress(progressText(job));
  } else if (!told.hasReceipt) {
    told.hasReceipt = true;
    if (job.problem) output.error(job.problem, job.path);
    if (job.receipt) output.data({ kind: 'receipt', ...job.receipt });
  }
}

/** The worst outcome decides. */
function exitCodeOf(jobs: readonly JobView[]): number {
  const states = new Set(jobs.map((job) => job.state));
  if (states.has('failed')) return EXIT_CODES.failed;
  if (states.has('blocked') || states.has('paused')) return EXIT_CODES.blocked;
  if (states.has('cancelled')) return EXIT_CODES.cancelled;
  const isOver = [...states].every((state) => state === 'done' || state === 'doneWithSkips');
  // A job nobody works on any more although it has not ended: never to be taken for success.
  if (!isOver) return EXIT_CODES.failed;
  return states.has('doneWithSkips') ? EXIT_CODES.doneWithSkips : EXIT_CODES.done;
}
