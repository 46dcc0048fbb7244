import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { declaredElectron, downloadOfficial, findOfficial } from './official.mjs';
import { IS_ROOT } from './places.mjs';
import { Sorry } from './sorry.mjs';
import { ensureSubstitute, HAS_SUBSTITUTE } from './substitute.mjs';
import { ensureSystem } from './system.mjs';

/**
 * An Electron that can be run here.
 * @typedef {object} Runtime
 * @property {'override' | 'official' | 'substitute'} source where it comes from
 * @property {string} version
 * @property {string} dist the folder it lies in
 * @property {string} executable
 * @property {string[]} args what must stand before the app's own arguments
 */

/**
 * True when an Electron started now would find no screen.
 * @returns {boolean}
 */
export function needsDisplay() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}

/**
 * The Electron to use: the folder `ELECTRON_OVERRIDE_DIST_PATH` names (`require('electron')` obeys it before anything
 * else, so we do too), else the official binary, else a substitute.
 * @throws {Sorry} when there is none, or the system lacks something it needs
 * @returns {Promise<Runtime>}
 */
export async function findRuntime() {
  const runtime = findOverride() ?? (await findDeclared()) ?? (await findSubstitute());
  ensureSystem(runtime.executable, needsDisplay());
  const version = runtime.version ?? askVersion(runtime.executable);
  // Chromium refuses to run as root with its own sandbox; the sandbox of the window's web page is another matter.
  return { ...runtime, version, args: process.platform === 'linux' && IS_ROOT ? ['--no-sandbox'] : [] };
}

function findOverride() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return null;
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const executable = path.resolve(folder, names[process.platform] ?? 'electron');
  if (!fs.existsSync(executable)) {
    throw new Sorry(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${executable}`);
  }
  return { source: 'override', dist: path.resolve(folder), executable };
}

async function findDeclared() {
  const electron = declaredElectron();
  const executable = findOfficial(electron) ?? (await downloadOfficial(electron, { hasSubstitute: HAS_SUBSTITUTE }));
  if (!executable) return null;
  return { source: 'official', version: electron.version, dist: path.join(electron.folder, 'dist'), executable };
}

async function findSubstitute() {
  if (!HAS_SUBSTITUTE) {
    throw new Sorry(
      `Electron could not be downloaded, and there is no substitute for ${process.platform}-${process.arch}. ` +
        'Set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH.',
    );
  }
  const dist = await ensureSubstitute();
  return { source: 'substitute', dist, executable: path.join(dist, 'electron') };
}

function askVersion(executable) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' };
  const answer = spawnSync(executable, ['-p', 'process.versions.electron'], { encoding: 'utf8', env });
  const version = answer.stdout?.trim();
  if (!version) throw new Sorry(`${executable} does not start`);
  return version;
}
