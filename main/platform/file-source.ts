import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { AppError } from '../../preload/contract/index.ts';
import type { Source, SourceSignature } from '../upload/ports.ts';
import { changedMsOf, fileIdOf } from './file-tree.ts';

/**
 * A PST opened for reading only. Whoever else has it open may go on reading and writing.
 * @throws AppError sourceMissing; sourceInUse when another program on Windows locked it; sourceUnreadable with the file
 * system's code as `reason`, `EISDIR` for a folder, `NotAFile` for what is neither file nor folder.
 */
export async function openFileSource(path: string): Promise<Source> {
  return translate(async () => {
    // Looked at before it is opened: opening a pipe would wait for a writer.
    await statFile(path);
    return createFileSource(path, await open(path, 'r'));
  });
}

/** The source of a file that is open already, which it closes. */
export function createFileSource(path: string, handle: ReadHandle, platform = process.platform): Source {
  return {
    getSignature: () => translate(async () => toSignature(path, await statFile(path))),
    read: (target, offset) => readFully(handle, { target, offset, platform }),
    close: () => translate(() => handle.close()),
  };
}

/** What is needed of an open file. */
export type ReadHandle = Pick<FileHandle, 'close'> & {
  read(target: Uint8Array, start: number, length: number, offset: number): Promise<{ readonly bytesRead: number }>;
};

/** The error of the contract for an error of the file system; anything else, as a bug, unchanged. `where` joins its params. */
export function toSourceError(
  error: unknown,
  platform: NodeJS.Platform = process.platform,
  where: { readonly offset?: number } = {},
): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error instanceof AppError) return error;
  const params = { reason: error.code, ...where };
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return new AppError('sourceMissing', {}, { cause: error });
  // Windows' sharing and lock violations; elsewhere EBUSY says nothing of the kind.
  if (error.code === 'EBUSY' && platform === 'win32') return new AppError('sourceInUse', where, { cause: error });
  return new AppError('sourceUnreadable', params, { cause: error });
}

async function translate<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toSourceError(error);
  }
}

/** By path, not by handle: a file that was replaced or removed behind an open handle must not look unchanged. */
async function statFile(path: string): Promise<BigIntStats> {
  const stats = await stat(path, { bigint: true });
  if (stats.isFile()) return stats;
  throw new AppError('sourceUnreadable', { reason: stats.isDirectory() ? 'EISDIR' : 'NotAFile' });
}

/** The state of the file at `path`; the same as a scan and the look before a move see it. */
export function toSignature(
  path: string,
  stats: Pick<BigIntStats, 'size' | 'mtimeNs' | 'ctimeNs' | 'dev' | 'ino'>,
): SourceSignature {
  return {
    sizeBytes: Number(stats.size),
    modifiedMs: Number(stats.mtimeNs) / 1e6,
    changedMs: changedMsOf(stats),
    fileId: fileIdOf(path, stats),
  };
}

type Range = { readonly target: Uint8Array; readonly offset: number; readonly platform: NodeJS.Platform };

/**
 * The system may return less than asked before the end of the file, above all from a network drive. What fails is at the
 * offset the error names, or within what was still asked for from there.
 */
async function readFully(handle: ReadHandle, { target, offset, platform }: Range): Promise<number> {
  let done = 0;
  while (done < target.byteLength) {
    try {
      const { bytesRead } = await handle.read(target, done, target.byteLength - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    } catch (error) {
      throw toSourceError(error, platform, { offset: offset + done });
    }
  }
  return done;
}
