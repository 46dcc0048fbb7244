import { rename, rm, writeFile } from 'node:fs/promises';
import { AppError } from '../../preload/contract/index.ts';

/** Writes a text file in the place of whatever was there; on failure that stays as it was. @throws AppError exportFailed */
export async function writeTextFile(path: string, text: string): Promise<void> {
  const draft = `${path}.tmp`;
  try {
    await writeFile(draft, text, { flush: true });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('exportFailed', { reason }, { cause });
  }
}
