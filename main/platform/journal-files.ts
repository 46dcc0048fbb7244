import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, JobId } from '../../preload/contract/index.ts';
import type { JournalStore } from '../migration/journal.ts';

const SUFFIX = '.journal';

/** Journals as files of a folder, `<job>.journal`. What is set aside stays beside them as `<job>.journal.damaged-<n>`. */
export async function openJournalFiles(folder: string): Promise<JournalStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  /** Where files end that hold a piece of a record behind that, which could not be cut off yet. */
  const torn = new Map<string, number>();
  const pathOf = (id: JobId) => join(folder, `${id}${SUFFIX}`);
  return {
    async list() {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.flatMap((entry) => {
        if (!entry.isFile() || !entry.name.endsWith(SUFFIX)) return [];
        const id = JobId.safeParse(entry.name.slice(0, -SUFFIX.length));
        return id.success ? [id.data] : [];
      });
    },
    read: (id) =>
      readFile(pathOf(id)).catch((cause: NodeJS.ErrnoException) => {
        throw new AppError('stateDamaged', { file: `${id}${SUFFIX}`, reason: cause.code ?? 'unknown' }, { cause });
      }),
    append: (id, bytes) => appendDurably(pathOf(id), bytes, torn),
    setAside: async (id, length) => {
      try {
        await setAside(pathOf(id), length);
      } catch (error) {
        throw unwritable(error);
      }
    },
  };
}

async function setAside(path: string, length: number): Promise<void> {
  const bytes = await readFile(path);
  try {
    await keepBeside(path, bytes.subarray(length));
    if (length > 0) return await replace(path, bytes.subarray(0, length));
  } catch (error) {
    // A torn end is worth nothing to the job, which must not wait for room to keep it. All of a journal is.
    if (length === 0) throw error;
    return truncate(path, length);
  }
  await rm(path);
}

async function keepBeside(path: string, bytes: Uint8Array): Promise<void> {
  const copy = await freeName(path);
  try {
    await writeFile(copy, bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    // Half a copy, on a full disk; but never what somebody else has put there just now.
    if (!isTaken(error)) await rm(copy, { force: true }).catch(() => undefined);
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const cut = `${path}.tmp`;
  await writeFile(cut, bytes, { mode: 0o600, flush: true });
  await rename(cut, path);
}

async function appendDurably(path: string, bytes: Uint8Array, torn: Map<string, number>): Promise<void> {
  try {
    const file = await open(path, 'a', 0o600);
    try {
      await cutTorn(file, path, torn);
      await append(file, path, { bytes, torn });
    } finally {
      // What was synchronised is there, whatever closing says.
      await file.close().catch(() => undefined);
    }
  } catch (error) {
    throw unwritable(error);
  }
}

/** Half a record, on a full disk say, would hide whatever is written behind it later. */
async function cutTorn(file: FileHandle, path: string, torn: Map<string, number>): Promise<void> {
  const end = torn.get(path);
  if (end === undefined) return;
  await file.truncate(end);
  torn.delete(path);
}

type Piece = { readonly bytes: Uint8Array; readonly torn: Map<string, number> };

async function append(file: FileHandle, path: string, { bytes, torn }: Piece): Promise<void> {
  const { size } = await file.stat();
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } catch (error) {
    torn.set(path, size);
    await cutTorn(file, path, torn).catch(() => undefined);
    throw error;
  }
}

async function freeName(path: string): Promise<string> {
  const taken = new Set(await readdir(dirname(path)));
  for (let number = 1; ; number++) {
    const name = `${basename(path)}.damaged-${number}`;
    if (!taken.has(name)) return join(dirname(path), name);
  }
}

function unwritable(cause: unknown): AppError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return new AppError('stateUnwritable', { reason }, { cause });
}
