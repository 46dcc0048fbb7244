import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

/**
 * Says why nothing can be measured here, or nothing.
 * @throws {Error} where there is no Linux `/proc` or no GNU time
 */
export function expectMeasurable() {
  if (process.platform !== 'linux') throw new Error('The bench needs Linux: it reads /proc.');
  if (!fs.existsSync('/usr/bin/time')) throw new Error('The bench needs GNU time (Debian package: time).');
}

/**
 * One line about this machine, for the head of every table.
 * @returns {string}
 */
export function describeMachine() {
  const cpus = os.cpus();
  const memoryGib = (os.totalmem() / 2 ** 30).toFixed(0);
  const load = os.loadavg()[0].toFixed(1);
  const system = `${os.type()} ${os.release()}, Node ${process.versions.node}`;
  return `${cpus[0]?.model ?? os.arch()}, ${cpus.length} cores, ${memoryGib} GiB, ${system}; load average before: ${load}`;
}

/**
 * The version line a program gives of itself, or null when it is not installed.
 * @param {string} program
 * @param {string} option what asks for the version
 * @param {Record<string, string>} [env] besides our own
 * @returns {string | null}
 */
export function findVersion(program, option, env = {}) {
  const { error, stdout, stderr } = spawnSync(program, [option], { encoding: 'utf8', env: { ...process.env, ...env } });
  if (error) return null;
  return `${stdout}${stderr}`.trim().split('\n')[0];
}

/**
 * Version of an installed package.
 * @param {string} name
 * @returns {string}
 */
export function packageVersion(name) {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(fs.readFileSync(file, 'utf8')).version;
}

/**
 * CPU time of the whole machine so far, in ticks: what was used, and what the host of a virtual machine withheld.
 * @returns {{ busy: number, stolen: number }}
 */
export function machineTicks() {
  const [, ...fields] = fs.readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/);
  const [user, nice, system, , , interrupts, softInterrupts, stolen] = fields.map(Number);
  return { busy: user + nice + system + interrupts + softInterrupts, stolen };
}
