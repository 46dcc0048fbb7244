import { AppError, type ErrorCode } from '../../preload/contract/index.ts';

/**
 * What the system says of a server or a line that may come back. Windows has words for these that Node does not know; it
 * then says UNKNOWN. @see libuv, src/win/error.c
 */
const OUTAGES: readonly string[] = [
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ETIMEDOUT',
  'ECONNRESET',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ENOTCONN',
  'EPIPE',
  'ESTALE',
  'EIO',
  'EREMOTEIO',
  'UNKNOWN',
  // After the server was away the file is no longer open there; the next try opens it anew.
  'EBADF',
];

/** The file is held by another program, such as the server's virus scanner; that passes. */
const HELD: readonly string[] = ['EBUSY', 'EAGAIN', 'EMFILE', 'ENFILE', 'ETXTBSY'];

const CODES: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'shareForbidden',
  EPERM: 'shareForbidden',
  EROFS: 'shareForbidden',
  ENOSPC: 'shareFull',
  EDQUOT: 'shareFull',
  // A file larger than the share's file system takes, such as 4 GiB on FAT32.
  EFBIG: 'shareFull',
};

/** The error of the contract for what the file system says of a share; anything else, as a bug, unchanged. */
export function toShareError(error: unknown, share: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (!('code' in error) || typeof error.code !== 'string') return error;
  const params = { share, reason: error.code };
  if (OUTAGES.includes(error.code)) return new AppError('shareMissing', params, { cause: error, isRetryable: true });
  if (HELD.includes(error.code)) {
    return new AppError('shareMissing', { ...params, waitFor: 'busy' }, { cause: error, isRetryable: true });
  }
  return new AppError(CODES[error.code] ?? 'shareMissing', params, { cause: error });
}
