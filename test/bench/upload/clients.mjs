import { fileURLToPath } from 'node:url';
import { packageVersion } from '../measure/machine.mjs';
import { azcopyEnvironment } from './peers.mjs';
import { SCRATCH, scratchPath } from './scratch.mjs';
import { BLOCK_BYTES, CONCURRENCY } from './target.mjs';

const BLOCK_MIB = BLOCK_BYTES / 2 ** 20;
const SDK = `@azure/storage-blob ${packageVersion('@azure/storage-blob')}`;
/** A client that takes longer hangs; the slowest needs a quarter of it for 4 GiB. */
export const LIMIT_SECONDS = 180;
/** Name of the blob every client writes. */
export const BLOB_NAME = 'bench.pst';
/** Names of our clients, whose keys say how much they do. */
export const OURS = { checked: 'pst-ferry, every check', unhashed: 'pst-ferry, no hashing' };

/**
 * @typedef {object} Programs
 * @property {string} ours our bundled program
 * @property {import('./peers.mjs').Peer | null} azcopy
 * @property {import('./peers.mjs').Peer | null} rclone
 * @property {import('./electron.mjs').Electron | null} electron
 *
 * @typedef {{ file: string, sizeBytes: number, sha256: string }} Sample what is sent
 *
 * @typedef {import('../measure/rounds.mjs').Client & { key: string, isNode?: boolean, env?: Record<string, string> }} UploadClient
 * `key` is the same for all versions; `isNode`: it prints what only the process itself can know; `env` is its own
 */

/**
 * Everything that brings one file into a blob store. Where the blob is and what allows writing it, clients take from
 * `clientEnvironment`.
 * @param {Programs} programs
 * @param {Sample} sample
 * @param {{ isSink: boolean }} server an upload that was not hashed goes to a sink alone
 * @returns {UploadClient[]}
 */
export function listClients(programs, sample, { isSink }) {
  const plain = isSink ? OURS.unhashed : OURS.checked;
  const clients = [
    ours(programs, sample, 'checked'),
    ...(isSink ? [ours(programs, sample, 'unhashed'), ...electronClients(programs, sample)] : []),
    ...[8, 16].map((lanes) => ({
      key: `http${lanes}`,
      against: plain,
      ...nodeProgram(`node:http ${BLOCK_MIB} MiB × ${lanes}`, 'node-http.mjs', sample.file, String(lanes)),
    })),
    {
      key: 'stageBlock',
      against: plain,
      ...nodeProgram(`${SDK} stageBlock loop`, 'sdk-stage-blocks.mjs', sample.file),
    },
    ...(isSink
      ? []
      : [{ key: 'md5', ...nodeProgram(`${SDK} stageBlock loop, MD5`, 'sdk-stage-blocks.mjs', sample.file, '--md5') }]),
    { key: 'uploadFile', against: plain, ...nodeProgram(`${SDK} uploadFile`, 'sdk-upload-file.mjs', sample.file) },
    ...azcopyClients(programs, sample, plain),
    ...rcloneClients(programs, sample, plain),
  ];
  return clients.map((client) => ({ ...client, limitSeconds: LIMIT_SECONDS }));
}

/**
 * What clients are told by their environment.
 * @param {import('./servers.mjs').Server} server
 * @param {import('./servers.mjs').Address} address
 * @returns {Record<string, string>}
 */
export function clientEnvironment(server, { blobUri, sasToken, containerUri, containerSas }) {
  return {
    ...server.env,
    ...azcopyEnvironment(),
    BENCH_JOURNALS: scratchPath(SCRATCH.journals),
    BENCH_BLOB_URI: blobUri,
    BENCH_SAS_TOKEN: sasToken,
    RCLONE_AZUREBLOB_SAS_URL: `${containerUri}?${containerSas}`,
    RCLONE_CONFIG: '/dev/null',
  };
}

/**
 * What came of a run.
 * @param {UploadClient} client
 * @param {import('../measure/run-command.mjs').Run} run
 * @param {() => Promise<import('../measure/rounds.mjs').Result>} checkBlob
 */
export async function judge(client, run, checkBlob) {
  const own = client.check(run);
  // Half a file sent is no result, however long it took.
  if (run.isStopped) return { isRight: false, says: own.says };
  return own.isRight ? checkBlob() : own;
}

