import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import { BlobEmulatorInput, startBlobEmulator } from '../../../main/sandbox/blob-emulator.ts';
import type { OpenPst } from '../../../main/sandbox/import-pst.ts';
import { ImportServiceInput, startImportService } from '../../../main/sandbox/import-service.ts';
import { startTenant, type Tenant, type TenantWorker } from '../../../main/sandbox/tenant.ts';
import { createLocalThread } from './local-thread.ts';

/**
 * Starts the embedded tenant inside the test's own process, over a folder the test keeps.
 * `reach` gives the address under which clients see the blob store; a test may put a proxy between.
 */
export function startLocalTenant(
  folder: string,
  openPst: OpenPst = createPstOpener(openPstSource),
  reach: (endpoint: string) => Promise<string> = (endpoint) => Promise.resolve(endpoint),
): Promise<Tenant> {
  const startThread = createLocalThread(openPst);
  return startTenant({
    folder,
    startWorker: async (name, input): Promise<TenantWorker> => {
      const service =
        name === 'worker-blob-emulator'
          ? await startBlobEmulator(BlobEmulatorInput.parse(input))
          : await startImportService(ImportServiceInput.parse(input), startThread);
      const endpoint = name === 'worker-blob-emulator' ? await reach(service.endpoint) : service.endpoint;
      const ready = { kind: 'ready', endpoint };
      return { ready, stop: () => service.close(), onExit: () => undefined };
    },
  });
}

/** A new folder of the system's temporary folder, and how to be rid of it. */
export async function createFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `ferry-${randomBytes(4).toString('hex')}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
