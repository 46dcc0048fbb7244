import { AppError } from '../../preload/contract/index.ts';
import { type FaultWord, faultWord, fileSystemCode, SourceLost } from './reader/fault.ts';

/** What is read, or what stands for it together with a word for why it could not be. @throws SourceLost */
export function attempt<T>(read: () => T, otherwise: T): { readonly value: T; readonly problem: FaultWord | null } {
  try {
    return { value: read(), problem: null };
  } catch (error) {
    return { value: otherwise, problem: faultWord(error) };
  }
}

/**
 * What is read.
 * @throws AppError contentsUnreadable with a `FaultWord` as `reason`; `sourceError` of the file system's error
 */
export function readOrExplain<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = fileSystemCode(cause);
    if (code !== null) throw sourceError(code, cause);
    throw new AppError('contentsUnreadable', { reason: faultWord(cause) }, { cause });
  }
}

/** Why a file cannot be opened, by the file system's code: sourceMissing, sourceInUse, else contentsUnreadable. */
export function sourceError(code: string, cause: unknown): AppError {
  return code === 'EBUSY' ? new AppError('sourceInUse', {}, { cause }) : new SourceLost(code, cause);
}
