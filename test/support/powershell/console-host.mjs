import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../build/ensure.mjs';
import { withLock } from '../build/lock.mjs';

const SOURCES = fileURLToPath(new URL('../powershell-host', import.meta.url));
const CACHE = path.join(ROOT, '.cache', 'powershell-host');
const PROGRAM = process.platform === 'win32' ? 'powershell-host.exe' : 'powershell-host';
/** Raise it when the way it is built changes. */
const RECIPE = 1;
/** The engine is built for this .NET. */
const SDK_MAJOR = 10;
/** Where a start program of .NET looks by itself, on Linux. */
const USUAL_ROOTS = ['/usr/share/dotnet', '/usr/lib/dotnet'];
const QUIET = { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1' };
const SORRY =
  'No PowerShell for the tests: install PowerShell 7 (`pwsh` on the PATH, or its full path in PST_FERRY_POWERSHELL), ' +
  `or the .NET SDK ${SDK_MAJOR}, which builds the tests' own console around the engine of PowerShell 7.`;

/**
 * The tests' own console around the real PowerShell engine, built when its sources have changed (some ten seconds).
 * @throws {Error} with the sentence that tells what to install, or with all that the build said
 * @returns {Promise<string>} full path of the program
 */
export async function ensureConsoleHost() {
  const folder = path.join(CACHE, fingerprint());
  const program = path.join(folder, PROGRAM);
  if (fs.existsSync(program)) return program;
  await withLock(path.join(CACHE, 'build.lock'), async () => {
    if (!fs.existsSync(program)) buildInto(folder);
  });
  return program;
}

function fingerprint() {
  const hash = createHash('sha256').update(`${RECIPE} ${process.platform} ${process.arch}\n`);
  for (const name of sourceNames()) {
    const content = fs.readFileSync(path.join(SOURCES, name));
    hash.update(`${name} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

// An editor of C# may have put its own output beside them.
function sourceNames() {
  return fs
    .readdirSync(SOURCES, { recursive: true })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => /\.(cs|csproj|psd1)$/.test(name) && !/^(bin|obj)\//.test(name))
    .sort();
}

function buildInto(folder) {
  const dotnet = findDotnet();
  process.stderr.write("building the tests' PowerShell console…\n");
  const work = fs.mkdtempSync(path.join(CACHE, 'tmp-'));
  try {
    const sources = path.join(work, 'src');
    for (const name of sourceNames()) copy(path.join(SOURCES, name), path.join(sources, name));
    const made = path.join(work, 'out');
    publish({ dotnet, sources, made, folder });
    fs.renameSync(made, folder);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function copy(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, to);
}

function publish({ dotnet, sources, made, folder }) {
  // No compiler or build server stays behind.
  const alone = ['--nodeReuse:false', '-p:UseSharedCompilation=false'];
  const root = path.dirname(fs.realpathSync(dotnet));
  const isUsual = process.platform !== 'linux' || USUAL_ROOTS.includes(root);
  const place = isUsual ? [] : [`-p:AppHostRelativeDotNet=${path.relative(folder, root)}`];
  const options = ['-c', 'Release', '-v', 'quiet', '-o', made, ...alone, ...place];
  const done = spawnSync(dotnet, ['publish', ...options], {
    cwd: sources,
    env: { ...process.env, ...QUIET },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`The tests' PowerShell console did not build.\n${done.stdout}${done.stderr}`);
}

function findDotnet() {
  const name = process.platform === 'win32' ? 'dotnet.exe' : 'dotnet';
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const folders = [...onPath, ...USUAL_ROOTS, path.join(os.homedir(), '.dotnet')];
  const found = folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file) && hasSdk(file));
  if (found === undefined) throw new Error(SORRY);
  return found;
}

// A lone runtime is called dotnet too.
function hasSdk(dotnet) {
  const { stdout } = spawnSync(dotnet, ['--list-sdks'], { env: { ...process.env, ...QUIET }, encoding: 'utf8' });
  return (stdout ?? '').split('\n').some((line) => Number.parseInt(line, 10) >= SDK_MAJOR);
}
