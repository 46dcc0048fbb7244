import type { ErrorCode, FileKind, PstFormat, PstHealth } from '../../preload/contract/index.ts';
import { BLOCK_ENCODINGS } from './block-encoding.ts';
import { pstCrc } from './crc.ts';
import { fileKind } from './file-kind.ts';

/** Length of the longest PST header, bytes; as many are needed to judge a file. @see [MS-PST] 2.2.2.6 */
export const HEADER_BYTES = 564;

/** What the header of a file says about it. */
export type HeaderFacts = {
  readonly format: PstFormat;
  readonly health: PstHealth;
  /** What a file that is no PST seems to be; null for every other health. */
  readonly kind: FileKind | null;
  /** Size the file had when it was last written properly, bytes; null when the header does not say. */
  readonly statedSizeBytes: number | null;
};

/** Where the fields of one page layout stand. Bytes from the start of the file. @see [MS-PST] 2.2.2.5, 2.2.2.6 */
type Layout = {
  readonly headerBytes: number;
  readonly eofOffset: number;
  readonly mapValidOffset: number;
  readonly encodingOffset: number;
  readonly fullCrcOffset: number | null;
};

const ANSI: Layout = {
  headerBytes: 512,
  eofOffset: 0xa8,
  mapValidOffset: 0xc8,
  encodingOffset: 0x1cd,
  fullCrcOffset: null,
};
const UNICODE: Layout = {
  headerBytes: HEADER_BYTES,
  eofOffset: 0xb8,
  mapValidOffset: 0xf8,
  encodingOffset: 0x201,
  fullCrcOffset: 0x20c,
};

/** "!BDN", read as a little-endian number. */
const MAGIC = 0x4e444221;
const CLIENT_OFFSET = 8;
const CLIENT_PST = 0x4d53;
const CLIENT_OST = 0x4f53;
const CLIENT_PAB = 0x4241;
const CLIENTS: readonly number[] = [CLIENT_PST, CLIENT_OST, CLIENT_PAB];
const VERSION_OFFSET = 0x0a;
const VERSION_WIP = 37;
/** Both checksums start here and reach this far. @see [MS-PST] 2.2.2.6 dwCRCPartial, dwCRCFull */
const CRC_START = 8;
const PARTIAL_CRC_OFFSET = 4;
const PARTIAL_CRC_BYTES = 471;
const FULL_CRC_BYTES = 516;

/**
 * Judges a file by its first bytes, without reading more of it.
 *
 * `head` holds at least `HEADER_BYTES`, or the whole of a shorter file. A wrong checksum means `damaged` whatever the
 * other fields say, because none of them can be believed then; only what is an address book in any case is called one.
 */
export function checkHeader(head: Uint8Array, sizeBytes: number): HeaderFacts {
  const { format, health, statedSizeBytes } = readHeader(head, sizeBytes);
  return { format, health, kind: health === 'notPst' ? fileKind(head) : null, statedSizeBytes };
}

/**
 * True for the head of a PST or an OST, sound, damaged or cut off, whatever the file is called. Not for an address
 * book. Costs next to nothing for other files.
 */
export function isStoreHead(head: Uint8Array): boolean {
  const view = viewOf(head);
  if (view.byteLength < CLIENT_OFFSET + 2) return false;
  const client = view.getUint16(CLIENT_OFFSET, true);
  if (client !== CLIENT_PST && client !== CLIENT_OST) return false;
  return hasMagic(view) || judgeWithoutMagic(view) === 'damaged';
}

/** How the header says that data blocks are encoded, one of `BLOCK_ENCODINGS` if it is to be believed. */
export function readBlockEncoding(head: Uint8Array, format: PstFormat): number {
  return viewOf(head).getUint8((format === 'ansi' ? ANSI : UNICODE).encodingOffset);
}

function readHeader(head: Uint8Array, sizeBytes: number): Omit<HeaderFacts, 'kind'> {
  if (sizeBytes === 0 || head.byteLength === 0) return { format: 'unknown', health: 'empty', statedSizeBytes: null };
  const view = viewOf(head);
  if (!hasMagic(view)) return { format: 'unknown', health: judgeWithoutMagic(view), statedSizeBytes: null };
  const format = readFormat(view);
  const layout = format === 'ansi' ? ANSI : UNICODE;
  if (sizeBytes < layout.headerBytes || view.byteLength < layout.headerBytes) {
    return { format, health: isForeign(view) ? 'notPst' : 'truncated', statedSizeBytes: null };
  }
  const statedSizeBytes = readStatedSize(view, format);
  return { format, health: judge(view, layout, { format, sizeBytes, statedSizeBytes }), statedSizeBytes };
}

/** The error that tells why a file of this health cannot be moved, or not yet; null when it can. */
export function healthError(health: PstHealth): ErrorCode | null {
  switch (health) {
    case 'fine':
    case 'notClosed':
      return null;
    case 'inUse':
      return 'sourceInUse';
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
    case 'pab':
      return 'sourceIsPab';
    case 'cloudOnly':
      return 'sourceCloudOnly';
    case 'wipProtected':
      return 'sourceProtected';
    case 'otherAccount':
      return 'sourceOtherAccount';
    case 'unreadable':
      return 'sourceUnreadable';
  }
}

type Facts = { readonly format: PstFormat; readonly sizeBytes: number; readonly statedSizeBytes: number };

function judge(view: DataView, layout: Layout, { format, sizeBytes, statedSizeBytes }: Facts): PstHealth {
  const client = view.getUint16(CLIENT_OFFSET, true);
  if (client === CLIENT_PAB) return 'pab';
  if (!hasRightCrc(view, layout)) return 'damaged';
  if (client === CLIENT_OST) return 'ost';
  if (client !== CLIENT_PST) return 'notPst';
  if (view.getUint8(layout.encodingOffset) === BLOCK_ENCODINGS.wipProtected) return 'wipProtected';
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

/** True when the bytes that name the kind of file are there and name none of Outlook's. */
function isForeign(view: DataView): boolean {
  if (view.byteLength < CLIENT_OFFSET + 2) return false;
  return !CLIENTS.includes(view.getUint16(CLIENT_OFFSET, true));
}

/**
 * @see [MS-PST] 2.2.2.6 wVer; 21 and 36 were met in files of other programs and of Outlook 2013 caches. 37 is the mark of
 * an Outlook that knows Windows Information Protection: in a PST it has the pages of the specification, which knows no
 * others, and does not yet say that this very file is protected.
 */
function readFormat(view: DataView): PstFormat {
  if (!hasMagic(view) || view.byteLength < VERSION_OFFSET + 2 || isForeign(view)) return 'unknown';
  const version = view.getUint16(VERSION_OFFSET, true);
  if (version === 14 || version === 15) return 'ansi';
  if (version === VERSION_WIP && view.getUint16(CLIENT_OFFSET, true) === CLIENT_PST) return 'unicode';
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

function crcOf(view: DataView, length: number): number {
  return pstCrc(new Uint8Array(view.buffer, view.byteOffset + CRC_START, length));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
