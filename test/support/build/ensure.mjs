#!/usr/bin/env node
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fingerprintSources } from './fingerprint.mjs';
import { withLock } from './lock.mjs';

/** The project. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STAMP = path.join(ROOT, 'out', '.stamp');
const ENTRIES = ['out/main/index.js', 'out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** The build ended badly; `message` is everything it said. */
export class BuildFailed extends Error {}

/**
 * Makes sure that `out/` holds the app built from the present sources; returns quickly when it does.
 * @throws {BuildFailed} when the sources do not build
 * @returns {Promise<void>}
 */
export async function ensureBuilt() {
  if (isFresh()) return;
  await withLock(path.join(ROOT, '.cache', 'build.lock'), async () => {
    if (!isFresh()) await build();
  });
}

function isFresh() {
  try {
    return fs.readFileSync(STAMP, 'utf8') === fingerprintSources(ROOT) && ENTRIES.every((entry) => exists(entry));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

async function build() {
  process.stderr.write('building…\n');
  // Taken before the build reads the sources: a change made meanwhile must lead to another build.
  const fingerprint = fingerprintSources(ROOT);
  fs.rmSync(STAMP, { force: true });
  const { code, output } = await runBuild();
  if (code !== 0) throw new BuildFailed(output);
  fs.writeFileSync(STAMP, fingerprint);
}

function runBuild() {
  const env = { ...process.env };
  // A test run sets it to `test`, which would put React's development build into the window.
  delete env.NODE_ENV;
  const script = path.join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const child = spawn(process.execPath, [script, 'build'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

function exists(entry) {
  return fs.existsSync(path.join(ROOT, entry));
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  ensureBuilt().catch((error) => {
    process.stderr.write(`${error instanceof BuildFailed ? error.message : error.stack}\n`);
    process.exitCode = 1;
  });
}
