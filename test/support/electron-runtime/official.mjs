import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CACHE, ROOT } from './places.mjs';
import { say } from './sorry.mjs';

/** How long the first byte of the binary may take to arrive. */
const PROBE_MS = 5000;
/** How long the download may take: some 110 MB; not so long where another runtime can stand in. */
const DOWNLOAD_MS = 15 * 60_000;
const DOWNLOAD_WITH_SUBSTITUTE_MS = 3 * 60_000;
/** How long a failed download is remembered. */
const REMEMBER_MS = 24 * 3600_000;
/** The address `@electron/get` uses unless a mirror is set. */
const RELEASES = 'https://github.com/electron/electron/releases/download/';

/**
 * The Electron the project declares.
 * @returns {{ folder: string, version: string }} its npm package (there even when the binary is not) and its version
 */
export function declaredElectron() {
  const folder = path.dirname(createRequire(path.join(ROOT, 'package.json')).resolve('electron/package.json'));
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return { folder, version };
}

/**
 * The executable of the declared Electron if its binary is in place: the same three checks as its own `install.js`.
 * @param {{ folder: string, version: string }} electron
 * @returns {string | null}
 */
export function findOfficial({ folder, version }) {
  const dist = path.join(folder, 'dist');
  const relative = readText(path.join(folder, 'path.txt'));
  const present = readText(path.join(dist, 'version'))?.trim().replace(/^v/, '');
  if (!relative || present !== version) return null;
  const executable = path.join(dist, relative);
  return fs.existsSync(executable) ? executable : null;
}

/**
 * Downloads the binary of the declared Electron by its own `install.js`. A failure is quick and remembered for a day;
 * `ELECTRON_RUNTIME_RETRY=1` tries again at once.
 * @param {{ folder: string, version: string }} electron
 * @param {{ hasSubstitute: boolean }} options
 * @returns {Promise<string | null>} the executable, null when it could not be had
 */
export async function downloadOfficial(electron, { hasSubstitute }) {
  const marker = path.join(CACHE, `no-download-${electron.version}`);
  const ageMs = Date.now() - (fs.statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (ageMs < REMEMBER_MS && !process.env.ELECTRON_RUNTIME_RETRY) return null;
  say(`Electron ${electron.version} is not here yet, downloading it`);
  const problem = (await probe(electron.version)) ?? (await install(electron.folder, hasSubstitute));
  const executable = findOfficial(electron);
  if (executable) return executable;
  say(`that failed (${problem ?? 'no reason given'}); ELECTRON_RUNTIME_RETRY=1 tries again at once`);
  fs.mkdirSync(CACHE, { recursive: true });
  fs.writeFileSync(marker, `${new Date().toISOString()}\n`);
  return null;
}

// Asks for the first bytes: a proxy that accepts the connection and then says nothing would hold `install.js` for minutes.
async function probe(version) {
  if (process.env.ELECTRON_GET_USE_PROXY) return null; // fetch() would not go the way the download goes
  const mirror = process.env.npm_config_electron_mirror ?? process.env.ELECTRON_MIRROR ?? RELEASES;
  const name = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  try {
    const signal = AbortSignal.timeout(PROBE_MS);
    const response = await fetch(`${mirror}v${version}/${name}`, { headers: { range: 'bytes=0-1023' }, signal });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    // A mirror may name its files in its own way; only the server's silence is proof that nothing will come.
    return null;
  } catch (error) {
    return error.cause?.code ?? error.name;
  }
}

function install(folder, hasSubstitute) {
  const child = spawn(process.execPath, [path.join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: hasSubstitute ? DOWNLOAD_WITH_SUBSTITUTE_MS : DOWNLOAD_MS,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (_code, signal) => resolve(signal ? 'it took too long' : said.trim().split('\n')[0] || null));
  });
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
