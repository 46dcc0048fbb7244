import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { AppError, type Connection, JobId, toWireError, type WireError } from '../preload/contract/index.ts';
import { type ConnectParts, openConnection } from './connect.ts';
import { createSourceChecker } from './migration/check-source.ts';
import { createConditions, type LiveConditions, type Power } from './migration/conditions.ts';
import { ConnectionDesk } from './migration/connection-desk.ts';
import { testConnection } from './migration/connection-test.ts';
import { type GivenSecrets, takeGiven } from './migration/given-secrets.ts';
import { createPstLooker, type PstLooker, type ReadPst } from './migration/look.ts';
import type { SourceChecker } from './migration/ports.ts';
import { Runner } from './migration/runner.ts';
import { type Connected, createNoConnection, createSwitchboard, type Switchboard } from './migration/switchboard.ts';
import { systemClock } from './platform/clock.ts';
import { createMarkReader } from './platform/file-marks.ts';
import { createFileTree } from './platform/file-tree.ts';
import { openJournalFiles } from './platform/journal-files.ts';
import { createLog, type Log } from './platform/log.ts';
import { createAskMetered } from './platform/metered.ts';
import { loadPolicy } from './platform/policy-file.ts';
import { createSecretFile } from './platform/secret-file.ts';
import { ensureStateFolder, lockStateFolder, type StateFolder } from './platform/state-folder.ts';
import { createTinyUpload } from './platform/tiny-upload.ts';
import type { SpawnWorker } from './platform/worker-process.ts';
import { streamFromWorker } from './platform/worker-stream.ts';
import type { ReaderEvent } from './pst/reader-task.ts';
import type { MarkReader } from './scan/ports.ts';
import type { ScanEvent, ScanInput } from './scan/scan-event.ts';
import { createConnectionSetting } from './settings/connection.ts';
import { createManagedStore } from './settings/policy.ts';
import { loadPreferences, type PreferenceStore } from './settings/preferences.ts';
import { createSecretStore, type SecretStore, type Vault } from './settings/secrets.ts';
import { stackOf } from './stack-of.ts';
import { crashedWorker, silentWorker } from './transfer.ts';

/** A reader that says nothing for this long is taken to hang: far more than the largest folder takes on a slow disk. */
const READER_SILENCE_MS = 90_000;

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
  /** The embedded tenant comes with it. */
  readonly hasSandbox: boolean;
  /** The system's keystore; null where there is none, and secrets are kept for this run alone. */
  readonly vault: Vault | null;
  /** The organisation's policy for this PC; it need not exist. */
  readonly policyFile: string;
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
  /** The connection in force, whichever it is at the time. */
  readonly switchboard: Switchboard;
  readonly desk: ConnectionDesk;
  readonly secrets: SecretStore;
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
 * Takes the state folder, opens the connection that is set, and loads the jobs of earlier runs without starting on them.
 * @throws AppError stateInUse, tenantUnavailable, sasInvalid for a secret that was given
 */
export async function openServices(host: Host, folder: string, given: GivenSecrets = {}): Promise<Services> {
  const state = await ensureStateFolder(folder);
  const lock = await lockStateFolder(state.path);
  const log = createLog(state.logs, () => new Date());
  /** What must not outlive the lock, in the order it was begun. */
  const endings: Ending[] = [async () => lock.release(), () => log.flush()];
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end().catch((error) => logEnding(log, error));
  };
  try {
    const readers = createReaders(host);
    const rooms = await openRooms(host, { state, log, checker: readers.checker, given }, endings);
    return { ...readers, ...rooms, state, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Ending = () => Promise<void>;
type Rooms = Omit<Services, keyof Readers | 'state' | 'log' | 'close'>;
type Base = Pick<Services, 'state' | 'log' | 'checker'> & { readonly given: GivenSecrets };

function logEnding(log: Log, error: unknown): void {
  log.write('error', 'wiring', 'something did not end well', { stack: stackOf(error) });
}

async function openRooms(host: Host, { state, log, checker, given }: Base, endings: Ending[]): Promise<Rooms> {
  const policy = await loadPolicy(host.policyFile);
  const preferences = createManagedStore(await host.preferences(state.path), policy);
  const conditions = createConditions({
    preferences: () => loadPreferences(preferences),
    power: host.power,
    askMetered: createAskMetered({ scriptPath: join(host.assets, 'powershell', 'connection-cost.ps1') }),
    clock: systemClock,
    sinceBootMs: () => uptime() * 1000,
  });
  endings.push(async () => conditions.close());
  const { hasSandbox } = host;
  const kept = createConnectionSetting({ preferences, policy, hasSandbox });
  const secrets = createSecretStore({
    vault: host.vault,
    file: createSecretFile(join(state.path, 'secrets.bin')),
    onProblem: (reason) => log.write('warn', 'settings', 'secrets', { reason }),
  });
  const setting = await takeGiven(given, { setting: kept, secrets, nowMs: Date.now() });
  let loseTenant: () => void = () => undefined;
  const tenantLost = new Promise<void>((resolve) => {
    loseTenant = resolve;
  });
  const onSignInAsks = (text: string | null) => desk.tellAsked(text);
  const parts: ConnectParts = { ...host, state, log, secrets, onTenantLost: loseTenant, onSignInAsks };
  const first = await openFirst(setting.get().connection, parts);
  const switchboard = createSwitchboard(first.connected, (error) => logEnding(log, error));
  endings.push(() => switchboard.current().close());
  const runner = await openRunner({ checker, conditions, switchboard, state, log });
  endings.push(() => runner.stop());
  const problems = await runner.load();
  for (const problem of problems) log.write('warn', 'migration', problem.code, problem.params);
  const desk: ConnectionDesk = new ConnectionDesk(
    {
      setting,
      secrets,
      hasSandbox,
      switchboard,
      runner,
      open: (connection) => openConnection(connection, parts),
      test: ({ connection, engine }, question, signal) =>
        testConnection({ engine, connection, secrets, tiny: createTinyUpload(), question }, signal),
      clock: systemClock,
      onUnrenewed: ({ code, params }) => log.write('warn', 'migration', code, params),
    },
    first.problem,
  );
  return { switchboard, desk, secrets, runner, preferences, conditions, problems, tenantLost };
}

type RunnerParts = Pick<Services, 'checker' | 'conditions' | 'switchboard' | 'state' | 'log'>;

async function openRunner({ checker, conditions, switchboard, state, log }: RunnerParts): Promise<Runner> {
  const { storage, upload, engine } = switchboard;
  return new Runner({
    journals: await openJournalFiles(state.jobs),
    checker,
    storage,
    upload,
    engine,
    clock: systemClock,
    createId: () => JobId.parse(randomUUID()),
    random: Math.random,
    conditions,
    onBug: (error, job) => log.write('error', 'migration', 'a bug ended a job', { job, stack: stackOf(error) }),
  });
}

/** The connection that is set; one that cannot be opened leaves the app without, so that it can be mended there. */
async function openFirst(
  connection: Connection | null,
  parts: ConnectParts,
): Promise<{ readonly connected: Connected; readonly problem: WireError | null }> {
  if (connection === null) return { connected: createNoConnection('not set'), problem: null };
  try {
    return { connected: await openConnection(connection, parts), problem: null };
  } catch (error) {
    // Without the embedded tenant there is nothing to be mended in the window.
    if (!(error instanceof AppError) || connection.engine === 'sandbox') throw error;
    return { connected: createNoConnection(error.code), problem: toWireError(error) };
  }
}
