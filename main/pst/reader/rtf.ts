import { PstFault } from './fault.ts';

/** Bytes before the content: sizes, kind, checksum. @see [MS-OXRTFCP] 2.1.3.1 */
const HEADER_BYTES = 16;
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;
const WINDOW_BYTES = 4096;

/** No letter is longer than this; a stated size beyond it is damage. A limit of ours. */
const MAX_RTF_BYTES = 64 * 1024 * 1024;

/** The most that one compressed byte can become: a byte of flags and eight references of two give 8 times 17. */
const MAX_GROWTH = 9;

/** What the window holds at the start, so that short texts shrink too. @see [MS-OXRTFCP] 2.1.2.1 */
const PRELOADED = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans Serif' +
    'SymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);

/** The RTF text in PidTagRtfCompressed, as bytes. @throws PstFault when it is neither of the two kinds there are */
export function decompressRtf(compressed: Buffer): Buffer {
  if (compressed.length < HEADER_BYTES) throw new PstFault('textDamaged');
  const content = compressed.subarray(HEADER_BYTES);
  const sizeBytes = compressed.readUInt32LE(4);
  const kind = compressed.readUInt32LE(8);
  if (sizeBytes > MAX_RTF_BYTES) throw new PstFault('textDamaged');
  if (kind === UNCOMPRESSED) return content.subarray(0, sizeBytes);
  if (kind !== COMPRESSED) throw new PstFault('textDamaged');
  // Room is made for what the bytes can give, not for what they claim.
  return expand(content, Math.min(sizeBytes, content.length * MAX_GROWTH));
}

/** Runs of eight: a byte of flags, then for each flag a byte as it is, or where to copy from and how much. */
function expand(content: Buffer, sizeBytes: number): Buffer {
  const output = Buffer.alloc(sizeBytes);
  const window = Buffer.alloc(WINDOW_BYTES);
  PRELOADED.copy(window);
  let writtenBytes = 0;
  let windowEnd = PRELOADED.length;
  const put = (byte: number) => {
    if (writtenBytes < sizeBytes) output[writtenBytes++] = byte;
    window[windowEnd] = byte;
    windowEnd = (windowEnd + 1) % WINDOW_BYTES;
  };
  for (let at = 0; at < content.length && writtenBytes < sizeBytes; ) {
    const flags = content[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < content.length; bit++) {
      if (((flags >> bit) & 1) === 0) {
        put(content[at++] ?? 0);
        continue;
      }
      const reference = ((content[at] ?? 0) << 8) | (content[at + 1] ?? 0);
      at += 2;
      const from = reference >> 4;
      // A reference to the end of the window ends the text.
      if (from === windowEnd) return output.subarray(0, writtenBytes);
      for (let copied = 0; copied < (reference & 0xf) + 2; copied++) put(window[(from + copied) % WINDOW_BYTES] ?? 0);
    }
  }
  return output.subarray(0, writtenBytes);
}
