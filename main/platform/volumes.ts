import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { blockDevices, fsSize } from 'systeminformation';
import type { OfferedRoot, Volumes } from '../scan/ports.ts';
import { type CloudFolder, isWithin, listCloudFolders } from './cloud-folders.ts';
import { type RunCommand, runCommand } from './command-output.ts';
import { decodeConsoleText } from './console-text.ts';
import { createFileTree } from './file-tree.ts';
import { systemProgram } from './system-program.ts';
import { readMountInfo } from './volumes/mount-info.ts';
import { unixVolumes } from './volumes/unix-volumes.ts';
import { bareRoot, type Device, type Mount } from './volumes/volume.ts';
import { windowsVolumes } from './volumes/windows-volumes.ts';

/** What the drives are asked of; all of it can be replaced. */
export type VolumesOptions = {
  readonly listMounts?: () => Promise<readonly Mount[]>;
  readonly listDevices?: () => Promise<readonly Device[]>;
  readonly listClouds?: () => Promise<readonly CloudFolder[]>;
  /** The text of `/proc/self/mountinfo`. */
  readonly readMountInfo?: () => Promise<string>;
  readonly run?: RunCommand;
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
  readonly homeFolder?: string;
  readonly timeoutMs?: number;
};

/** The window waits for this answer. A dead network drive can hold up the system's own tools for minutes. */
const TIMEOUT_MS = 3000;

/**
 * The drives and cloud folders of this PC. Fixed drives are looked in unless the person says otherwise, and so is the drive
 * of their own folder, whatever it is; second names of a place (`aliasOf`) and all other kinds are not.
 *
 * Always offers the drive of the person's own folder (and the root of a Unix), and what else the system tells within
 * `timeoutMs`. What comes later is kept for the next call; what was told once is told again while the system is silent.
 */
export function createVolumes(options: VolumesOptions = {}): Volumes {
  const { platform = process.platform, homeFolder = homedir(), env = process.env } = options;
  const { timeoutMs = TIMEOUT_MS, run = runCommand } = options;
  const asker = <T>(ask: () => Promise<T>, nothing: T) => createAsker(ask, nothing, timeoutMs);
  const output = (name: string, args: readonly string[]) => async () => {
    const { stdout } = await run({ program: systemProgram(env, name), args, exitCodes: [0], timeoutMs });
    return decodeConsoleText(stdout);
  };
  const askMounts = asker<readonly Mount[]>(options.listMounts ?? (() => fsSize()), []);
  const askDevices = asker<readonly Device[]>(options.listDevices ?? (() => blockDevices()), []);
  const askMountInfo = asker(options.readMountInfo ?? readMountInfo, '');
  const askSubst = asker(output('subst.exe', []), '');
  const askNetUse = asker(output('net.exe', ['use']), '');
  const askClouds = asker<readonly CloudFolder[]>(
    options.listClouds ?? (() => listClouds({ platform, env, homeFolder })),
    [],
  );
  const listDrives = async () => {
    const [mounts, devices] = [askMounts(), askDevices()];
    if (platform === 'win32') {
      const [subst, netUse] = await Promise.all([askSubst(), askNetUse()]);
      return windowsVolumes({ homeFolder, mounts: await mounts, devices: await devices, subst, netUse });
    }
    const mountInfo = await askMountInfo();
    return unixVolumes({ homeFolder, mounts: await mounts, devices: await devices, mountInfo });
  };
  return {
    list: async () => {
      const [drives, clouds] = await Promise.all([listDrives(), askClouds()]);
      return [...drives, ...cloudRoots(clouds, drives, platform)];
    },
  };
}

function listClouds(where: Pick<Required<VolumesOptions>, 'platform' | 'env' | 'homeFolder'>) {
  const { listFolder } = createFileTree();
  return listCloudFolders({ ...where, listFolder, readText: (path) => readFile(path, 'utf8') });
}

function cloudRoots(
  clouds: readonly CloudFolder[],
  drives: readonly OfferedRoot[],
  platform: NodeJS.Platform,
): readonly OfferedRoot[] {
  const isOffered = ({ path }: CloudFolder) =>
    drives.some(
      (drive) =>
        isWithin(platform, drive.path, path) && (drive.kind === 'cloud' || isWithin(platform, path, drive.path)),
    );
  return clouds
    .filter((cloud) => !isOffered(cloud))
    .map(({ path, label }) => ({ ...bareRoot(path, 'cloud'), label, isDefault: false }));
}

/**
 * Asks once at a time and waits no longer than `timeoutMs`; gives the last answer there was, `nothing` before the first.
 * A system that hangs is not asked a second time meanwhile: each question may be a process that hangs with it.
 */
function createAsker<T>(ask: () => Promise<T>, nothing: T, timeoutMs: number): () => Promise<T> {
  let last = nothing;
  let asking: Promise<void> | null = null;
  const start = async () => {
    try {
      last = await ask();
    } catch {
      // As silent as one that does not answer.
    }
  };
  return async () => {
    asking ??= start().finally(() => {
      asking = null;
    });
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([asking, patience]);
    clearTimeout(timer);
    return last;
  };
}
