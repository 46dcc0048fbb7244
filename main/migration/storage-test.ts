import {
  AppError,
  type ProbeStep,
  type ProbeStepName,
  type SasFinding,
  type SasView,
  sasFindingSentence,
  sasRightsText,
  sasTimeText,
  toWireError,
} from '../../preload/contract/index.ts';
import type { ImportSource } from '../import/engine.ts';
import type { SecretStore } from '../settings/secrets.ts';
import { grantOf, lookAtSas, type SasName } from './connection-secrets.ts';

/**
 * A blob of a few bytes. @throws AppError as a `BlockStore` does: uploadForbidden, uploadExpired, uploadContainerMissing …;
 * the signal's reason when aborted
 */
export interface TinyUpload {
  /** Never in the place of another blob. */
  put(address: ImportSource, text: string, signal: AbortSignal): Promise<void>;
  read(address: ImportSource, signal: AbortSignal): Promise<string>;
  remove(address: ImportSource, signal: AbortSignal): Promise<void>;
}

/** The storage of a connection, as it is tried. */
export type StorageTest = {
  /** Address of the container; null when it is not known. */
  readonly container: string | null;
  readonly secrets: Pick<SecretStore, 'get'>;
  /** False where an administrator starts the import elsewhere: no permission to read is needed then. */
  readonly needsImportSas: boolean;
  readonly tiny: TinyUpload;
  readonly now: () => Date;
  /** A name nobody else has, such as a UUID. */
  readonly createId: () => string;
};

/** A permission after it was looked at; `grant` makes it one for a blob. */
type LookedAt = { readonly step: ProbeStep; readonly view: SasView | null };

/**
 * Tries both permissions and sends a few bytes to a blob of their own, `pst-ferry-test-<id>.txt`. The blob is deleted where
 * there is a permission for that; else it stays, and the step says so.
 * @yields uploadSas, importSas where it is needed, uploadTest @throws the signal's reason when aborted
 */
export async function* testStorage(test: StorageTest, signal: AbortSignal): AsyncGenerator<ProbeStep> {
  const upload = await lookAt('uploadSas', test);
  yield upload.step;
  const reading = test.needsImportSas ? await lookAt('importSas', test) : null;
  if (reading) yield reading.step;
  signal.throwIfAborted();
  yield await tryUpload(test, { upload, reading }, signal);
}

async function lookAt(name: 'uploadSas' | 'importSas', test: StorageTest): Promise<LookedAt> {
  const { container, secrets, now } = test;
  const sasToken = await secrets.get(name);
  if (sasToken === null) return { step: failed(name, '', new AppError('secretMissing', { name })), view: null };
  if (container === null) {
    return { step: failed(name, '', new AppError('connectionMissing', { reason: 'container' })), view: null };
  }
  const { view, findings } = lookAtSas(name, { container, sasToken }, now().getTime());
  const refusal = findings.find(({ level }) => level === 'refuse');
  if (!refusal) return { step: { ...sasStep(name, view, findings), error: null }, view };
  const error = new AppError('sasInvalid', { ...refusal.params, reason: refusal.code });
  return { step: failed(name, detailOf(view), error), view };
}

function sasStep(name: ProbeStepName, view: SasView, findings: readonly SasFinding[]) {
  const warnings = findings.filter(({ level }) => level === 'warn').map(sasFindingSentence);
  const detail = [detailOf(view), ...warnings].join(' ');
  return { step: name, outcome: warnings.length > 0 ? ('warning' as const) : ('ok' as const), detail };
}

/** What a SAS opens, allows and until when, in a line. */
function detailOf({ container, blob, rights, expiresAt, policy }: SasView): string {
  const byPolicy = policy === null ? null : `policy ${policy}`;
  const facts = [
    [container, blob].filter((part) => part !== null).join('/'),
    rights === null ? byPolicy : sasRightsText(rights),
    expiresAt === null ? null : `until ${sasTimeText(expiresAt)}`,
  ];
  const text = facts.filter((fact) => fact !== null && fact !== '').join('; ');
  return text === '' ? '' : `${text}.`;
}

type Permissions = { readonly upload: LookedAt; readonly reading: LookedAt | null };

async function tryUpload(test: StorageTest, permissions: Permissions, signal: AbortSignal): Promise<ProbeStep> {
  const { upload } = permissions;
  if (upload.step.outcome === 'failed') return skipped('uploadTest', 'uploadSas');
  if (upload.view?.resource === 'blob') return skipped('uploadTest', 'The permission is for one file alone.');
  const blobName = `pst-ferry-test-${test.createId()}.txt`;
  const text = `A test of PST Ferry, ${test.now().toISOString()}. This file may be deleted.\n`;
  const grant = (name: SasName) => grantOf(name, { ...test, blobName });
  try {
    await test.tiny.put(await grant('uploadSas'), text, signal);
  } catch (error) {
    return failure(error, '', signal);
  }
  const problem = await readBack({ test, permissions, grant, text, signal });
  const isGone = await removeBlob({ test, grant, signal });
  const detail = isGone
    ? `${blobName} was written and deleted.`
    : `${blobName} was written and stays in the container.`;
  return problem === null
    ? { step: 'uploadTest', outcome: 'ok', detail, error: null }
    : failure(problem, detail, signal);
}

type Trial = {
  readonly test: StorageTest;
  readonly grant: (name: SasName) => Promise<ImportSource>;
  readonly signal: AbortSignal;
};

/** Reads the blob as the import will, else with what was written with where that may read. @returns what went wrong, or null */
async function readBack(trial: Trial & { readonly permissions: Permissions; readonly text: string }): Promise<unknown> {
  const { test, permissions, grant, text, signal } = trial;
  const name = readerOf(permissions);
  if (name === null) return null;
  try {
    const found = await test.tiny.read(await grant(name), signal);
    return found === text ? null : new AppError('uploadRejected', { reason: 'ReadBackDiffers' });
  } catch (error) {
    const isRefused = error instanceof AppError && ['uploadForbidden', 'uploadExpired'].includes(error.code);
    // Whoever put the bytes there could write; it is the other permission that is refused.
    return name === 'importSas' && isRefused ? new AppError('importForbidden', error.params, { cause: error }) : error;
  }
}

function readerOf({ upload, reading }: Permissions): SasName | null {
  if (reading !== null && reading.step.outcome !== 'failed' && reading.view?.resource !== 'blob') return 'importSas';
  return upload.view?.rights?.includes('r') ? 'uploadSas' : null;
}

/** True when the blob is gone: there may be no permission for that, which is no failure. */
async function removeBlob({ test, grant, signal }: Trial): Promise<boolean> {
  try {
    await test.tiny.remove(await grant('cleanupSas'), signal);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) return false;
    throw error;
  }
}

function failure(error: unknown, detail: string, signal: AbortSignal): ProbeStep {
  signal.throwIfAborted();
  if (!(error instanceof AppError)) throw error;
  return failed('uploadTest', detail, error);
}

function failed(step: ProbeStepName, detail: string, error: AppError): ProbeStep {
  return { step, outcome: 'failed', detail, error: toWireError(error) };
}

function skipped(step: ProbeStepName, detail: string): ProbeStep {
  return { step, outcome: 'skipped', detail, error: null };
}
