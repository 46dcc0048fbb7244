import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShareFile, SharePart, ShareTarget } from '../upload/share/share-target.ts';
import { toShareError } from './share-error.ts';

/** The parts of this module that a file system can be played with. */
export type ShareFileSystem = {
  readonly open: (path: string, flags: number) => Promise<FileHandle>;
  readonly link: (from: string, to: string) => Promise<void>;
};

type Place = { readonly share: string; readonly fileName: string; readonly jobId: string };

/** What file systems without hard links say, as those of many small servers are. */
const NO_LINKS: readonly string[] = [
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
  'EPERM',
  'EACCES',
  'EISDIR',
  'UNKNOWN',
];

/** A file in the folder `share`; its unfinished copy lies beside it as `<file name>.<job>.part`. */
export function createShareFolder(place: Place, fileSystem: ShareFileSystem = { open, link }): ShareTarget {
  const { share, fileName, jobId } = place;
  const finalPath = join(share, fileName);
  const partPath = `${finalPath}.${jobId}.part`;
  const translate = translateFor(share);
  const final = createFile(finalPath, constants.O_RDONLY, fileSystem);
  const part = createFile(partPath, constants.O_RDWR | constants.O_CREAT, fileSystem);
  return {
    name: `${share}/${fileName}`,
    final: fileOf(final, finalPath, translate),
    part: partOf(part, partPath, translate),
    publish: () =>
      translate(async () => {
        // Windows gives no other name to a file that is open.
        await part.close();
        return publish(partPath, finalPath, fileSystem);
      }),
    close: async () => {
      await Promise.all([final.close(), part.close()]);
    },
  };
}

type OpenFile = {
  /** The handle, opened when it is first needed and anew after an error: a server that was away forgot it. */
  use<T>(action: (handle: FileHandle) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

function createFile(path: string, flags: number, fileSystem: ShareFileSystem): OpenFile {
  let opened: FileHandle | null = null;
  const close = async () => {
    const handle = opened;
    opened = null;
    await handle?.close().catch(() => undefined);
  };
  return {
    async use(action) {
      opened ??= await fileSystem.open(path, flags);
      try {
        return await action(opened);
      } catch (error) {
        // Not waited for: closing what hangs hangs as well.
        void close();
        throw error;
      }
    },
    close,
  };
}

type Translate = <T>(action: () => Promise<T>) => Promise<T>;

function translateFor(share: string): Translate {
  return async (action) => {
    try {
      return await action();
    } catch (error) {
      throw toShareError(error, share);
    }
  };
}

function fileOf(file: OpenFile, path: string, translate: Translate): ShareFile {
  return {
    getSize: () => translate(() => sizeOf(path)),
    read: (target, offset) => translate(() => file.use((handle) => readFully(handle, target, offset))),
  };
}

function partOf(file: OpenFile, path: string, translate: Translate): SharePart {
  return {
    ...fileOf(file, path, translate),
    write: (bytes, offset) => translate(() => file.use((handle) => writeFully(handle, bytes, offset))),
    truncate: (sizeBytes) => translate(() => file.use((handle) => handle.truncate(sizeBytes))),
    flush: () =>
      translate(async () => {
        await file.use((handle) => handle.sync());
        // What is read through a new handle is less likely to come from this PC's own cache.
        await file.close();
      }),
    remove: () =>
      translate(async () => {
        await file.close();
        await rm(path, { force: true });
      }),
  };
}

/** Null only when the folder is there and the file is not. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : -1;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await stat(join(path, '..'));
    return null;
  }
}

async function readFully(handle: FileHandle, target: Uint8Array, offset: number): Promise<number> {
  let done = 0;
  while (done < target.byteLength) {
    const { bytesRead } = await handle.read(target, done, target.byteLength - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, offset + done);
    // No progress and no error would be an endless loop.
    if (bytesWritten === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
}

/** By a second name for the file, since renaming would replace what is there, on every system. */
async function publish(partPath: string, finalPath: string, fileSystem: ShareFileSystem): Promise<boolean> {
  try {
    await fileSystem.link(partPath, finalPath);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    // Names are made of content or of a job's id: who could take this one in between writes the same.
    if ((await sizeOf(finalPath)) !== null) return false;
    await rename(partPath, finalPath);
    return true;
  }
  // The copy is there under its name; a second name that stays is no reason to say it is not.
  await rm(partPath, { force: true }).catch(() => undefined);
  return true;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
