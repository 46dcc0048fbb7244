import { createHash } from 'node:crypto';
import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../preload/contract/index.ts';

/** The folder all state lives in unless `--state` names another: where each system keeps a program's data for a user. */
export function defaultStateFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const name = platform === 'linux' ? 'pst-ferry' : 'PST Ferry';
  if (platform === 'win32') return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), name);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  return join(environment.XDG_CONFIG_HOME ?? join(homedir(), '.config'), name);
}

/** The places inside a state folder. */
export type StateFolder = {
  readonly path: string;
  readonly jobs: string;
  readonly logs: string;
  readonly tenant: string;
};

/**
 * Makes the state folder where it is missing and names its parts. Paths are absolute and free of links.
 * @throws AppError stateUnwritable
 */
export async function ensureStateFolder(path: string): Promise<StateFolder> {
  const real = await makeWritable(path).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('stateUnwritable', { folder: path, reason: cause.code ?? 'unknown' }, { cause });
  });
  return { path: real, jobs: join(real, 'jobs'), logs: join(real, 'logs'), tenant: join(real, 'tenant') };
}

async function makeWritable(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await access(path, constants.W_OK);
  return realpath(resolve(path));
}

/** Holds a state folder for this process. */
export type StateLock = { release(): Promise<void> };

/**
 * Takes a state folder for this process alone. The lock is a local socket that the system takes back when the process
 * ends, however it ends, so a crash leaves nothing behind.
 * @throws AppError stateInUse when another process holds it.
 */
export async function lockStateFolder(
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Promise<StateLock> {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await listen(server, lockAddress(folder, platform)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EADDRINUSE' || cause.code === 'EACCES') throw new AppError('stateInUse', { folder }, { cause });
    throw cause;
  });
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** How often a folder that another process holds is tried again. */
const LOCK_RETRY_MS = 50;

/**
 * Takes a folder as soon as the process that holds it lets go. For servers whose forerunner may still be saving.
 * @throws AppError stateInUse when it is not free in time.
 */
export async function waitForFolder(folder: string, limitMs: number): Promise<StateLock> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    try {
      return await lockStateFolder(folder);
    } catch (error) {
      if (!(error instanceof AppError) || performance.now() > endMs) throw error;
      await delay(LOCK_RETRY_MS);
    }
  }
}

/** A named pipe on Windows, an abstract socket on Linux; elsewhere a socket file, which a crash may leave behind. */
function lockAddress(folder: string, platform: NodeJS.Platform): string {
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  if (platform === 'win32') return `\\\\.\\pipe\\pst-ferry-${key}`;
  if (platform === 'linux') return `\0pst-ferry-${key}`;
  return join(tmpdir(), `pst-ferry-${key}.sock`);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
