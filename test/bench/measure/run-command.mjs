import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { cachePath } from '../places.mjs';
import { machineTicks } from './machine.mjs';
import { watchProcessGroup } from './process-group.mjs';

/** A run that takes longer hangs. */
const LIMIT_MINUTES = 15;

/**
 * @typedef {object} Run one run of a command
 * @property {number | null} code null when a signal ended it
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} wallSeconds
 * @property {number} cpuSeconds user and system time of the command and what it started
 * @property {number} rssMib most memory, summed over its processes
 * @property {number} stolenShare of the CPU time wanted meanwhile, what the host withheld; 0..1
 */

/**
 * Runs a command to its end and measures it. It dies with us.
 * @param {string[]} command
 * @param {Record<string, string>} [env] besides our own; secrets go here, a command line can be seen by everyone
 * @returns {Promise<Run>}
 * @throws {Error} when it does not end
 */
export async function runCommand(command, env = {}) {
  const usageFile = cachePath(`usage-${process.pid}`);
  const before = machineTicks();
  const startedMs = performance.now();
  const child = spawn('/usr/bin/time', ['-o', usageFile, '-f', '%U %S %M', ...command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, by which its processes are found.
    detached: true,
  });
  const kill = () => killGroup(child.pid);
  process.once('exit', kill);
  const limit = setTimeout(kill, LIMIT_MINUTES * 60_000);
  const stopWatching = watchProcessGroup(child.pid);
  const ended = await waitFor(child, startedMs);
  const seen = stopWatching();
  clearTimeout(limit);
  process.off('exit', kill);
  if (!fs.existsSync(usageFile)) throw new Error(`no end within ${LIMIT_MINUTES} minutes: ${command[0]}`);
  const stolenShare = shareStolen(before, machineTicks());
  return { ...ended, ...readUsage(usageFile, seen), stolenShare };
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
  fs.rmSync(file);
  return {
    cpuSeconds: Math.max(user + system, seen.cpuSeconds),
    rssMib: Math.max(rssKib, seen.rssKib) / 1024,
  };
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
