type Options = {
  /** Longest line that is given, bytes without its end. */
  readonly maxBytes: number;
  readonly onLine: (text: string) => void;
  readonly onDropped: (why: 'tooLong' | 'notUtf8', bytes: number) => void;
};

const NEWLINE = 0x0a;
/** Above this many pieces of one line they are joined, so that a line written byte by byte takes little memory. */
const MAX_PIECES = 256;

/** Takes a stream of bytes, cut anywhere, and gives its UTF-8 lines. A byte order mark is left out; so is a last line without an end. */
export function createLineReader({ maxBytes, onLine, onDropped }: Options): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  const keep = (piece: Uint8Array) => {
    bytes += piece.length;
    if (bytes > maxBytes) pieces = [];
    else if (piece.length > 0) pieces.push(piece);
    if (pieces.length > MAX_PIECES) pieces = [Buffer.concat(pieces)];
  };
  const give = () => {
    const [line, size] = [Buffer.concat(pieces), bytes];
    pieces = [];
    bytes = 0;
    if (size > maxBytes) return onDropped('tooLong', size);
    let text: string;
    try {
      text = decoder.decode(line);
    } catch {
      return onDropped('notUtf8', size);
    }
    onLine(text);
  };
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, end));
      give();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  };
}
