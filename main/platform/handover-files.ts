import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../preload/contract/index.ts';
import type { HandoverRow, HandoverStore } from '../import/purview/ports.ts';

/** What the lists are made from. */
const ROWS_FILE = 'rows.json';
const VERSION = 1;

const Rows = z.object({
  version: z.literal(VERSION),
  rows: z.array(
    z.object({
      name: z.string(),
      mailbox: z.string(),
      isArchive: z.boolean(),
      targetRootFolder: z.string(),
      blobUri: z.string(),
      contentCodePage: z.number().int().nullable(),
      handedOverAt: z.string(),
    }),
  ),
});

/** The hand-over as files of a folder, which the first write makes. */
export function createHandoverFiles(folder: string): HandoverStore {
  return {
    read: () => readRows(folder),
    async write({ rows, files }) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await replace(join(folder, ROWS_FILE), `${JSON.stringify({ version: VERSION, rows }, null, 2)}\n`);
        for (const [name, text] of files) await replace(join(folder, name), text);
        await removeOldLists(folder, files);
      } catch (cause) {
        throw new AppError('stateUnwritable', { folder, reason: codeOf(cause) }, { cause });
      }
    },
  };
}

async function readRows(folder: string): Promise<readonly HandoverRow[]> {
  const damaged = (reason: string, cause: unknown) =>
    new AppError('stateDamaged', { file: ROWS_FILE, reason }, { cause });
  const text = await readFile(join(folder, ROWS_FILE), 'utf8').catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return null;
    throw damaged(codeOf(cause), cause);
  });
  if (text === null) return [];
  try {
    return Rows.parse(JSON.parse(text)).rows;
  } catch (cause) {
    throw damaged('format', cause);
  }
}

/** A list with rows that were taken back must not be started by mistake. */
async function removeOldLists(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^mapping-\d+\.csv$/.test(name) && !files.has(name)) await rm(join(folder, name), { force: true });
  }
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.tmp`;
  try {
    await writeFile(draft, text, { mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
