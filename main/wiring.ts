import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { AppError, JobId } from '../preload/contract/index.ts';
import type { ImportEngine } from './import/engine.ts';
import { createTenantClient, type TenantClient } from './import/sandbox/client.ts';
import { createSandboxEngine } from './import/sandbox/engine.ts';
import { createSourceChecker } from './migration/check-source.ts';
import { createCheckedAccess } from './migration/checked-access.ts';
import { createConditions, type LiveConditions, type Power } from './migration/conditions.ts';
import { createPstLooker, type PstLooker, type ReadPst } from './migration/look.ts';
import type { Conditions, SourceChecker, Upload } from './migration/ports.ts';
import { Runner } from './migration/runner.ts';
import { systemClock } from './platform/clock.ts';
import { createMarkReader } from './platform/file-marks.ts';
import { createFileTree } from './platform/file-tree.ts';
import { openJournalFiles } from './platform/journal-files.ts';
import { createLog, type Log } from './platform/log.ts';
import { createAskMetered } from './platform/metered.ts';
import { ensureStateFolder, lockStateFolder, type StateFolder } from './platform/state-folder.ts';
import { readTenantFile, type TenantAddress } from './platform/tenant-file.ts';
import type { SpawnWorker } from './platform/worker-process.ts';
import { startWorkerServer } from './platform/worker-server.ts';
import { streamFromWorker } from './platform/worker-stream.ts';
import type { ReaderEvent } from './pst/reader-task.ts';
import { startTenant } from './sandbox/tenant.ts';
import type { MarkReader } from './scan/ports.ts';
import type { ScanEvent, ScanInput } from './scan/scan-event.ts';
import { loadPreferences, type PreferenceStore } from './settings/preferences.ts';
import { stackOf } from './stack-of.ts';
import type { UploadEvent } from './upload/upload-event.ts';
import type { TransferInput, TransferNews } from './workers/transfer-input.ts';

/** A reader that says nothing for this long is taken to hang: far more than the largest folder takes on a slow disk. */
const READER_SILENCE_MS = 90_000;

/** The one container of the embedded tenant. */
const TENANT_CONTAINER = 'pst';

/** What differs between the app and the command line. */
export type Host = {
  readonly spawn: SpawnWorker;
  readonly scan: Scan;
  /** The folder of what the app comes with. */
  readonly assets: string;
  readonly preferences: (folder: string) => Promise<PreferenceStore>;
  /** A file that names a tenant which runs elsewhere; null to run our own. */
  readonly tenantFile: string | null;
  /** Null where nobody can tell. */
  readonly power: Power | null;
  /** True when the PC names no proxy for that address. */
  readonly isDirect: (url: string) => Promise<boolean>;
};

/** Finds PSTs. @throws AppError folderUnreadable when the only root cannot be read; the signal's reason when aborted. */
export type Scan = (input: ScanInput, options: { readonly signal: AbortSignal }) => AsyncGenerator<ScanEvent>;

/** A scan in a process of its own: a drive that hangs can hang no more than that. */
export function createWorkerScan(spawn: SpawnWorker): Scan {
  return (input, { signal }) =>
    streamFromWorker(
      { spawn, name: 'worker-scan', input },
      { signal, silenceMs: null, onSilence: silentWorker, onCrash: (exitCode) => crashedWorker(exitCode) },
    );
}

/** What only reads: it needs no state, no lock and no tenant. */
export type Readers = {
  readonly checker: SourceChecker;
  readonly scan: Scan;
  readonly looker: PstLooker;
};

/** The rooms that look at drives and files, each in a process of its own. */
export function createReaders({ spawn, scan, assets }: Pick<Host, 'spawn' | 'scan' | 'assets'>): Readers {
  const checker = createSourceChecker(createFileTree(), createMarksOnDemand(assets));
  return {
    checker,
    scan,
    looker: createPstLooker({ read: createPstReader(spawn), checker }),
  };
}

/** Marks are asked for rarely here: what answers on Windows need not stay running for that. */
function createMarksOnDemand(assets: string): Pick<MarkReader, 'read'> {
  return {
    read: async (path, facts) => {
      const reader = createMarkReader({ scriptPath: join(assets, 'powershell', 'file-marks.ps1') });
      try {
        return await reader.read(path, facts);
      } finally {
        reader.close();
      }
    },
  };
}

/** One task on one PST in a process of its own: what hangs on a damaged file is ended, what crashes ends alone. */
function createPstReader(spawn: SpawnWorker): ReadPst {
  return (input, signal) =>
    streamFromWorker<ReaderEvent>(
      { spawn, name: 'worker-pst-reader', input },
      {
        signal,
        silenceMs: READER_SILENCE_MS,
        // It only reads, so there is nothing to end in good order.
        graceMs: 0,
        onSilence: () => new AppError('contentsTimeout'),
        onCrash: () => new AppError('contentsUnreadable', { reason: 'the reader crashed' }),
      },
    );
}

