import { AppError } from '../../preload/contract/index.ts';
import { type FaultWord, faultWord } from './reader/fault.ts';

/** What is read, or what stands for it together with a word for why it could not be. */
export function attempt<T>(read: () => T, otherwise: T): { readonly value: T; readonly problem: FaultWord | null } {
  try {
    return { value: read(), problem: null };
  } catch (error) {
    return { value: otherwise, problem: faultWord(error) };
  }
}

/** What is read. @throws AppError contentsUnreadable; `reason` is the file system's code or a `FaultWord`. */
export function readOrExplain<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('contentsUnreadable', { reason: fileSystemCode(cause) ?? faultWord(cause) }, { cause });
  }
}

/** Only errors of the file system name a system call; errors of the language have codes too, which mean damage here. */
function fileSystemCode(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
