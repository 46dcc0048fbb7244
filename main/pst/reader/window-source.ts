import { BAD_SECTOR, fileSystemCode, PstFault, SourceLost } from './fault.ts';
import type { PstSource } from './pst-source.ts';
import { ReadAhead } from './read-ahead.ts';

/** Indexes and folders are small pieces that mostly stand together: one read brings the neighbours, too. As the disk has it. */
const WINDOW_BYTES = 4 * 1024;
const WINDOW_COUNT = 256;
/** Most windows of one read, and how many windows may be left out by who still reads forward. */
const MAX_RUN = 8;
const MAX_GAP = 3;
/** What is longer brings no neighbours worth having. */
const MAX_PIECE_BYTES = 2 * 1024;

/** The longest piece there is: sizes of blocks have 16 bits, and behind them comes what fills their last row. */
const MAX_READ_BYTES = 0x1_0000 + 0x400;

/** A drive with so many places that cannot be read, or so many without one that can, answers no more. Limits of ours. */
const MAX_BAD_PLACES = 20;
const MAX_BAD_IN_A_ROW = 10;

/** `bytes` is how much of its room holds something, `run` how many windows were read when it was. */
type Window = { number: number; bytes: number; run: number; readonly room: Buffer };

/**
 * Reads pieces of a file by windows of 4 KiB, of which it keeps up to 1 MiB; longer pieces, and those that do not lie in
 * one window, are read as they are. Whoever reads forward gets more and more with each read, up to 128 KiB.
 */
export class WindowSource {
  readonly sizeBytes: number;
  readonly #source: PstSource;
  readonly #windows: (Window | undefined)[] = [];
  readonly #room = Buffer.allocUnsafeSlow(MAX_RUN * WINDOW_BYTES);
  readonly #ahead: ReadAhead;
  /** Windows with a place that could not be read even alone. */
  readonly #badPlaces = new Set<number>();
  /** Pieces that were refused, by where they begin: a drive tries a bad sector for seconds whenever it is asked. */
  readonly #refused = new Map<number, { readonly length: number; readonly fault: PstFault }>();
  /** How many bad places came since a read last succeeded. */
  #badInARow = 0;
  #lost: SourceLost | null = null;

  constructor(source: PstSource) {
    this.#source = source;
    this.sizeBytes = source.sizeBytes;
    this.#ahead = new ReadAhead(source.sizeBytes, MAX_READ_BYTES, (target, position) => this.#fill(target, position));
  }

  /**
   * A piece of the file; what it holds is good until the next read.
   * @throws PstFault readFailed, for a short read too; SourceLost from then on when the trouble is not of one place
   */
  read(position: number, length: number): Buffer {
    if (this.#lost !== null) throw this.#lost;
    const isInside = Number.isSafeInteger(position) && position + length <= this.sizeBytes;
    if (!isInside || length > MAX_READ_BYTES) throw new PstFault('readFailed');
    const number = Math.floor(position / WINDOW_BYTES);
    const start = position - number * WINDOW_BYTES;
    if (length <= MAX_PIECE_BYTES && start + length <= WINDOW_BYTES && !this.#badPlaces.has(number)) {
      const { room, bytes } = this.#window(number);
      if (start + length <= bytes) return room.subarray(start, start + length);
    }
    // A place in the same window that cannot be read should not cost this one.
    return this.#readAlone(position, length);
  }

  close(): void {
    this.#source.close();
  }

  #readAlone(position: number, length: number): Buffer {
    const refused = this.#refused.get(position);
    if (refused !== undefined && refused.length <= length) throw refused.fault;
    try {
      return this.#ahead.read(position, length);
    } catch (error) {
      if (!(error instanceof PstFault) || fileSystemCode(error.cause) !== BAD_SECTOR) throw error;
      this.#refused.set(position, { length, fault: error });
      this.#noteBad(Math.floor(position / WINDOW_BYTES), error);
      throw this.#lost ?? error;
    }
  }

  #noteBad(number: number, { cause }: PstFault): void {
    if (!this.#badPlaces.has(number)) this.#badInARow += 1;
    this.#badPlaces.add(number);
    const isDead = this.#badPlaces.size >= MAX_BAD_PLACES || this.#badInARow >= MAX_BAD_IN_A_ROW;
    if (isDead) this.#lost = new SourceLost(BAD_SECTOR, cause);
  }

  /** The room of a window, filled as far as there is something; not at all when it cannot be read. */
  #window(number: number): Window {
    const known = this.#slot(number);
    if (known.number === number) return known;
    const run = Math.min(this.#runFor(number), Math.ceil(this.sizeBytes / WINDOW_BYTES) - number);
    if (run > 1 && this.#readRun(number, run)) return this.#slot(number);
    known.number = number;
    known.run = 1;
    known.bytes = this.#tryFill(known.room.subarray(0, this.sizeBytes - number * WINDOW_BYTES), number * WINDOW_BYTES);
    return known;
  }

  #slot(number: number): Window {
    const slot = number % WINDOW_COUNT;
    const known = this.#windows[slot];
    if (known !== undefined) return known;
    const window = { number: -1, bytes: 0, run: 1, room: Buffer.allocUnsafeSlow(WINDOW_BYTES) };
    this.#windows[slot] = window;
    return window;
  }

  /** Twice what was read shortly before this window; one where nothing was. */
  #runFor(number: number): number {
    for (let before = number - 1; before >= Math.max(0, number - 1 - MAX_GAP); before -= 1) {
      const window = this.#windows[before % WINDOW_COUNT];
      if (window?.number === before) return Math.min(window.run * 2, MAX_RUN);
    }
    return 1;
  }

  /** Fills several windows by one read; false when there is not all of it. */
  #readRun(number: number, run: number): boolean {
    const position = number * WINDOW_BYTES;
    const piece = this.#room.subarray(0, Math.min(run * WINDOW_BYTES, this.sizeBytes - position));
    if (this.#tryFill(piece, position) < piece.length) return false;
    for (let i = 0; i < run; i += 1) {
      const window = this.#slot(number + i);
      window.number = number + i;
      window.run = run;
      window.bytes = piece.copy(window.room, 0, i * WINDOW_BYTES, (i + 1) * WINDOW_BYTES);
    }
    return true;
  }

  #tryFill(target: Buffer, position: number): number {
    try {
      return this.#fill(target, position);
    } catch {
      return 0;
    }
  }

  #fill(target: Buffer, position: number): number {
    // Whoever tries less after more has failed gets here again.
    if (this.#lost !== null) throw this.#lost;
    try {
      const bytes = this.#source.read(target, position);
      this.#badInARow = 0;
      return bytes;
    } catch (error) {
      const code = fileSystemCode(error);
      if (code !== null && code !== BAD_SECTOR) this.#lost = new SourceLost(code, error);
      throw this.#lost ?? new PstFault('readFailed', error);
    }
  }
}
