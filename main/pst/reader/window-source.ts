import { PstFault } from './fault.ts';
import type { PstSource } from './pst-source.ts';

/** Indexes and folders are small pieces that mostly stand together: one read brings the neighbours, too. As the disk has it. */
const WINDOW_BYTES = 4 * 1024;
const WINDOW_COUNT = 256;
/** What is longer brings no neighbours worth having. */
const MAX_PIECE_BYTES = 2 * 1024;

/** The longest piece there is: sizes of blocks have 16 bits, and behind them comes what fills their last row. */
const MAX_READ_BYTES = 0x1_0000 + 0x400;

/** `bytes` is how much of its room holds something. */
type Window = { number: number; bytes: number; readonly room: Buffer };

/**
 * Reads pieces of a file by windows of 4 KiB, of which it keeps up to 1 MiB; longer pieces, and those that do not lie in
 * one window, are read as they are.
 */
export class WindowSource {
  readonly sizeBytes: number;
  readonly #source: PstSource;
  readonly #windows: (Window | undefined)[] = [];
  readonly #room = Buffer.allocUnsafeSlow(MAX_READ_BYTES);

  constructor(source: PstSource) {
    this.#source = source;
    this.sizeBytes = source.sizeBytes;
  }

  /** A piece of the file; what it holds is good until the next read. @throws PstFault readFailed, for a short read too */
  read(position: number, length: number): Buffer {
    const isInside = Number.isSafeInteger(position) && position + length <= this.sizeBytes;
    if (!isInside || length > MAX_READ_BYTES) throw new PstFault('readFailed');
    const number = Math.floor(position / WINDOW_BYTES);
    const start = position - number * WINDOW_BYTES;
    if (length <= MAX_PIECE_BYTES && start + length <= WINDOW_BYTES) {
      const { room, bytes } = this.#window(number);
      if (start + length <= bytes) return room.subarray(start, start + length);
    }
    // A place in the same window that cannot be read should not cost this one.
    const piece = this.#room.subarray(0, length);
    if (this.#fill(piece, position) < length) throw new PstFault('readFailed');
    return piece;
  }

  close(): void {
    this.#source.close();
  }

  /** The room of a window, filled as far as there is something; not at all when it cannot be read. */
  #window(number: number): Window {
    const slot = number % WINDOW_COUNT;
    const window = this.#windows[slot] ?? { number: -1, bytes: 0, room: Buffer.allocUnsafeSlow(WINDOW_BYTES) };
    if (window.number === number) return window;
    this.#windows[slot] = window;
    const position = number * WINDOW_BYTES;
    window.number = number;
    window.bytes = this.#tryFill(window.room.subarray(0, this.sizeBytes - position), position);
    return window;
  }

  #tryFill(target: Buffer, position: number): number {
    try {
      return this.#fill(target, position);
    } catch {
      return 0;
    }
  }

  #fill(target: Buffer, position: number): number {
    try {
      return this.#source.read(target, position);
    } catch (error) {
      throw new PstFault('readFailed', error);
    }
  }
}
