import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
    async setAside(id, length) {
      const path = pathOf(id);
      const bytes = await readFile(path);
      await writeFile(await freeName(path), bytes.subarray(length), { flag: 'wx', mode: 0o600 });
      if (length === 0) return rm(path);
      const cut = `${path}.tmp`;
      await writeFile(cut, bytes.subarray(0, length), { mode: 0o600, flush: true });
      await rename(cut, path);
    },
  };
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