/** Everything that moves mail, over a locked state folder. */
export type Services = Readers & {
  readonly state: StateFolder;
  readonly log: Log;
  readonly engine: ImportEngine;
  readonly tenant: TenantClient;
  readonly runner: Runner;
  readonly preferences: PreferenceStore;
  readonly conditions: LiveConditions;
  /** Records of earlier moves that could not be read. */
  readonly problems: readonly AppError[];
  /** Resolves when the embedded tenant has ended without being asked to; nothing can go on before the next start. */
  readonly tenantLost: Promise<void>;
  /** Ends everything in good order; jobs go on from here the next time. */
  readonly close: () => Promise<void>;
};

/**
 * Takes the state folder, starts or joins the tenant, and loads the jobs of earlier runs without starting on them.
 * @throws AppError stateInUse, tenantUnavailable
 */
export async function openServices(host: Host, folder: string): Promise<Services> {
  const state = await ensureStateFolder(folder);
  const lock = await lockStateFolder(state.path);
  const log = createLog(state.logs, () => new Date());
  /** Ends what was begun, last first; nothing of it may outlive the lock. */
  const endings: (() => Promise<void> | void)[] = [];
  try {
    const tenant = await joinTenant(host, state, log);
    endings.push(() => tenant.stop());
    const client = createTenantClient(tenant.address);
    const engine = createSandboxEngine(client);
    const readers = createReaders(host);
    const preferences = await host.preferences(state.path);
    const conditions = createConditions({
      preferences: () => loadPreferences(preferences),
      power: host.power,
      askMetered: createAskMetered({ scriptPath: join(host.assets, 'powershell', 'connection-cost.ps1') }),
      clock: systemClock,
      sinceBootMs: () => uptime() * 1000,
    });
    endings.push(() => conditions.close());
    const runner = new Runner({
      journals: await openJournalFiles(state.jobs),
      checker: readers.checker,
      storage: createCheckedAccess(
        { grant: (blobName, rights, signal) => client.sasFor(blobName, rights, signal) },
        { mode: 'sandbox', container: TENANT_CONTAINER, clock: systemClock },
      ),
      upload: createUpload(host),
      engine,
      clock: systemClock,
      createId: () => JobId.parse(randomUUID()),
      random: Math.random,
      conditions,
      onBug: (error, job) => log.write('error', 'migration', 'a bug ended a job', { job, stack: stackOf(error) }),
    });
    const problems = await runner.load();
    for (const problem of problems) log.write('warn', 'migration', problem.code, problem.params);
    const close = async () => {
      await runner.stop();
      conditions.close();
      await tenant.stop();
      await log.flush();
      await lock.release();
    };
    return {
      ...readers,
      state,
      log,
      engine,
      tenant: client,
      runner,
      preferences,
      conditions,
      problems,
      tenantLost: tenant.lost,
      close,
    };
  } catch (error) {
    try {
      for (const end of endings.reverse()) await end();
    } finally {
      await lock.release();
    }
    throw error;
  }
}

/** The tenant named by the host, else an embedded one under the state folder that ends with us. */
async function joinTenant(
  host: Host,
  state: StateFolder,
  log: Log,
): Promise<{ address: TenantAddress; lost: Promise<void>; stop: () => Promise<void> }> {
  if (host.tenantFile !== null) {
    const lost = new Promise<void>(() => undefined);
    return { address: await readTenantFile(host.tenantFile), lost, stop: () => Promise.resolve() };
  }
  const tenant = await startTenant({
    folder: state.tenant,
    startWorker: async (name, input) => {
      const server = await startWorkerServer(host.spawn, name, input);
      server.onExit((code) => log.write('info', 'tenant', 'ended', { name, code }));
      return server;
    },
  });
  const lost = new Promise<void>((resolve) => tenant.onLost(resolve));
  return { address: tenant, lost, stop: () => tenant.stop() };
}

/** Sends in a process of its own, which is told of every change of the conditions and gets new permissions from here. */
function createUpload({ spawn, isDirect }: Pick<Host, 'spawn' | 'isDirect'>): Upload {
  return async function* (upload, access, { signal, renew, conditions }) {
    const control = conditions.current();
    const input: TransferInput = { upload, access, control, isDirect: await isDirect(access.blobUri) };
    yield* streamFromWorker<UploadEvent>(
      { spawn, name: 'worker-transfer', input },
      {
        signal,
        silenceMs: null,
        onSilence: silentWorker,
        // It goes on from the last block that was written down.
        onCrash: (exitCode) => crashedWorker(exitCode, true),
        answer: (question, each) => {
          if (!isRenewal(question)) throw new Error('a question nobody knows');
          return renew(each);
        },
        connect: (tell) => connectConditions(conditions, tell),
      },
    );
  };
}

function isRenewal(question: unknown): boolean {
  return typeof question === 'object' && question !== null && 'kind' in question && question.kind === 'renew';
}

function connectConditions(conditions: Conditions, tell: (news: TransferNews) => void): () => void {
  const endings = [
    conditions.onChange((control) => tell({ kind: 'control', control })),
    conditions.onWake(() => tell({ kind: 'woke' })),
  ];
  // What changed while the worker was starting.
  tell({ kind: 'control', control: conditions.current() });
  return () => {
    for (const end of endings) end();
  };
}

function silentWorker(): AppError {
  return new AppError('internal', { reason: 'a worker fell silent' });
}

function crashedWorker(exitCode: number | null, isRetryable = false): AppError {
  return new AppError('internal', { reason: `a worker ended with ${exitCode}` }, { isRetryable });
}
