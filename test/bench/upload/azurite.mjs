import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import {
  BlobSASPermissions,
  BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { processCpuSeconds } from '../measure/process-group.mjs';

const ACCOUNT = 'ferrybench';
const CONTAINER = 'pst';
const HOUR_MS = 3_600_000;
/** A service version that emulator and client both know. */
const SAS_VERSION = '2021-12-02';

/**
 * Starts the blob emulator with all data in memory, a random account key and one container.
 * @returns {Promise<import('./servers.mjs').Running>}
 * @throws {Error} when it does not start
 */
export async function startAzurite() {
  const key = randomBytes(64).toString('base64');
  const child = startProcess(key);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const endpoint = await readEndpoint(child);
  const credential = new StorageSharedKeyCredential(ACCOUNT, key);
  const container = new BlobServiceClient(`${endpoint}/${ACCOUNT}`, credential).getContainerClient(CONTAINER);
  await container.create();
  return {
    address: (blobName) => ({
      blobUri: container.getBlobClient(blobName).url,
      sasToken: sign({ blobName, permissions: BlobSASPermissions.parse('rcw') }, credential),
      containerUri: container.url,
      containerSas: sign({ permissions: ContainerSASPermissions.parse('rcwl') }, credential),
    }),
    check: (blobName, sample) => checkBlob(container.getBlobClient(blobName), sample),
    usage: async () => ({ receivedBytes: await askReceived(child), cpuSeconds: processCpuSeconds(child.pid) }),
    stop: async () => {
      const ended = once(child, 'exit');
      kill();
      await ended;
      process.off('exit', kill);
    },
  };
}

function startProcess(key) {
  const program = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  const network = ['--blobHost', '127.0.0.1', '--blobPort', '0'];
  return fork(
    program,
    [...network, '--inMemoryPersistence', '--silent', '--disableTelemetry', '--skipApiVersionCheck'],
    {
      execArgv: ['--import', new URL('count-received.mjs', import.meta.url).href],
      // The environment, since a command line can be seen by everyone.
      env: { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${key}` },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
}

async function readEndpoint(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const endpoint = /successfully listens on (http:\S+)/.exec(line)?.[1];
    if (endpoint) {
      // Left unread the pipe would fill up and hold the emulator.
      child.stdout.resume();
      return endpoint;
    }
  }
  throw new Error('the blob emulator did not start');
}

function sign(what, credential) {
  const expiresOn = new Date(Date.now() + HOUR_MS);
  const values = { containerName: CONTAINER, expiresOn, version: SAS_VERSION, ...what };
  return generateBlobSASQueryParameters(values, credential).toString();
}

async function checkBlob(blob, sample) {
  const { readableStreamBody } = await blob.download();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of readableStreamBody) {
    hash.update(piece);
    sizeBytes += piece.byteLength;
  }
  const isRight = sizeBytes === sample.sizeBytes && hash.digest('hex') === sample.sha256;
  return { isRight, says: isRight ? 'blob equals file' : 'blob differs from the file' };
}

async function askReceived(child) {
  const answered = once(child, 'message');
  child.send('received');
  const [{ receivedBytes }] = await answered;
  return receivedBytes;
}
