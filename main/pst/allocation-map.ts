import type { PstFormat } from '../../preload/contract/index.ts';
import { pstCrc } from './crc.ts';
import { LAYOUTS, readNumber } from './page-layout.ts';
import { BadPlace, type Probe } from './probe.ts';

/** Where the first map stands, and how far it is to the next. @see [MS-PST] 2.2.2.7.2 */
const FIRST_MAP = 0x4400;
const MAP_SPAN_BYTES = 0x3e000;
const MAP_PAGE_BYTES = 512;
/** @see [MS-PST] 2.2.2.7.1 ptype */
const MAP_KIND = 0x84;

/** Where the header tells the offset of the last map. @see [MS-PST] 2.2.2.5 ibAMapLast */
const LAST_MAP_OFFSETS = { unicode: 0xc0, ansi: 0xac } as const;

/** A file of 50 GB has 200,000 maps. A limit of ours: so many are a glance. */
const MAX_SAMPLES = 8;

/** Formats whose maps are described. */
export type MappedFormat = keyof typeof LAST_MAP_OFFSETS;

/** True for files whose maps can be looked at: of those with 4 KiB pages nobody has described them. */
export function hasKnownMaps(format: PstFormat): format is MappedFormat {
  return format === 'unicode' || format === 'ansi';
}

/** Where the header says that the last map stands. */
export function readLastMapOffset(head: Buffer, format: MappedFormat): number {
  return readNumber(head, LAST_MAP_OFFSETS[format], LAYOUTS[format].idBytes);
}

/** Where the first map stands, a few between, and the last one; the last alone when it stands where none can. */
export function mapOffsets(last: number): readonly number[] {
  const count = (last - FIRST_MAP) / MAP_SPAN_BYTES;
  if (!Number.isInteger(count) || count < 0) return [last];
  const samples = Math.min(count, MAX_SAMPLES - 1);
  const numbers = Array.from({ length: samples + 1 }, (_, i) =>
    samples === 0 ? 0 : Math.floor((count * i) / samples),
  );
  return numbers.map((number) => FIRST_MAP + number * MAP_SPAN_BYTES);
}

/** True for the one map that a small file has. */
export function isFirstMap(offset: number): boolean {
  return offset === FIRST_MAP;
}

/** @throws BadPlace when no whole map stands there */
export function checkMap(offset: number, format: MappedFormat, probe: Probe): void {
  const { page } = LAYOUTS[format];
  const isPlace = (offset - FIRST_MAP) % MAP_SPAN_BYTES === 0;
  const bytes = probe(offset, MAP_PAGE_BYTES);
  const isMap = bytes[page.kindOffset] === MAP_KIND && bytes[page.kindOffset + 1] === MAP_KIND;
  if (!isPlace || !isMap || bytes.readUInt32LE(page.crcOffset) !== pstCrc(bytes.subarray(0, page.kindOffset))) {
    throw new BadPlace(offset, 'mapDamaged');
  }
}
