import { randomUUID } from 'node:crypto';
import { type Connection, PROBE_STEPS, type ProbeStep } from '../../preload/contract/index.ts';
import type { ImportEngine, ProbeQuestion } from '../import/engine.ts';
import type { SecretStore } from '../settings/secrets.ts';
import { type StorageTest, type TinyUpload, testStorage } from './storage-test.ts';

export type ConnectionTest = {
  readonly engine: Pick<ImportEngine, 'probe'>;
  readonly connection: Connection | null;
  readonly secrets: Pick<SecretStore, 'get'>;
  readonly tiny: TinyUpload;
  readonly question: ProbeQuestion;
  readonly now?: () => Date;
  readonly createId?: () => string;
};

const LAST_OF_STORAGE = PROBE_STEPS.indexOf('uploadTest');

/**
 * Looks at everything a move over a connection needs: what the engine looks at, and between that the storage.
 * @yields one for each step, in the order of `PROBE_STEPS`; a failed one does not end it
 * @throws what the engine throws, after the storage was looked at; the signal's reason when aborted
 */
export async function* testConnection(test: ConnectionTest, signal: AbortSignal): AsyncGenerator<ProbeStep> {
  const storage = storageOf(test);
  let isStorageTested = storage === null;
  const testOnce = async function* () {
    if (storage === null || isStorageTested) return;
    isStorageTested = true;
    yield* testStorage(storage, signal);
  };
  signal.throwIfAborted();
  try {
    for await (const step of test.engine.probe(test.question, signal)) {
      if (PROBE_STEPS.indexOf(step.step) > LAST_OF_STORAGE) yield* testOnce();
      yield step;
    }
  } catch (error) {
    signal.throwIfAborted();
    yield* testOnce();
    throw error;
  }
  signal.throwIfAborted();
  yield* testOnce();
}

/** Null where the connection has no storage that needs permissions of the person. */
function storageOf({ connection, secrets, tiny, now, createId }: ConnectionTest): StorageTest | null {
  if (connection?.engine !== 'exchange' && connection?.engine !== 'purview') return null;
  return {
    container: connection.container,
    secrets,
    // An administrator gives the service its own.
    needsImportSas: connection.engine === 'exchange',
    tiny,
    now: now ?? (() => new Date()),
    createId: createId ?? randomUUID,
  };
}
