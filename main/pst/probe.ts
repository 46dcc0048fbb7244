import { BAD_SECTOR, fileSystemCode, PstFault } from './reader/fault.ts';
import type { PstSource } from './reader/pst-source.ts';

/** A place in a file that is not as it should be; `reason` is the file system's code or a word of `FAULT_WORDS`. */
export class BadPlace extends Error {
  override readonly name = 'BadPlace';
  readonly offset: number;
  readonly reason: string;

  constructor(offset: number, reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
    this.offset = offset;
    this.reason = reason;
  }
}

/**
 * Reads one piece of a file whole, every time anew. @throws BadPlace for a piece that is not all in the file, too; the
 * file system's error when that is not of one place
 */
export type Probe = (position: number, length: number) => Buffer;

/** Looks at places of a file, each once; nothing is kept. */
export function createProbe(source: PstSource): Probe {
  return (position, length) => {
    if (!Number.isSafeInteger(position) || position + length > source.sizeBytes) {
      throw new BadPlace(position, 'readFailed' satisfies PstFault['word']);
    }
    const piece = Buffer.alloc(length);
    const done = reading(() => source.read(piece, position), position);
    if (done < length) throw new BadPlace(position, 'readFailed' satisfies PstFault['word']);
    return piece;
  };
}

/** Names the place at which a look at bytes already read failed. */
export function judging<T>(judge: () => T, offset: number): T {
  try {
    return judge();
  } catch (error) {
    if (error instanceof PstFault) throw new BadPlace(offset, error.word, error);
    throw error;
  }
}

function reading<T>(read: () => T, offset: number): T {
  try {
    return read();
  } catch (error) {
    const code = fileSystemCode(error);
    if (code !== null && code !== BAD_SECTOR) throw error;
    throw new BadPlace(offset, code ?? 'readFailed', error);
  }
}