/** Our program; `depth` is `checked` or `unhashed`. */
export function ours({ ours: program }, { file, sha256 }, depth) {
  const check = (run) => {
    // A process of Electron that crashed may end like one that did not.
    const hasReported = run.code === 0 && run.stdout !== '';
    const found = hasReported ? JSON.parse(run.stdout).sha256 : '';
    const isRight = hasReported && (depth === 'unhashed' || found === sha256);
    return { isRight, says: hasReported ? `reported SHA-256 ${found.slice(0, 8)}…` : errorOf(run) };
  };
  const command = [process.execPath, program, file, depth];
  return { key: depth, name: OURS[depth], isOurs: true, isNode: true, command, check };
}

/**
 * Ours in a utility process of Electron, as on a PC that names no proxy and as on one that does; CPU and memory are those of
 * all of Electron's processes.
 */
function electronClients(programs, sample) {
  const { electron } = programs;
  if (electron === null) return [];
  const client = (depth, isDirect) => {
    const { command, ...node } = ours(programs, sample, depth);
    return {
      ...node,
      key: `electron-${isDirect ? 'direct' : 'net'}-${depth}`,
      name: `${node.name}, in ${electron.title}${isDirect ? '' : ', by its network service'}`,
      against: node.name,
      env: { ...electron.env, BENCH_ROUTE: isDirect ? 'direct' : 'service' },
      command: [...electron.command, ...command.slice(1)],
    };
  };
  return [client('checked', true), client('unhashed', true), client('unhashed', false)];
}

/** AzCopy takes where to write by its arguments alone: all can see it, so the permission is good for this bench only. */
export function azcopyCopy({ program }, file, ...options) {
  const fixed = ['--from-to', 'LocalBlob', '--block-size-mb', String(BLOCK_MIB), '--overwrite', 'true'];
  const quiet = ['--log-level', 'NONE', '--output-level', 'quiet', '--skip-version-check'];
  const write = 'exec "$@" "$BENCH_BLOB_URI?$BENCH_SAS_TOKEN"';
  return shell(write, program, 'copy', file, ...fixed, ...quiet, ...options);
}

/** A command with more behind it that only its environment knows: `script` runs `"$@"`. */
export function shell(script, ...command) {
  return ['/bin/sh', '-c', script, 'sh', ...command];
}

/** rclone finds the container in its environment. */
export function rcloneCopy({ program }, file, ...options) {
  const chunks = ['--azureblob-chunk-size', `${BLOCK_MIB}M`, '--azureblob-upload-concurrency', String(CONCURRENCY)];
  return [program, 'copyto', file, `:azureblob:pst/${BLOB_NAME}`, ...chunks, '--retries', '1', ...options];
}

/** A program of this folder, run by Node. */
export function nodeProgram(name, program, ...options) {
  const command = [process.execPath, fileURLToPath(new URL(program, import.meta.url)), ...options];
  return { name, isNode: true, command, check: checkExit };
}

function azcopyClients({ azcopy }, { file }, plain) {
  if (azcopy === null) return [];
  const client = (key, against, ...options) => ({
    key,
    name: [azcopy.title, ...options].join(' '),
    against,
    command: azcopyCopy(azcopy, file, ...options),
    check: checkExit,
  });
  return [client('azcopy', plain), client('azcopyMd5', OURS.checked, '--put-md5')];
}

function rcloneClients({ rclone }, { file }, plain) {
  if (rclone === null) return [];
  const bare = ['--azureblob-disable-checksum', '--ignore-checksum'];
  const client = (key, name, against, ...options) => ({
    key,
    name: `${rclone.title}${name}`,
    against,
    command: rcloneCopy(rclone, file, ...options),
    check: checkExit,
  });
  return [client('rclone', '', OURS.checked), client('rcloneBare', ' without checksum', plain, ...bare)];
}

/** What says nothing of what it sent. */
export function checkExit(run) {
  return { isRight: run.code === 0, says: run.code === 0 ? '' : errorOf(run) };
}

/** Node says what went wrong in between, other programs last. */
function errorOf({ code, stdout, stderr }) {
  const lines = `${stdout}${stderr}`.trim().split('\n');
  const line = lines.find((each) => /^\w*Error\b/.test(each)) ?? lines.at(-1);
  return `exit ${code}: ${line.slice(0, 200)}`;
}
