import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { findVersion } from '../measure/machine.mjs';
import { cachePath } from '../places.mjs';
import { SCRATCH, scratchPath } from './scratch.mjs';

const AZCOPY_PACKAGE = '@azure-tools/azcopy-linux@10.32.2';
const AZCOPY_PROGRAM = 'node_modules/@azure-tools/azcopy-linux/dist/bin/azcopy_linux_amd64';

/**
 * @typedef {object} Peer a program of others
 * @property {string} program
 * @property {string} title its name and version
 */

/**
 * AzCopy: the one the environment variable `AZCOPY` names, else the npm package, which is installed into the cache.
 * @param {(text: string) => void} say hears why there is none
 * @returns {Peer | null}
 */
export function findAzcopy(say) {
  const program = process.env.AZCOPY || installAzcopy();
  // It writes a log whatever it is asked.
  const version = findVersion(program, '--version', azcopyEnvironment());
  if (version === null) {
    say(`AzCopy is neither named by AZCOPY nor could ${AZCOPY_PACKAGE} be installed, so its rows are missing.`);
    return null;
  }
  return { program, title: version.replace(/^azcopy version /i, 'AzCopy ') };
}

/** Where AzCopy keeps its plans and logs: in our cache, not in the person's home. */
export function azcopyEnvironment() {
  const folder = scratchPath(SCRATCH.azcopy);
  return { AZCOPY_LOG_LOCATION: folder, AZCOPY_JOB_PLAN_LOCATION: folder, AZCOPY_DISABLE_SYSLOG: 'true' };
}

/**
 * rclone, of the system.
 * @param {(text: string) => void} say hears why there is none
 * @returns {Peer | null}
 */
export function findRclone(say) {
  const version = findVersion('rclone', 'version');
  if (version !== null) return { program: 'rclone', title: version.replace(/^rclone v/, 'rclone ') };
  say('rclone is not installed (Debian package: rclone), so its rows are missing.');
  return null;
}

function installAzcopy() {
  const folder = cachePath('azcopy');
  const program = cachePath('azcopy', AZCOPY_PROGRAM);
  if (!fs.existsSync(program)) {
    process.stderr.write(`installing ${AZCOPY_PACKAGE}…\n`);
    const options = ['--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
    spawnSync('npm', ['install', ...options, AZCOPY_PACKAGE], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  // Its own install script would do this.
  if (fs.existsSync(program)) fs.chmodSync(program, 0o755);
  return program;
}
