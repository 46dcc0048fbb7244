/// <reference path="../workers/azurite.d.ts" />
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import blobConfigurationModule from 'azurite/dist/src/blob/BlobConfiguration.js';
import blobServerModule from 'azurite/dist/src/blob/BlobServer.js';
import { z } from 'zod';
import { createSaver, type Saver } from './saver.ts';

/** What the blob emulator needs to start. `accountKey` is base64 and a secret: it never leaves the two processes. */
export const BlobEmulatorInput = z.object({
  folder: z.string().min(1),
  accountName: z.string().regex(/^[a-z0-9]{3,24}$/),
  accountKey: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/),
});
export type BlobEmulatorInput = z.infer<typeof BlobEmulatorInput>;

/** A running blob emulator; `endpoint` is `http://127.0.0.1:PORT/account`. */
export type BlobEmulator = { readonly endpoint: string; close(): Promise<void> };

const HOST = '127.0.0.1';
/** Seconds an idle connection is kept; the emulator's own default. */
const KEEP_ALIVE_SECONDS = 5;

const BlobConfiguration = classOf(blobConfigurationModule);
const BlobServer = classOf(blobServerModule);

/**
 * Starts the blob emulator on a free loopback port with its data in `folder`, which is made if it is missing.
 * What was acknowledged survives a kill; `close` saves everything.
 */
export async function startBlobEmulator(input: BlobEmulatorInput): Promise<BlobEmulator> {
  await mkdir(input.folder, { recursive: true });
  // The emulator reads its accounts from here and nowhere else; a command line could be seen by other processes.
  process.env.AZURITE_ACCOUNTS = `${input.accountName}:${input.accountKey}`;
  const server = new BlobServer(configurationFor(input.folder));
  await server.start();
  // Extents first: a blob must never name an extent that is not on record.
  const databases = [server.extentMetadataStore.db, server.metadataStore.db];
  const saver = createSaver(() => saveAll(databases));
  server.httpServer.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') answerWhenSaved(response, saver);
  });
  return {
    endpoint: `${server.getHttpServerAddress()}/${input.accountName}`,
    close: async () => {
      await saver.flush();
      await server.close();
    },
  };
}

/**
 * Holds an answer back until what it speaks of is on disk, as the real service does. The emulator by itself saves every
 * five seconds; a kill in between would lose blocks that were acknowledged.
 */
function answerWhenSaved(response: ServerResponse, saver: Saver): void {
  const end = response.end.bind(response) as (...parts: unknown[]) => ServerResponse;
  const endLater = (...parts: unknown[]): ServerResponse => {
    saver.flush().then(
      () => end(...parts),
      () => response.destroy(),
    );
    return response;
  };
  response.end = endLater as typeof response.end;
}

function configurationFor(folder: string): unknown {
  const extents = [{ locationId: 'Default', locationPath: join(folder, 'blobs'), maxConcurrency: 10 }];
  const [blobDatabase, extentDatabase] = [join(folder, 'blobs.json'), join(folder, 'extents.json')];
  // No access log and no debug log: both hold whole URLs, and with them the SAS.
  const logs = [false, undefined, false, undefined];
  const [isLoose, skipsApiVersionCheck] = [false, true];
  const databases = [blobDatabase, extentDatabase, extents];
  return new BlobConfiguration(HOST, 0, KEEP_ALIVE_SECONDS, ...databases, ...logs, isLoose, skipsApiVersionCheck);
}

async function saveAll(databases: readonly { saveDatabase(done: (error?: unknown) => void): void }[]): Promise<void> {
  for (const database of databases) {
    await new Promise<void>((resolve, reject) => database.saveDatabase((error) => (error ? reject(error) : resolve())));
  }
}

/** The package is CommonJS: a bundler gives the class, Node gives the module object that holds it. */
function classOf<T extends object>(module: T | { readonly default: T }): T {
  return 'default' in module ? module.default : module;
}
