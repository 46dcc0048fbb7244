import { PstFault } from './fault.ts';

/** Places that are read forward side by side: a table's rows, and the texts in them. */
const STREAM_COUNT = 3;
/** Most bytes of one read; and what may be left out by who still reads forward: the maps between blocks. */
const MAX_AHEAD_BYTES = 128 * 1024;
const MAX_GAP_BYTES = 4 * 1024;

/** So many pieces in a row are read alone: tables of a few blocks end there. */
const PIECES_ALONE = 3;

/** A part of the file, where the last piece of it ended, and how many pieces followed each other. */
type Stream = { room: Buffer; start: number; bytes: number; end: number; pieces: number };

/** Reads long pieces as they are, and more and more at once for those that follow each other. */
export class ReadAhead {
  readonly #sizeBytes: number;
  readonly #maxPieceBytes: number;
  readonly #fill: (target: Buffer, position: number) => number;
  /** The last used first. */
  readonly #streams: Stream[] = [];

  /** `fill` reads as `PstSource` does. @throws PstFault as `fill` does */
  constructor(sizeBytes: number, maxPieceBytes: number, fill: (target: Buffer, position: number) => number) {
    this.#sizeBytes = sizeBytes;
    this.#maxPieceBytes = maxPieceBytes;
    this.#fill = fill;
  }

  /** A piece that lies within the file; good until the next read. @throws PstFault readFailed, for a short read too */
  read(position: number, length: number): Buffer {
    const stream = this.#streamFor(position, length);
    if (!holds(stream, position, length)) this.#load(stream, position, length);
    stream.end = position + length;
    return stream.room.subarray(position - stream.start, position - stream.start + length);
  }

  #load(stream: Stream, position: number, length: number): void {
    stream.pieces = isNext(stream, position) ? stream.pieces + 1 : 1;
    if (stream.pieces <= PIECES_ALONE || !this.#tryAhead(stream, position, length)) {
      this.#loadAlone(stream, position, length);
    }
  }

  #tryAhead(stream: Stream, position: number, length: number): boolean {
    try {
      const aheadBytes = Math.min(length * 2 ** (stream.pieces - PIECES_ALONE), MAX_AHEAD_BYTES);
      this.#loadPart(stream, position, Math.min(aheadBytes, this.#sizeBytes - position));
      return stream.bytes >= length;
    } catch {
      return false;
    }
  }

  #loadAlone(stream: Stream, position: number, length: number): void {
    this.#loadPart(stream, position, length);
    if (stream.bytes < length) throw new PstFault('readFailed');
  }

  #loadPart(stream: Stream, position: number, length: number): void {
    if (stream.room.length < length) {
      stream.room = Buffer.allocUnsafeSlow(Math.max(length, MAX_AHEAD_BYTES, this.#maxPieceBytes));
    }
    // What was there is overwritten, whether the read succeeds or not.
    stream.bytes = 0;
    stream.start = position;
    stream.bytes = this.#fill(stream.room.subarray(0, length), position);
  }

  /** The stream that has the piece or ended shortly before it, else the one that was not used for longest. */
  #streamFor(position: number, length: number): Stream {
    let order = this.#streams.findIndex((stream) => holds(stream, position, length) || isNext(stream, position));
    if (order < 0 && this.#streams.length < STREAM_COUNT) {
      order = this.#streams.push({ room: Buffer.alloc(0), start: 0, bytes: 0, end: -MAX_AHEAD_BYTES, pieces: 0 }) - 1;
    }
    const [stream] = this.#streams.splice(order < 0 ? STREAM_COUNT - 1 : order, 1);
    if (stream === undefined) throw new PstFault('readFailed');
    this.#streams.unshift(stream);
    return stream;
  }
}

function holds({ start, bytes }: Stream, position: number, length: number): boolean {
  return position >= start && position + length <= start + bytes;
}

function isNext({ end }: Stream, position: number): boolean {
  return position >= end && position <= end + MAX_GAP_BYTES;
}
