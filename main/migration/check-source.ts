import { AppError } from '../../preload/contract/index.ts';
import { checkHeader, HEADER_BYTES, healthError } from '../pst/header.ts';
import type { FileTree } from '../scan/ports.ts';
import type { SourceChecker } from './ports.ts';

/** A checker that opens the file, reads its header and nothing else. */
export function createSourceChecker(tree: FileTree): SourceChecker {
  return {
    check: async (path) => {
      const facts = await attempt(tree, path, () => tree.getFacts(path));
      const head = await attempt(tree, path, () => tree.readHead(path, HEADER_BYTES));
      const { health, statedSizeBytes } = checkHeader(head, facts.sizeBytes);
      const code = healthError(health);
      if (code === 'sourceTruncated' && statedSizeBytes !== null) {
        throw new AppError(code, { sizeBytes: facts.sizeBytes, expectedBytes: statedSizeBytes });
      }
      if (code) throw new AppError(code);
      return facts;
    },
  };
}

async function attempt<T>(tree: FileTree, path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw await toSourceError(tree, path, cause);
  }
}

/** Codes of the file system, as Node names them on every platform. */
async function toSourceError(tree: FileTree, path: string, cause: unknown): Promise<AppError> {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (reason === 'ENOENT' || reason === 'ENOTDIR') {
    return new AppError('sourceMissing', { isDriveGone: !(await hasFolder(tree, path)) }, { cause });
  }
  if (reason === 'EBUSY') return new AppError('sourceInUse', {}, { cause });
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
