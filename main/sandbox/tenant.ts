import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

/** The processes of the tenant. */
export type TenantWorkerName = 'worker-blob-emulator' | 'worker-import-service';

/** A server process that has said it is ready. */
export type TenantWorker = {
  readonly ready: unknown;
  stop(): Promise<void>;
  onExit(listener: () => void): void;
};

export type TenantOptions = {
  /** Absolute; holds blobs, requests and mailboxes from one start to the next. */
  readonly folder: string;
  readonly startWorker: (name: TenantWorkerName, input: unknown) => Promise<TenantWorker>;
  /** Addresses to offer besides the tenant's own. */
  readonly mailboxes?: readonly string[];
};

/** The running embedded tenant. `token` is a secret of this run. */
export type Tenant = {
  readonly endpoint: string;
  readonly token: string;
  /** Called once when one of its processes has ended without being asked to. */
  onLost(listener: () => void): void;
  /** Ends both in good order; asked again, it is the same stop. */
  stop(): Promise<void>;
};

/**
 * Name of the storage account. The same in every run: blobs and staged blocks are filed under it, and an upload goes on
 * after a restart. The key is new in every run.
 */
const ACCOUNT_NAME = 'pstferrysandbox';
/** Length of a storage account key, bytes. */
const ACCOUNT_KEY_BYTES = 64;
const TOKEN_BYTES = 32;

const Ready = z.object({ endpoint: z.string() });

/** Starts the blob emulator and the import service. Key and token are made anew and never written to disk. */
export async function startTenant(options: TenantOptions): Promise<Tenant> {
  const { folder, startWorker, mailboxes = [] } = options;
  const account = { accountName: ACCOUNT_NAME, accountKey: randomBytes(ACCOUNT_KEY_BYTES).toString('base64') };
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const emulator = await startWorker('worker-blob-emulator', { ...account, folder: join(folder, 'storage') });
  try {
    const { endpoint: blobEndpoint } = Ready.parse(emulator.ready);
    const input = { ...account, folder, token, blobEndpoint, mailboxes };
    const service = await startWorker('worker-import-service', input);
    const { endpoint } = Ready.parse(service.ready);
    return joinWorkers({ endpoint, token }, emulator, service);
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

function joinWorkers(facts: Pick<Tenant, 'endpoint' | 'token'>, emulator: TenantWorker, service: TenantWorker): Tenant {
  let isOver = false;
  let stopped: Promise<void> | null = null;
  const listeners: (() => void)[] = [];
  for (const worker of [emulator, service]) {
    worker.onExit(() => {
      if (isOver) return;
      isOver = true;
      for (const listener of listeners) listener();
    });
  }
  return {
    ...facts,
    onLost: (listener) => listeners.push(listener),
    stop: () => {
      isOver = true;
      // The service first: it reads from the emulator.
      stopped ??= service.stop().then(() => emulator.stop());
      return stopped;
    },
  };
}
