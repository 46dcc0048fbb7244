import { crc32 } from 'node:zlib';
import type { ErrorCode, PstFormat, PstHealth } from '../../preload/contract/index.ts';

/** Length of the longest PST header, bytes; as many are needed to judge a file. @see [MS-PST] 2.2.2.6 */
export const HEADER_BYTES = 564;

/** What the header of a file says about it. */
export type HeaderFacts = {
  readonly format: PstFormat;
  readonly health: PstHealth;
  /** Size the file had when it was last written properly, bytes; null when the header does not say. */
  readonly statedSizeBytes: number | null;
};

/** Where the fields of one page layout stand. Bytes from the start of the file. @see [MS-PST] 2.2.2.5, 2.2.2.6 */
type Layout = {
  readonly headerBytes: number;
  readonly eofOffset: number;
  readonly mapValidOffset: number;
  readonly fullCrcOffset: number | null;
};

const ANSI: Layout = { headerBytes: 512, eofOffset: 0xa8, mapValidOffset: 0xc8, fullCrcOffset: null };
const UNICODE: Layout = { headerBytes: HEADER_BYTES, eofOffset: 0xb8, mapValidOffset: 0xf8, fullCrcOffset: 0x20c };

/** "!BDN", read as a little-endian number. */
const MAGIC = 0x4e444221;
const CLIENT_OFFSET = 8;
const CLIENT_PST = 0x4d53;
const CLIENT_OST = 0x4f53;
const VERSION_OFFSET = 0x0a;
/** Both checksums start here and reach this far. @see [MS-PST] 2.2.2.6 dwCRCPartial, dwCRCFull */
const CRC_START = 8;
const PARTIAL_CRC_OFFSET = 4;
const PARTIAL_CRC_BYTES = 471;
const FULL_CRC_BYTES = 516;

/**
 * Judges a file by its first bytes, without reading more of it.
 *
 * `head` holds at least `HEADER_BYTES`, or the whole of a shorter file. A wrong checksum means `damaged` whatever the
 * other fields say, because none of them can be believed then.
 */
export function checkHeader(head: Uint8Array, sizeBytes: number): HeaderFacts {
  if (sizeBytes === 0 || head.byteLength === 0) return { format: 'unknown', health: 'empty', statedSizeBytes: null };
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const format = readFormat(view);
  const layout = format === 'ansi' ? ANSI : UNICODE;
  if (!hasMagic(view)) return { format: 'unknown', health: judgeWithoutMagic(view), statedSizeBytes: null };
  if (sizeBytes < layout.headerBytes || view.byteLength < layout.headerBytes) {
    return { format, health: isForeign(view) ? 'notPst' : 'truncated', statedSizeBytes: null };
  }
  const statedSizeBytes = readStatedSize(view, format);
  return { format, health: judge(view, layout, { format, sizeBytes, statedSizeBytes }), statedSizeBytes };
}

/** The error that tells why a file of this health cannot be moved; null when it can. */
export function healthError(health: PstHealth): ErrorCode | null {
  switch (health) {
    case 'fine':
    case 'notClosed':
      return null;
    case 'truncated':
      return 'sourceTruncated';
    case 'damaged':
      return 'sourceDamaged';
    case 'empty':
      return 'sourceEmpty';
    case 'notPst':
      return 'sourceNotPst';
    case 'ost':
      return 'sourceIsOst';
    case 'unreadable':
      return 'sourceUnreadable';
  }
}

type Facts = { readonly format: PstFormat; readonly sizeBytes: number; readonly statedSizeBytes: number };

function judge(view: DataView, layout: Layout, { format, sizeBytes, statedSizeBytes }: Facts): PstHealth {
  if (!hasRightCrc(view, layout)) return 'damaged';
  const client = view.getUint16(CLIENT_OFFSET, true);
  if (client === CLIENT_OST) return 'ost';
  if (client !== CLIENT_PST) return 'notPst';
  if (format === 'unknown') return 'damaged';
  if (statedSizeBytes > sizeBytes) return 'truncated';
  // Outlook clears this byte while it writes and sets it when it closes the file.
  return view.getUint8(layout.mapValidOffset) === 0 ? 'notClosed' : 'fine';
}

/** A file whose magic alone was hit is still a PST, only a damaged one: its checksum says so. */
function judgeWithoutMagic(view: DataView): PstHealth {
  if (view.byteLength < ANSI.headerBytes || isForeign(view)) return 'notPst';
  return hasRightPartialCrc(view) ? 'damaged' : 'notPst';
}

function hasMagic(view: DataView): boolean {
  return view.byteLength >= 4 && view.getUint32(0, true) === MAGIC;
}

/** True when the bytes that name the owner of the format are there and name neither a PST nor an OST. */
function isForeign(view: DataView): boolean {
  if (view.byteLength < CLIENT_OFFSET + 2) return false;
  const client = view.getUint16(CLIENT_OFFSET, true);
  return client !== CLIENT_PST && client !== CLIENT_OST;
}

/** @see [MS-PST] 2.2.2.6 wVer; 21 and 36 were met in files of other programs and of Outlook 2013 caches. */
function readFormat(view: DataView): PstFormat {
  if (!hasMagic(view) || view.byteLength < VERSION_OFFSET + 2 || isForeign(view)) return 'unknown';
  const version = view.getUint16(VERSION_OFFSET, true);
  if (version === 14 || version === 15) return 'ansi';
  if (version >= 36) return 'unicode4k';
  return version === 21 || version >= 23 ? 'unicode' : 'unknown';
}

function readStatedSize(view: DataView, format: PstFormat): number {
  if (format === 'ansi') return view.getUint32(ANSI.eofOffset, true);
  return Number(view.getBigUint64(UNICODE.eofOffset, true));
}

function hasRightCrc(view: DataView, layout: Layout): boolean {
  if (!hasRightPartialCrc(view)) return false;
  return layout.fullCrcOffset === null || view.getUint32(layout.fullCrcOffset, true) === crcOf(view, FULL_CRC_BYTES);
}

function hasRightPartialCrc(view: DataView): boolean {
  return view.getUint32(PARTIAL_CRC_OFFSET, true) === crcOf(view, PARTIAL_CRC_BYTES);
}

/** The checksum of [MS-PST] 5.3: the usual CRC-32 table, but starting at 0 and without the final inversion. */
function crcOf(view: DataView, length: number): number {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + CRC_START, length);
  return (crc32(bytes, 0xffffffff) ^ 0xffffffff) >>> 0;
}
