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

/** The word for whatever was thrown while reading; damage that nobody foresaw shows as errors of the language. */
export function faultWord(error: unknown): FaultWord {
  return error instanceof PstFault ? error.word : 'unexpected';
}
