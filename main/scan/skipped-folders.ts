/** `*` and a separator before a name stand for that name at the top of any drive. */
const ANY_TOP = /^\*[\\/]/;

/** The system's own files (hundreds of thousands), deleted files, restore points, programs: at the top of any drive. */
const WINDOWS = [
  'Windows',
  '$Recycle.Bin',
  'System Volume Information',
  'Program Files',
  'Program Files (x86)',
  'Recovery',
  '$WinREAgent',
  'MSOCache',
  'PerfLogs',
  'Config.Msi',
].map((name) => `*\\${name}`);

/** Made up by the kernel at each look: endless, changing, and some files block their reader. Snaps are packed programs. */
const LINUX = ['/proc', '/sys', '/dev', '/run', '/snap'];

/** Devices, swapped memory, and the system; its `Volumes` folder holds the whole disk a second time. */
const MAC = ['/dev', '/System', '/private/var/vm'];

/** The skip list an app comes with: folders of the system that hold no files of a person and cost time or never end. */
export function defaultSkippedFolders(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') return WINDOWS;
  return platform === 'darwin' ? MAC : LINUX;
}

/** An entry of a skip list in parts: a `name` at the top of any drive, or one folder's `path`. */
export function parseSkippedFolder(entry: string): { readonly name: string } | { readonly path: string } {
  return ANY_TOP.test(entry) ? { name: entry.slice(2) } : { path: entry };
}
