import { readdirSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { BlobAddress } from '../../../main/platform/azure-block-store.ts';
import { createHashThreads } from '../../../main/platform/hash-threads.ts';
import type { UploadEvent } from '../../../main/upload/upload-event.ts';
import { AppError } from '../../../preload/contract/index.ts';
import type { FromProgram, ProgramOrder, ProgramReport, ToProgram } from './program-messages.ts';
import { runUpload } from './run-upload.ts';
import { createScaledClock } from './scaled-clock.ts';
import { createTestAccess } from './test-access.ts';

/** A program that sends files when its parent says so, and remembers on disk what was accepted. */
export function runUploadProgram(): void {
  const waiting = new Map<number, (address: BlobAddress) => void>();
  process.on('message', (message: ToProgram) => {
    if (message.kind === 'start') void send(message.order, waiting);
    if (message.kind === 'renewed') waiting.get(message.number)?.(message.address);
    if (message.kind === 'report') tell({ kind: 'report', report: report() });
  });
  process.on('disconnect', () => process.exit(0));
  tell({ kind: 'ready' });
}

async function send(order: ProgramOrder, waiting: Map<number, (address: BlobAddress) => void>): Promise<void> {
  const { number } = order;
  const memory = await readJournal(order.journal);
  const journal = await open(order.journal, 'a');
  const clock = createScaledClock(order.speed);
  let { address } = order;
  const access = createTestAccess({ clock, grant: () => address });
  const renew = access.renew;
  access.renew = async (signal) => {
    address = await new Promise<BlobAddress>((resolve) => {
      waiting.set(number, resolve);
      tell({ kind: 'renew', number });
    });
    waiting.delete(number);
    await renew(signal);
  };
  const outcome = await runUpload({
    path: order.path,
    clock,
    access,
    jobId: order.jobId,
    ...memory,
    hasher: createHashThreads({ folder: import.meta.dirname }),
    blockBytes: order.blockBytes,
    ...(order.lanes ? { lanes: order.lanes } : {}),
    ...(order.limitBytesPerSecond === null ? {} : { limitBytesPerSecond: order.limitBytesPerSecond }),
    onEvent: async (event) => {
      if (event.kind === 'waiting') tell({ kind: 'waiting', number, reason: event.reason });
      const lines = linesOf(event);
      if (lines.length === 0) return;
      await journal.appendFile(lines.join(''));
      await journal.datasync();
    },
  });
  await journal.close();
  tell(ending(number, outcome.error, outcome.events.at(-1)));
}

function ending(number: number, error: unknown, last: UploadEvent | undefined): FromProgram {
  if (error === null && last?.kind === 'committed') return { kind: 'done', number, sha256: last.sha256 };
  const code = error instanceof AppError ? error.code : 'bug';
  const text =
    error instanceof Error ? `${error.stack} ${JSON.stringify(Reflect.get(error, 'params') ?? {})}` : String(error);
  return { kind: 'failed', number, code, text };
}

const COMMIT = 'commit ';

function linesOf(event: UploadEvent): string[] {
  if (event.kind === 'committing') return [`${COMMIT}${event.sha256}\n`];
  return event.kind === 'blocksStaged' ? event.blocks.map(({ id }) => `${id}\n`) : [];
}

/** What its whole lines say; what a kill left of the last line counts for nothing. */
async function readJournal(path: string): Promise<{ stagedIds: string[]; startedCommits: string[] }> {
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  const commits = lines.filter((line) => line.startsWith(COMMIT)).map((line) => line.slice(COMMIT.length));
  return { stagedIds: lines.filter((line) => !line.startsWith(COMMIT)), startedCommits: commits };
}

function report(): ProgramReport {
  // Twice: the first run leaves what finalizers have yet to let go.
  for (let run = 0; run < 2; run++) globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rssBytes: rss,
    heapBytes: heapUsed,
    resources: process.getActiveResourcesInfo(),
    descriptors: descriptors(),
  };
}

function descriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}

function tell(message: FromProgram): void {
  process.send?.(message);
}
