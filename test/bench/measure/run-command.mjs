import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { cachePath } from '../places.mjs';
import { machineTicks } from './machine.mjs';
import { watchProcessGroup } from './process-group.mjs';

/** A run that takes longer hangs. */
const LIMIT_MINUTES = 15;
/** Runs a command and writes what it and its children read, by the system's account, to the file in front of it. */
const COUNT_READS = 'file=$1; shift; "$@"; code=$?; cat "/proc/$$/io" > "$file"; exit $code';

/**
 * @typedef {object} Run one run of a command
 * @property {number | null} code null when a signal ended it
 * @property {boolean} isStopped it was not done within its limit; what it used is then not known
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} wallSeconds
 * @property {number} cpuSeconds user and system time of the command and what it started
 * @property {number} rssMib most memory, summed over its processes
 * @property {number} reads calls that read, of files and of all else, as far as it waited for what it started
 * @property {number} readBytes
 * @property {number} stolenShare of the CPU time wanted meanwhile, what the host withheld; 0..1
 */

/**
 * Runs a command to its end and measures it. It dies with us.
 * @param {string[]} command
 * @param {object} [options]
 * @param {Record<string, string>} [options.env] besides our own; secrets go here, a command line can be seen by everyone
 * @param {number} [options.limitSeconds] a run that takes longer is stopped, and that is its result
 * @returns {Promise<Run>}
 * @throws {Error} when it does not end and has no limit of its own
 */
export async function runCommand(command, { env = {}, limitSeconds } = {}) {
  const files = { usage: cachePath(`usage-${process.pid}`), reads: cachePath(`reads-${process.pid}`) };
  const before = machineTicks();
  const startedMs = performance.now();
  const child = start(command, files, env);
  const kill = () => killGroup(child.pid);
  process.once('exit', kill);
  const limit = setTimeout(kill, (limitSeconds ?? LIMIT_MINUTES * 60) * 1000);
  const stopWatching = watchProcessGroup(child.pid);
  const ended = await waitFor(child, startedMs);
  const seen = stopWatching();
  clearTimeout(limit);
  process.off('exit', kill);
  const isStopped = !fs.existsSync(files.reads);
  if (isStopped && limitSeconds === undefined) throw new Error(`no end within ${LIMIT_MINUTES} minutes: ${command[0]}`);
  const used = isStopped ? UNKNOWN : { ...readUsage(files.usage, seen), ...readReads(files.reads) };
  for (const file of Object.values(files)) fs.rmSync(file, { force: true });
  return { ...ended, isStopped, ...used, stolenShare: shareStolen(before, machineTicks()) };
}

const UNKNOWN = { cpuSeconds: Number.NaN, rssMib: Number.NaN, reads: Number.NaN, readBytes: Number.NaN };

function start(command, files, env) {
  const timed = ['/usr/bin/time', '-o', files.usage, '-f', '%U %S %M', ...command];
  return spawn('/bin/sh', ['-c', COUNT_READS, 'sh', files.reads, ...timed], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, by which its processes are found.
    detached: true,
  });
}

async function waitFor(child, startedMs) {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
  let wallSeconds = 0;
  child.once('exit', () => (wallSeconds = (performance.now() - startedMs) / 1000));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { code, ...output, wallSeconds };
}

// Each of the two misses something: the system's own account leaves out workers nobody waited for and knows the largest
// process alone; looking from outside misses what is over within a few milliseconds.
function readUsage(file, seen) {
  const [user, system, rssKib] = fs.readFileSync(file, 'utf8').trim().split('\n').at(-1).split(' ').map(Number);
  return {
    cpuSeconds: Math.max(user + system, seen.cpuSeconds),
    rssMib: Math.max(rssKib, seen.rssKib) / 1024,
  };
}

/** @see proc_pid_io(5): what a process waited for is counted with it */
function readReads(file) {
  const text = fs.readFileSync(file, 'utf8');
  const numberOf = (field) => Number(new RegExp(`^${field}: (\\d+)$`, 'm').exec(text)?.[1]);
  return { reads: numberOf('syscr'), readBytes: numberOf('rchar') };
}

function shareStolen(before, after) {
  const stolen = after.stolen - before.stolen;
  return stolen / Math.max(1, after.busy - before.busy + stolen);
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has just ended by itself.
    if (error.code !== 'ESRCH') throw error;
  }
}
