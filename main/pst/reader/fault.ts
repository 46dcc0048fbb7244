// Not all of the contract: whoever only looks at headers should not wait for its schemas.
import { AppError } from '../../../preload/contract/app-error.ts';

/** What is wrong with a place in a PST, as one technical word without anything of its content. */
export const FAULT_WORDS = [
  /** The file system refused. */
  'readFailed',
  /** No PST, or one encoded in a way that only its owner, or nobody we know, can undo. */
  'unsupported',
  'indexDamaged',
  'nodeMissing',
  'blockMissing',
  'blockDamaged',
  'subnodeMissing',
  'heapDamaged',
  'tableDamaged',
  'textDamaged',
  'tooLarge',
  'tooDeep',
  'tooManyFolders',
  'unexpected',
] as const;
export type FaultWord = (typeof FAULT_WORDS)[number];

/** A place in a PST that cannot be read; whatever lies elsewhere still can. */
export class PstFault extends Error {
  override readonly name = 'PstFault';
  readonly word: FaultWord;

  constructor(word: FaultWord, cause?: unknown) {
    super(word, cause === undefined ? undefined : { cause });
    this.word = word;
  }
}

/** What the file system says of a place that cannot be read, and of a drive that answers no more, too. */
export const BAD_SECTOR = 'EIO';

/** The codes of a file, or a drive, that is not there any more. @see docs.libuv.org/en/v1.x/errors.html */
const GONE_CODES: readonly string[] = ['ENOENT', 'ENODEV', 'ENXIO'];

/**
 * A file that can be read no further, anywhere: what was not read until then is not damaged but unknown, so nothing may
 * go on without it. sourceMissing, or contentsUnreadable with the file system's code as `reason`.
 */
export class SourceLost extends AppError {
  constructor(code: string, cause: unknown) {
    const isGone = GONE_CODES.includes(code);
    super(isGone ? 'sourceMissing' : 'contentsUnreadable', isGone ? {} : { reason: code }, { cause });
  }
}

/** The file system's code; null for any other error: those of the language have codes too, but name no system call. */
export function fileSystemCode(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/**
 * The word for whatever was thrown while reading; damage that nobody foresaw shows as errors of the language.
 * @throws SourceLost when it was that: it must not pass for damage of one place
 */
export function faultWord(error: unknown): FaultWord {
  if (error instanceof SourceLost) throw error;
  return error instanceof PstFault ? error.word : 'unexpected';
}
