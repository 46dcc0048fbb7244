import { pstCrc } from '../ndb/binary.ts';
import type { SampleRtf } from '../sample-mailbox.ts';

/** Sizes, kind, checksum. @see [MS-OXRTFCP] 2.1.3.1 */
const HEADER_BYTES = 16;
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;

const WINDOW_BYTES = 4_096;
const MIN_MATCH = 2;
const MAX_MATCH = 17;
/** What both sides know before the first byte. @see [MS-OXRTFCP] 2.1.2.1 */
const KNOWN = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans ' +
    'SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u' +
    '\\tab\\tx',
  'latin1',
);

/** A step of the compressed text: a byte as it is, or where in the window to copy from and how much. */
type Step = { readonly literal: number } | { readonly offset: number; readonly length: number };

/** The value of PidTagRtfCompressed. @see [MS-OXRTFCP] 2.1.3 */
export function rtfProperty({ rtf, isCompressed }: SampleRtf): Buffer {
  const raw = Buffer.from(rtf, 'latin1');
  const content = isCompressed ? compress(raw) : raw;
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(content.length + HEADER_BYTES - 4, 0);
  header.writeUInt32LE(raw.length, 4);
  header.writeUInt32LE(isCompressed ? COMPRESSED : UNCOMPRESSED, 8);
  header.writeUInt32LE(isCompressed ? pstCrc(content) : 0, 12);
  return Buffer.concat([header, content]);
}

/** Eight steps at a time, behind a byte that tells which of them are copies. */
function compress(raw: Buffer): Buffer {
  const parts: number[] = [];
  const steps = stepsOf(raw);
  for (let first = 0; first < steps.length; first += 8) {
    const group = steps.slice(first, first + 8);
    parts.push(group.reduce((flags, step, bit) => flags | ('offset' in step ? 1 << bit : 0), 0));
    for (const step of group) parts.push(...bytesOf(step));
  }
  return Buffer.from(parts);
}

function bytesOf(step: Step): number[] {
  if ('literal' in step) return [step.literal];
  const word = step.offset * 16 + step.length - MIN_MATCH;
  return [word >> 8, word & 0xff];
}

function stepsOf(raw: Buffer): Step[] {
  // The window is a ring over all that was written, so places in it are those of the whole, cut to 12 bits.
  const whole = Buffer.concat([KNOWN, raw]);
  const steps: Step[] = [];
  for (let at = KNOWN.length; at < whole.length; ) {
    const match = longestMatch(whole, at);
    steps.push(match.length < MIN_MATCH ? { literal: whole[at] ?? 0 } : match);
    at += Math.max(match.length, 1);
  }
  // A copy from where the next byte would go ends the text.
  steps.push({ offset: whole.length % WINDOW_BYTES, length: MIN_MATCH });
  return steps;
}

/** The longest stretch before `at` that is the same, the first of several; never so far back that its first byte stands where the next goes. */
function longestMatch(whole: Buffer, at: number): { readonly offset: number; readonly length: number } {
  const limit = Math.min(MAX_MATCH, whole.length - at);
  let best = { offset: 0, length: 0 };
  for (let from = Math.max(0, at - WINDOW_BYTES + 1); from < at && best.length < limit; from += 1) {
    let length = 0;
    while (length < limit && from + length < at && whole[from + length] === whole[at + length]) length += 1;
    if (length > best.length) best = { offset: from % WINDOW_BYTES, length };
  }
  return best;
}
