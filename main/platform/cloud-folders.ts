import { posix, win32 } from 'node:path';
import type { DirectoryEntry } from '../scan/ports.ts';
import { readVariable } from './system-program.ts';

/** A folder that a cloud service keeps in step. */
export type CloudFolder = { readonly path: string; readonly label: string };

/** What the cloud folders are looked up in. */
export type CloudFolderSources = {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly homeFolder: string;
  /** @throws when there is no such file. */
  readonly readText: (path: string) => Promise<string>;
  /** @throws when there is no such folder. */
  readonly listFolder: (path: string) => Promise<readonly DirectoryEntry[]>;
};

/** Set by the OneDrive client of Windows. The first is the account signed in last, so it repeats one of the others. */
const ONE_DRIVE_VARIABLES = ['OneDriveConsumer', 'OneDriveCommercial', 'OneDrive'];

/** Names the clients give their folder in a profile: one for each account, named after the company or the address. */
const PROFILE_FOLDERS = [
  { names: /^OneDrive(?: - .+)?$/i, label: null },
  { names: /^Dropbox(?: \(.+\))?$/i, label: null },
  { names: /^(?:Google ?Drive|My Drive)(?: \(.+\))?$/i, label: 'Google Drive' },
  { names: /^iCloud ?Drive$/i, label: 'iCloud Drive' },
];

/**
 * The cloud folders of the person, outermost only, each once. Only folders around them are listed, never they themselves:
 * macOS would ask the person whether we may.
 */
export async function listCloudFolders(sources: CloudFolderSources): Promise<readonly CloudFolder[]> {
  const found = await Promise.all([
    oneDriveOfEnvironment(sources),
    profileFolders(sources),
    dropboxes(sources),
    macFolders(sources),
  ]);
  return outermost(found.flat(), sources);
}

async function oneDriveOfEnvironment({ platform, env, listFolder }: CloudFolderSources): Promise<CloudFolder[]> {
  if (platform !== 'win32') return [];
  const named = ONE_DRIVE_VARIABLES.flatMap((name) => {
    const path = readVariable(env, name);
    if (!path || !win32.isAbsolute(path)) return [];
    const folder = win32.basename(path);
    return [{ path: win32.normalize(path), label: /^OneDrive/i.test(folder) ? folder : 'OneDrive' }];
  });
  const present = await Promise.all(named.map(({ path }) => isListed(path, listFolder)));
  return named.filter((_, index) => present[index]);
}

/** The variables outlive the account, so the folder may be gone. */
async function isListed(path: string, listFolder: CloudFolderSources['listFolder']): Promise<boolean> {
  const name = win32.basename(path).toLowerCase();
  const siblings = await orEmpty(listFolder(win32.dirname(path)));
  return siblings.some((entry) => mayBeFolder(entry) && entry.name.toLowerCase() === name);
}

async function profileFolders({ platform, homeFolder, listFolder }: CloudFolderSources): Promise<CloudFolder[]> {
  const entries = await orEmpty(listFolder(homeFolder));
  return entries.filter(mayBeFolder).flatMap(({ name }) => {
    const client = PROFILE_FOLDERS.find(({ names }) => names.test(name));
    return client ? [{ path: pathsOf(platform).join(homeFolder, name), label: client.label ?? name }] : [];
  });
}

/** @see https://help.dropbox.com/installs/locate-dropbox-folder */
async function dropboxes({ platform, env, homeFolder, readText }: CloudFolderSources): Promise<CloudFolder[]> {
  const folders =
    platform === 'win32'
      ? ['APPDATA', 'LOCALAPPDATA'].flatMap((name) => {
          const folder = readVariable(env, name);
          return folder ? [win32.join(folder, 'Dropbox')] : [];
        })
      : [posix.join(homeFolder, '.dropbox')];
  const paths = pathsOf(platform);
  const texts = await Promise.all(folders.map((folder) => readText(paths.join(folder, 'info.json')).catch(() => '')));
  return texts.flatMap(parseDropboxInfo).flatMap((path) => {
    const name = paths.basename(path);
    return paths.isAbsolute(path) ? [{ path, label: /^Dropbox/i.test(name) ? name : 'Dropbox' }] : [];
  });
}

/** The folders in Dropbox's `info.json`: `{"personal":{"path":"…"},"business":{"path":"…"}}`. */
function parseDropboxInfo(text: string): readonly string[] {
  try {
    const accounts: unknown = JSON.parse(text);
    if (typeof accounts !== 'object' || accounts === null) return [];
    return Object.values(accounts).flatMap((account: unknown) => {
      const hasPath = typeof account === 'object' && account !== null && 'path' in account;
      return hasPath && typeof account.path === 'string' ? [account.path] : [];
    });
  } catch {
    return [];
  }
}

/** Where macOS 12 and newer put the folders of all services, `Dropbox` or `GoogleDrive-anna@example.com`, and iCloud Drive. */
async function macFolders({ platform, homeFolder, listFolder }: CloudFolderSources): Promise<CloudFolder[]> {
  if (platform !== 'darwin') return [];
  const storage = posix.join(homeFolder, 'Library/CloudStorage');
  const documents = posix.join(homeFolder, 'Library/Mobile Documents');
  const [services, containers] = await Promise.all([orEmpty(listFolder(storage)), orEmpty(listFolder(documents))]);
  return [
    ...services.filter(mayBeFolder).map(({ name }) => ({ path: posix.join(storage, name), label: name })),
    ...containers
      .filter(({ name }) => name === 'com~apple~CloudDocs')
      .map(({ name }) => ({ path: posix.join(documents, name), label: 'iCloud Drive' })),
  ];
}

function outermost(folders: readonly CloudFolder[], { platform }: CloudFolderSources): readonly CloudFolder[] {
  const kept: CloudFolder[] = [];
  for (const folder of folders.toSorted((a, b) => a.path.length - b.path.length)) {
    if (!kept.some(({ path }) => isWithin(platform, path, folder.path))) kept.push(folder);
  }
  return kept;
}

/** True when `path` is the folder itself or lies in it, judged by the names alone. */
export function isWithin(platform: NodeJS.Platform, folder: string, path: string): boolean {
  const paths = pathsOf(platform);
  const relative = paths.relative(folder, path);
  return !paths.isAbsolute(relative) && !/^\.\.(?:[\\/]|$)/.test(relative);
}

/** Windows lists the folders of OneDrive as links: to its cloud driver they are reparse points. */
function mayBeFolder({ name, kind }: DirectoryEntry): boolean {
  return kind !== 'file' && !name.startsWith('.');
}

function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

async function orEmpty(entries: Promise<readonly DirectoryEntry[]>): Promise<readonly DirectoryEntry[]> {
  return entries.catch(() => []);
}
