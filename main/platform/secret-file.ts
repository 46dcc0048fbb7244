import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SecretFile } from '../settings/secrets.ts';
import { notPlainError, OPEN_FLAGS } from './plain-file.ts';

/** Longest file that is read, bytes: some secrets of some kilobytes. */
const MAX_BYTES = 256 * 1024;

/** Encrypted secrets in a file that only this person can read; it is replaced as a whole. */
export function createSecretFile(path: string): SecretFile {
  const aside = `${path}.old`;
  return {
    read: () => readWhole(path),
    write: (bytes) => replace(path, bytes),
    setAside: () => rename(path, aside).catch(ignoreMissing),
    remove: async () => {
      await rm(path, { force: true });
      await rm(aside, { force: true });
    },
  };
}

async function readWhole(path: string): Promise<Uint8Array | null> {
  const file = await open(path, OPEN_FLAGS).catch(ignoreMissing);
  if (!file) return null;
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw notPlainError(path);
    if (facts.size > MAX_BYTES) throw Object.assign(new Error('too long for secrets'), { code: 'EFBIG' });
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  // A name nobody can prepare, as a link to somewhere else.
  const draft = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(draft, bytes, { flag: 'wx', mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
