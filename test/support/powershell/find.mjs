#!/usr/bin/env node
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureConsoleHost } from './console-host.mjs';

/** @typedef {{ path: string, kind: 'named' | 'pwsh' | 'host' }} TestPowerShell */

/** @type {Promise<TestPowerShell> | undefined} */
let found;

/**
 * The PowerShell the tests run on, by its full path: the one named by PST_FERRY_POWERSHELL, `pwsh` on the PATH, or the tests'
 * own console around the real engine, which is built at its first use. Says in one line which one it is.
 * @throws {Error} when there is none; the message tells what to install
 * @returns {Promise<TestPowerShell>}
 */
export function findTestPowerShell() {
  found ??= look();
  return found;
}

/** @returns {Promise<TestPowerShell>} */
async function look() {
  const powerShell = named() ?? onPath() ?? { path: await ensureConsoleHost(), kind: /** @type {const} */ ('host') };
  process.stderr.write(`PowerShell of the tests: ${powerShell.path} (${powerShell.kind})\n`);
  return powerShell;
}

/** @returns {TestPowerShell | undefined} */
function named() {
  const file = process.env.PST_FERRY_POWERSHELL;
  if (file === undefined || file === '') return undefined;
  // Another one in its place would hide that the wanted one is not tested.
  if (!path.isAbsolute(file) || !isProgram(file)) throw new Error(`PST_FERRY_POWERSHELL names no program: ${file}`);
  return { path: file, kind: 'named' };
}

/** @returns {TestPowerShell | undefined} */
function onPath() {
  const name = process.platform === 'win32' ? 'pwsh.exe' : 'pwsh';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const file = folders.map((folder) => path.join(folder, name)).find(isProgram);
  return file === undefined ? undefined : { path: file, kind: 'pwsh' };
}

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  findTestPowerShell().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
