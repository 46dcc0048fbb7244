import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { z } from 'zod';
import { createBlobReader } from './blob-source.ts';
import { startJsonServer } from './http-server.ts';
import type { StartImportThread } from './import-thread.ts';
import { createMailboxes } from './mailboxes.ts';
import { startRequestService } from './request-service.ts';
import { createRequestStore } from './request-store.ts';
import { createRoutes } from './routes.ts';
import { CONTAINER, createSas } from './sas.ts';

/** What the import service needs to start. `token` and `accountKey` are secrets. */
export const ImportServiceInput = z.object({
  folder: z.string().min(1),
  token: z.string().min(32),
  blobEndpoint: z.string().url(),
  accountName: z.string(),
  accountKey: z.string(),
  mailboxes: z.array(z.string()),
});
export type ImportServiceInput = z.infer<typeof ImportServiceInput>;

/** A running import service; `endpoint` is `http://127.0.0.1:PORT`. */
export type ImportService = { readonly endpoint: string; close(): Promise<void> };

/** Tries of the storage client to reach the emulator, which has just said that it is ready. */
const CONTAINER_TRIES = 3;

/**
 * Starts the import service of the embedded tenant. Requests and mailboxes lie in `folder`, which is made if it is
 * missing. `startThread` reads one PST.
 * @throws when the blob store cannot be reached.
 */
export async function startImportService(
  input: ImportServiceInput,
  startThread: StartImportThread,
): Promise<ImportService> {
  const folder = resolve(input.folder);
  const credential = new StorageSharedKeyCredential(input.accountName, input.accountKey);
  const retryOptions = { maxTries: CONTAINER_TRIES, retryDelayInMs: 200 };
  const blobService = new BlobServiceClient(input.blobEndpoint, credential, { retryOptions });
  await blobService.getContainerClient(CONTAINER).createIfNotExists();
  const mailboxes = createMailboxes(join(folder, 'mailboxes'), input.mailboxes);
  const requests = await startRequestService({
    store: createRequestStore(join(folder, 'requests')),
    blobs: createBlobReader(),
    mailboxes,
    startThread,
    incomingFolder: await makeEmpty(join(folder, 'incoming')),
  });
  const routes = createRoutes({
    requests,
    listMailboxes: mailboxes.list,
    describeMailbox: mailboxes.describe,
    createSas: (request) => createSas(request, { endpoint: input.blobEndpoint, credential }, Date.now()),
  });
  const server = await startJsonServer(input.token, routes);
  return {
    endpoint: server.endpoint,
    close: async () => {
      await requests.close();
      await server.close();
    },
  };
}

/** Blobs an earlier run was reading when it was killed are of no use: they are fetched again. */
async function makeEmpty(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
