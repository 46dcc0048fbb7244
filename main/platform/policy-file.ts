import { open } from 'node:fs/promises';
import { AppError } from '../../preload/contract/index.ts';
import { NO_POLICY, type Policy, readPolicy } from '../settings/policy.ts';
import { notPlainError, OPEN_FLAGS } from './plain-file.ts';

/** Longest policy that is read, bytes. */
const MAX_BYTES = 64 * 1024;

/**
 * The policy in a file; one that is missing sets nothing.
 * @throws AppError connectionMissing, its `file` and `field` telling where: unreadable, not valid, or with a secret in it
 */
export async function loadPolicy(path: string): Promise<Policy> {
  const text = await readText(path).catch((cause: NodeJS.ErrnoException) => {
    const reason = `${path}: ${cause.code ?? 'unknown'}`;
    throw new AppError('connectionMissing', { reason, file: path, field: '' }, { cause });
  });
  return text === null ? NO_POLICY : readPolicy(text, path);
}

async function readText(path: string): Promise<string | null> {
  const file = await open(path, OPEN_FLAGS).catch((error: NodeJS.ErrnoException) => {
    // A file in the place of the folder is no policy either.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (!file) return null;
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw notPlainError(path);
    if (facts.size > MAX_BYTES) throw Object.assign(new Error('too long for a policy'), { code: 'EFBIG' });
    return decode(await file.readFile());
  } finally {
    await file.close();
  }
}

/** Windows PowerShell writes text in UTF-16 when told to put it into a file. */
function decode(bytes: Uint8Array): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw Object.assign(new Error('not text', { cause }), { code: 'NotText' });
  }
}
