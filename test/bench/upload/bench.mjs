import { fileURLToPath } from 'node:url';
import { bundleEntry } from '../bundle.mjs';
import { packageVersion } from '../measure/machine.mjs';
import { runRounds } from '../measure/rounds.mjs';
import { formatStolen, formatTable, listOurFaults } from '../measure/table.mjs';
import { startAzurite } from './azurite.mjs';
import { ensureRandomFile } from './random-file.mjs';
import { BLOCK_BYTES, CONCURRENCY } from './target.mjs';

const DEFAULT_SIZE_MIB = 256;
const BLOB_NAME = 'bench.pst';
const EXTRAS = [
  { title: 'MiB sent', digits: 2 },
  { title: 'Azurite CPU s', digits: 2 },
];

/**
 * Bringing one file into a blob store.
 * @param {import('../cli.mjs').BenchOptions} options
 * @returns {Promise<string[]>} what ours did wrong
 */
export async function benchUpload({ rounds, sizeMib, say }) {
  const sample = ensureRandomFile(sizeMib ?? DEFAULT_SIZE_MIB);
  const clients = listClients(await bundleEntry('test/bench/upload/ours.ts'), sample);
  const series = await runRounds(clients, rounds, (client, measured) => besideAzurite(client, measured, sample));
  say(`${sample.sizeBytes / 2 ** 20} MiB of random bytes, ${BLOCK_BYTES / 2 ** 20} MiB a block, ${CONCURRENCY} requests \
at once, to Azurite ${packageVersion('azurite')} in memory over plain HTTP on loopback, a new one for each run; the blob is \
read back each time.

Azurite itself is the bottleneck: it works on the same cores as the client, and the CPU time it needs is part of every \
run's wall time. So wall time says nothing about a real service. The table is about correctness (bytes sent, blob read \
back) and about what the client costs (CPU, memory). Ours hashes every byte twice (MD5 a block, SHA-256 of the file) and \
may be stopped and resumed; the others cannot, and hash only where their name says so.`);
  say(formatTable(series, EXTRAS));
  say(formatStolen(series));
  return listOurFaults(series);
}

function listClients(ours, { file, sha256 }) {
  const sdk = `@azure/storage-blob ${packageVersion('@azure/storage-blob')}`;
  const program = (name, ...options) => [
    process.execPath,
    fileURLToPath(new URL(name, import.meta.url)),
    file,
    ...options,
  ];
  const checkOurs = (run) => ({ isRight: run.stdout === sha256, says: `reported SHA-256 ${run.stdout.slice(0, 8)}…` });
  const checkExit = ({ code, stderr }) => ({ isRight: code === 0, says: code === 0 ? '' : lastLine(stderr) });
  return [
    { name: 'pst-ferry upload()', isOurs: true, command: [process.execPath, ours, file], check: checkOurs },
    { name: `${sdk} stageBlock loop`, command: program('sdk-stage-blocks.mjs'), check: checkExit },
    { name: `${sdk} stageBlock loop, MD5`, command: program('sdk-stage-blocks.mjs', '--md5'), check: checkExit },
    { name: `${sdk} uploadFile`, command: program('sdk-upload-file.mjs'), check: checkExit },
  ];
}

/** A new emulator each time: what earlier blobs cost its memory must not fall on the next client. */
async function besideAzurite(client, measured, sample) {
  const azurite = await startAzurite();
  try {
    const { blobUri, sasToken } = azurite.address(BLOB_NAME);
    const before = await azurite.usage();
    const run = await measured({ BENCH_BLOB_URI: blobUri, BENCH_SAS_TOKEN: sasToken });
    const after = await azurite.usage();
    const extra = {
      'MiB sent': (after.receivedBytes - before.receivedBytes) / 2 ** 20,
      'Azurite CPU s': after.cpuSeconds - before.cpuSeconds,
    };
    const own = client.check(run);
    const result = run.code === 0 && own.isRight ? await checkBlob(azurite, sample) : failed(run, own);
    return { run, result, extra };
  } finally {
    await azurite.stop();
  }
}

async function checkBlob(azurite, sample) {
  const blob = await azurite.readBack(BLOB_NAME);
  const isRight = blob.sizeBytes === sample.sizeBytes && blob.sha256 === sample.sha256;
  return { isRight, says: isRight ? 'blob equals file' : 'blob differs from the file' };
}

function failed(run, own) {
  return { isRight: false, says: run.code === 0 ? own.says : `exit ${run.code}: ${own.says}` };
}

function lastLine(text) {
  return text.trim().split('\n').at(-1).slice(0, 200);
}
