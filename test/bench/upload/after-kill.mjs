import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { runRounds } from '../measure/rounds.mjs';
import { formatTable } from '../measure/table.mjs';
import {
  azcopyCopy,
  BLOB_NAME,
  checkExit,
  clientEnvironment,
  judge,
  LIMIT_SECONDS,
  nodeProgram,
  ours,
  rcloneCopy,
  shell,
} from './clients.mjs';
import { clearScratch, SCRATCH, scratchPath } from './scratch.mjs';

const MIB = 2 ** 20;
const LOOK_EVERY_MS = 2;
/** A sink that has got nothing new for so long has taken all that the dead client had left in its sockets. */
const SETTLED_MS = 50;
/** Rights enough to write and commit, not to ask what is there. */
const WRITE_ONLY = 'cw';
const EXTRAS = [
  { title: 'MiB before', digits: 1 },
  { title: 'MiB sent', digits: 1, isCompared: true },
  { title: 'MiB beyond the rest', digits: 1 },
];

/**
 * @typedef {import('./clients.mjs').UploadClient & { first: string[], rights?: string, isJournalLost?: boolean }} SecondRun
 * `first` is the command that is killed; `rights` those of the SAS; `isJournalLost`: what it kept is gone
 */

/**
 * Kills each client when half of a file has arrived, and runs it once more as one would: how much is sent again?
 * @param {{ server: import('./servers.mjs').Server, sample: import('./clients.mjs').Sample,
 *   programs: import('./clients.mjs').Programs, rounds: number }} options
 */
export async function benchAfterKill({ server, sample, programs, rounds }) {
  const clients = listSecondRuns(programs, sample).map((client) => ({ ...client, limitSeconds: LIMIT_SECONDS }));
  const series = await runRounds(clients, rounds, (client, measured) =>
    killAndGoOn(client, measured, { server, sample }),
  );
  return { series, table: formatTable(series, EXTRAS) };
}

function listSecondRuns(programs, sample) {
  const { azcopy, rclone } = programs;
  const checked = ours(programs, sample, 'checked');
  const again = (client) => ({ ...client, first: client.command });
  return [
    { ...again(checked), key: 'kept', name: 'pst-ferry, asking the service' },
    { ...again(checked), key: 'writeOnly', name: 'pst-ferry, by its journal alone', rights: WRITE_ONLY },
    { ...again(checked), key: 'lost', name: 'pst-ferry, journal lost', isJournalLost: true },
    again({ key: 'uploadFile', ...nodeProgram('SDK uploadFile', 'sdk-upload-file.mjs', sample.file) }),
    ...(azcopy === null ? [] : [resumedAzcopy(azcopy, sample)]),
    ...(rclone === null
      ? []
      : [again({ key: 'rclone', name: rclone.title, command: rcloneCopy(rclone, sample.file), check: checkExit })]),
  ];
}

function resumedAzcopy(azcopy, { file }) {
  const [program, quiet] = [azcopy.program, ['--output-level', 'quiet']];
  return {
    key: 'azcopy',
    name: `${azcopy.title} jobs resume`,
    first: azcopyCopy(azcopy, file),
    command: shell(
      'exec "$@" "$BENCH_AZCOPY_JOB" --destination-sas "$BENCH_SAS_TOKEN"',
      program,
      'jobs',
      'resume',
      ...quiet,
    ),
    check: checkExit,
  };
}

async function killAndGoOn(client, measured, { server, sample }) {
  const running = await server.start();
  try {
    clearScratch();
    const env = clientEnvironment(server, running.address(BLOB_NAME, client.rights));
    await runUntil(client.first, env, async () => (await running.usage()).receivedBytes >= sample.sizeBytes / 2);
    const before = await settledBytes(running);
    if (client.isJournalLost) clearScratch([SCRATCH.journals]);
    const run = await measured({ ...env, BENCH_AZCOPY_JOB: findAzcopyJob() });
    const sent = (await running.usage()).receivedBytes - before;
    return {
      run,
      result: await judge(client, run, () => running.check(BLOB_NAME, sample)),
      extra: {
        'MiB before': before / MIB,
        'MiB sent': sent / MIB,
        'MiB beyond the rest': (before + sent - sample.sizeBytes) / MIB,
      },
    };
  } finally {
    await running.stop();
  }
}

/** Runs a command, and kills it and what it has started as soon as `isEnough`. */
async function runUntil(command, env, isEnough) {
  const child = spawn(command[0], command.slice(1), {
    env: { ...process.env, ...env },
    stdio: 'ignore',
    // A group of its own, by which it is killed.
    detached: true,
  });
  const exited = once(child, 'exit');
  const kill = () => process.kill(-child.pid, 'SIGKILL');
  process.once('exit', kill);
  while (child.exitCode === null && !(await isEnough())) await delay(LOOK_EVERY_MS);
  process.off('exit', kill);
  if (child.exitCode !== null)
    throw new Error(`ended before it could be killed, with ${child.exitCode}: ${command[0]}`);
  kill();
  await exited;
}

async function settledBytes(running) {
  let before = -1;
  for (;;) {
    const { receivedBytes } = await running.usage();
    if (receivedBytes === before) return before;
    before = receivedBytes;
    await delay(SETTLED_MS);
  }
}

/** AzCopy names the plan of a job `ID--PART.steVERSION`; empty for other clients, which leave none. */
function findAzcopyJob() {
  const [plan] = fs.readdirSync(scratchPath(SCRATCH.azcopy)).filter((name) => name.includes('--'));
  return plan?.split('--')[0] ?? '';
}
