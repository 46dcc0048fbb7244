import { createHash } from 'node:crypto';
import { AppError } from '../../preload/contract/index.ts';
import { checkHeader, HEADER_BYTES, healthError } from '../pst/header.ts';
import { isKeptElsewhere } from '../scan/examine.ts';
import { type FileFacts, type FileTree, type MarkReader, UNKNOWN_MARKS } from '../scan/ports.ts';
import { withFile } from '../scan/with-file.ts';
import type { CheckedSource, SourceChecker } from './ports.ts';

/** Goes into every name, so that one made by other rules is never taken for one made by these. */
const NAME_VERSION = 'pst-1';

/** 128 bits: what files are told apart by here, a name of 36 characters in all. */
const NAME_HEX_DIGITS = 32;

/** What refuses a file that another account has encrypted, and not only such a file. */
const REFUSALS: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);

/**
 * A checker that opens the file, reads its header and nothing else. A file whose bytes are kept by a cloud service is
 * not even opened: that would fetch them.
 *
 * `marks` tells what Windows knows of a file; without it, and when Windows does not answer, such files are known by their
 * size on disk alone, for which a file that NTFS compresses is held back too, and those encrypted for another account
 * are merely unreadable.
 */
export function createSourceChecker(tree: FileTree, marks: Pick<MarkReader, 'read'> | null = null): SourceChecker {
  return {
    check: async (path) => {
      const facts = await attempt(tree, path, () => tree.getFacts(path));
      const known = (await marks?.read(path, facts)) ?? UNKNOWN_MARKS;
      if (isKeptElsewhere(facts, known)) throw new AppError('sourceCloudOnly');
      const head = await attempt(tree, path, () => readHead(tree, path)).catch((error: unknown) => {
        throw known.isEncrypted && isRefusal(error) ? new AppError('sourceOtherAccount', {}, { cause: error }) : error;
      });
      checkHead(head, facts);
      return checkedSource(facts, head);
    },
  };
}

function checkedSource({ sizeBytes, modifiedMs, changedMs, fileId }: FileFacts, head: Uint8Array): CheckedSource {
  return {
    signature: { sizeBytes, modifiedMs, changedMs: changedMs ?? null, fileId },
    contentName: contentNameOf(sizeBytes, head),
  };
}

/**
 * The blob name of a file of this size and header, which holds counters and checksums of the last write to it: two files
 * share it when they are copies, so that a second PC goes on where the first one is. It tells nothing of the file's name.
 */
function contentNameOf(sizeBytes: number, head: Uint8Array): string {
  const hash = createHash('sha256').update(`${NAME_VERSION} ${sizeBytes} `).update(head).digest('hex');
  return `${hash.slice(0, NAME_HEX_DIGITS)}.pst`;
}

function checkHead(head: Uint8Array, { sizeBytes }: FileFacts): void {
  const { health, statedSizeBytes } = checkHeader(head, sizeBytes);
  const code = healthError(health);
  if (code === 'sourceTruncated' && statedSizeBytes !== null) {
    throw new AppError(code, { sizeBytes, expectedBytes: statedSizeBytes });
  }
  if (code) throw new AppError(code);
}

/** Outlook's locks let the file be opened and refuse the first read. */
function readHead(tree: FileTree, path: string): Promise<Uint8Array> {
  return withFile(tree, path, (file) => file.read(0, HEADER_BYTES));
}

async function attempt<T>(tree: FileTree, path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw await toSourceError(tree, path, cause);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && REFUSALS.has(String(error.params.reason));
}

/** What a device that was unplugged and a network drive that is cut off answer with, as long as they are not listed either. */
const GONE_CODES: ReadonlySet<string> = new Set([
  'EIO',
  'ESTALE',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENXIO',
  'ENODEV',
  'ENOTCONN',
  // What libuv has no name for, as most of what Windows says of a network.
  'UNKNOWN',
]);

/** Codes of the file system, as Node names them on every platform. */
async function toSourceError(tree: FileTree, path: string, cause: unknown): Promise<AppError> {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (reason === 'ENOENT' || reason === 'ENOTDIR') {
    return new AppError('sourceMissing', { isDriveGone: !(await hasFolder(tree, path)) }, { cause });
  }
  // What Windows' sharing violation (when opened) and lock violation (when read) are both called here.
  if (reason === 'EBUSY') return new AppError('sourceInUse', {}, { cause });
  if (GONE_CODES.has(reason) && !(await hasFolder(tree, path))) {
    return new AppError('sourceMissing', { isDriveGone: true }, { cause });
  }
  return new AppError('sourceUnreadable', { reason }, { cause });
}

/** True when the folder the file was in is still there: then the file was deleted, else its drive is gone. */
async function hasFolder(tree: FileTree, path: string): Promise<boolean> {
  const folder = path.replace(/[\\/][^\\/]*$/, '');
  return tree.listFolder(folder === '' ? '/' : folder).then(
    () => true,
    () => false,
  );
}
