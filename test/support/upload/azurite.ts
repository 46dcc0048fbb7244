import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  BlobSASPermissions,
  BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';

const ACCOUNT = 'ferry';
const CONTAINER = 'pst';

/** The blob emulator as a child process with one container, and tokens for blobs in it. */
export type Azurite = {
  /** Address and token of one blob; `rights` as in a SAS, e.g. `cw`. */
  address(blobName: string, rights: string, expiresOn?: Date): { readonly blobUri: string; readonly sasToken: string };
  /** The same for the whole container, e.g. `dl`. */
  containerAddress(rights: string): { readonly containerUrl: string; readonly sasToken: string };
  download(blobName: string): Promise<Buffer>;
  contentType(blobName: string): Promise<string | undefined>;
  stop(): Promise<void>;
};

/** Starts the emulator on a free port. @throws when it is not installed or does not start. */
export async function startAzurite(): Promise<Azurite> {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-azurite-'));
  const key = randomBytes(64).toString('base64');
  const child = spawn(process.execPath, emulatorArguments(folder), {
    env: { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${key}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endpoint = await readEndpoint(child);
  const credential = new StorageSharedKeyCredential(ACCOUNT, key);
  const container = new BlobServiceClient(`${endpoint}/${ACCOUNT}`, credential).getContainerClient(CONTAINER);
  await container.create();

  return {
    address: (blobName, rights, expiresOn = new Date(Date.now() + 3_600_000)) => ({
      blobUri: container.getBlobClient(blobName).url,
      sasToken: generateBlobSASQueryParameters(
        {
          containerName: CONTAINER,
          blobName,
          permissions: BlobSASPermissions.parse(rights),
          expiresOn,
          version: '2021-12-02',
        },
        credential,
      ).toString(),
    }),
    containerAddress: (rights) => ({
      containerUrl: container.url,
      sasToken: generateBlobSASQueryParameters(
        {
          containerName: CONTAINER,
          permissions: ContainerSASPermissions.parse(rights),
          expiresOn: new Date(Date.now() + 3_600_000),
          version: '2021-12-02',
        },
        credential,
      ).toString(),
    }),
    download: (blobName) => container.getBlobClient(blobName).downloadToBuffer(),
    contentType: async (blobName) => (await container.getBlobClient(blobName).getProperties()).contentType,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function emulatorArguments(folder: string): string[] {
  const program = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  const network = ['--blobHost', '127.0.0.1', '--blobPort', '0'];
  return [program, '--location', folder, ...network, '--silent', '--disableTelemetry', '--skipApiVersionCheck'];
}

async function readEndpoint(child: ChildProcess): Promise<string> {
  if (!child.stdout || !child.stderr) throw new Error('the emulator has no output');
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const endpoint = /successfully listens on (http:\S+)/.exec(line)?.[1];
    if (endpoint) {
      // Left unread the pipe would fill up and hold the emulator.
      child.stdout.resume();
      return endpoint;
    }
  }
  throw new Error(`the emulator did not start: ${complaint}`);
}
