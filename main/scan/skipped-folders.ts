/** Folders of a system that hold no files of a person and would cost time or never end. */

/** Made up by the kernel at each look: endless, changing, and some files block their reader. */
const LINUX_PSEUDO = ['/proc', '/sys', '/dev', '/run'];

/** The system's own files (hundreds of thousands), deleted files, restore points: at the top of any drive. */
const WINDOWS_TOP = ['windows', '$recycle.bin', 'system volume information'];

/** The whole disk a second time, under another name. */
const MAC_PSEUDO = ['/dev', '/System/Volumes'];

/** True for a folder a scan leaves out when it comes across it; one that was asked for by name is walked all the same. */
export function isSkippedFolder(path: string, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') {
    const atTop = /^(?:\\\\\?\\)?[a-z]:\\([^\\]+)$/i.exec(path)?.[1];
    return atTop !== undefined && WINDOWS_TOP.includes(atTop.toLowerCase());
  }
  return (platform === 'darwin' ? MAC_PSEUDO : LINUX_PSEUDO).includes(path);
}
