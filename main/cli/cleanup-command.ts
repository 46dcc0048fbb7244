import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import {
  AppError,
  type CleanupEntry,
  EXIT_CODES,
  type ImportStatistics,
  type JobView,
  KEEP_DAYS,
} from '../../preload/contract/index.ts';
import { cleanUp, listBlobs } from '../cleanup/clean.ts';
import { toKnownJob } from '../cleanup/known-job.ts';
import { type PlannedBlob, planCleanup } from '../cleanup/plan.ts';
import type { CleanupStore, StoredBlob } from '../cleanup/ports.ts';
import type { ImportEngine } from '../import/engine.ts';
import type { Clock } from '../migration/ports.ts';
import type { CommandContext } from './command.ts';
import { formatBytes } from './text.ts';

export type CleanupOptions = {
  readonly whatIf: boolean;
  /** Days since the last import of a blob was done; `KEEP_DAYS` when absent. */
  readonly olderThan?: number;
  /** Removes without asking. */
  readonly yes: boolean;
};

/** Asks a person; true for yes. */
export type Ask = (question: string, signal: AbortSignal) => Promise<boolean>;

export type CleanupDeps = {
  /** Address of the container, without a SAS. */
  readonly containerUrl: string;
  readonly store: CleanupStore;
  readonly engine: Pick<ImportEngine, 'list'>;
  /** Every move this PC knows of. */
  readonly jobs: () => readonly JobView[];
  readonly clock: Clock;
  readonly random: () => number;
  /** Null where nobody can be asked. */
  readonly ask: Ask | null;
};

type Context = Pick<CommandContext, 'output' | 'signal'>;

/** How long a reading of all requests serves for the next blob as well, milliseconds: with Exchange it takes seconds. */
const READING_SERVES_MS = 5_000;

/**
 * `cleanup`: shows every blob of the container with what becomes of it, asks, and removes those whose imports are done.
 * @returns done; doneWithSkips when a blob that was to go turned out to be needed; failed when the storage refused to remove
 *   one; cancelled when the person said no.
 * @throws AppError usage; what the store and the engine throw. Nothing is removed unless both have told all they know.
 */
export async function cleanupCommand(options: CleanupOptions, context: Context, deps: CleanupDeps): Promise<number> {
  const { output, signal } = context;
  expectUsable(options, deps.ask);
  const patience = { pauses: { sleep: deps.clock.sleep, random: deps.random }, signal };
  const replan = createPlanner(deps, options.olderThan ?? KEEP_DAYS);
  const plan = await replan(await listBlobs(deps.store, patience), signal);
  for (const { entry } of plan) output.data({ kind: 'blob', ...entry });
  output.say(planText(plan));
  if (options.whatIf) return EXIT_CODES.done;
  let isAgreed = true;
  const run = cleanUp({
    ...patience,
    store: deps.store,
    plan,
    isWhatIf: false,
    confirm: async (removals) => {
      isAgreed = options.yes || (await deps.ask?.(questionText(removals), signal)) === true;
      return isAgreed;
    },
    replan: async (planned) => (await replan([planned.blob], signal))[0]?.entry ?? planned.entry,
    onRefused: (error, blob) => output.error(error, blob),
  });
  const toRemove = new Set(plan.flatMap(({ entry }) => (entry.action === 'remove' ? entry.blob : [])));
  const results: CleanupEntry[] = [];
  for await (const result of run) {
    if (!isAgreed || !toRemove.has(result.blob)) continue;
    output.data({ kind: 'blob', ...result });
    results.push(result);
  }
  output.say(resultText(results));
  return isAgreed ? exitCodeOf(results) : EXIT_CODES.cancelled;
}

/** @throws AppError usage */
function expectUsable({ whatIf, yes, olderThan = KEEP_DAYS }: CleanupOptions, ask: Ask | null): void {
  if (!Number.isSafeInteger(olderThan) || olderThan < 0) {
    throw new AppError('usage', { detail: 'The age must be a whole number of days.' });
  }
  if (!whatIf && !yes && ask === null) {
    throw new AppError('usage', { detail: 'Nobody can be asked here: give --yes to remove, or --what-if to look.' });
  }
}

type Plan = (blobs: readonly StoredBlob[], signal: AbortSignal) => Promise<PlannedBlob[]>;

/** Plans over what the service and the journals say now. */
function createPlanner({ containerUrl, engine, jobs, clock }: CleanupDeps, keepDays: number): Plan {
  let reading: { readonly atMs: number; readonly requests: readonly ImportStatistics[] } | null = null;
  return async (blobs, signal) => {
    const atMs = clock.monotonicMs();
    if (reading === null || atMs - reading.atMs >= READING_SERVES_MS) {
      reading = { atMs, requests: await engine.list(signal) };
    }
    const { requests } = reading;
    return planCleanup({ containerUrl, blobs, requests, jobs: jobs().map(toKnownJob), keepDays, now: clock.now() });
  };
}

function planText(plan: readonly PlannedBlob[]): string {
  const removals = plan.map(({ entry }) => entry).filter(({ action }) => action === 'remove');
  const stay = plan.length - removals.length;
  return `To be removed: ${countText(removals)}. ${stay} ${stay === 1 ? 'stays' : 'stay'}.`;
}

function questionText(removals: readonly CleanupEntry[]): string {
  return `Remove ${countText(removals)}? [y/N] `;
}

function resultText(results: readonly CleanupEntry[]): string {
  const removed = results.filter(({ action }) => action === 'removed');
  return removed.length === 0 ? 'Nothing was removed.' : `Removed ${countText(removed)}.`;
}

function countText(entries: readonly CleanupEntry[]): string {
  const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  return `${entries.length} ${entries.length === 1 ? 'blob' : 'blobs'} (${formatBytes(sizeBytes)})`;
}

function exitCodeOf(results: readonly CleanupEntry[]): number {
  if (results.some(({ reason }) => reason === 'refused')) return EXIT_CODES.failed;
  return results.some(({ action }) => action === 'kept') ? EXIT_CODES.doneWithSkips : EXIT_CODES.done;
}

type Terminal = { readonly isTTY?: boolean };

/** Asks at this terminal; null when one of the streams is none. What is asked goes to `output`; anything but y or yes is a no. */
export function createAsk(input: Readable & Terminal, output: Writable & Terminal): Ask | null {
  if (input.isTTY !== true || output.isTTY !== true) return null;
  return (question, signal) =>
    new Promise((resolve, reject) => {
      const lines = createInterface({ input, output });
      const stop = () => lines.close();
      signal.addEventListener('abort', stop, { once: true });
      // A terminal in this mode hands Ctrl+C to whoever reads it.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      lines.once('close', () => {
        signal.removeEventListener('abort', stop);
        // After an answer this changes nothing any more.
        if (signal.aborted) reject(signal.reason);
        else resolve(false);
      });
      lines.question(question, (answer) => {
        resolve(/^\s*y(es)?\s*$/i.test(answer));
        lines.close();
      });
      if (signal.aborted) stop();
    });
}
