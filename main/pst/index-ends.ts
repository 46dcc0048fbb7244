import {
  blockRoom,
  checkedBlock,
  checkPage,
  type FileLayout,
  type IndexName,
  levelOf,
  pageRows,
  readNumber,
} from './page-layout.ts';
import { BadPlace, judging, type Probe } from './probe.ts';

/** Where an index of a file begins, and how to look at it. */
export type IndexPlace = { readonly index: IndexName; readonly root: number; readonly layout: FileLayout };

/** Levels above the leaves. A limit of ours: eight reach beyond any file. */
const MAX_LEVELS = 8;

/** The two leaves at the ends of an index. */
export type IndexEnds = { readonly first: Buffer; readonly last: Buffer };

/**
 * Goes down the first and the last branch of an index, and gives the leaves there. What lies between is not looked at.
 * @throws BadPlace
 */
export function readIndexEnds(place: IndexPlace, probe: Probe): IndexEnds {
  return { first: readLeaf(place, probe, 'first'), last: readLeaf(place, probe, 'last') };
}

/**
 * Proves the block that lies farthest back of those a leaf lists: the newest blocks mostly are where the file grew last.
 * @throws BadPlace
 */
export function checkFarthestBlock(leaf: Buffer, layout: FileLayout, probe: Probe): void {
  const { count, entryBytes } = pageRows(leaf, layout);
  const { idBytes } = layout;
  const places = Array.from({ length: count }, (_, i) => ({
    position: readNumber(leaf, i * entryBytes + idBytes, idBytes),
    sizeBytes: leaf.readUInt16LE(i * entryBytes + idBytes * 2),
  }));
  const farthest = places.reduce((a, b) => (b.position > a.position ? b : a), { position: -1, sizeBytes: 0 });
  if (farthest.position < 0) return;
  const stored = probe(farthest.position, blockRoom(farthest.sizeBytes, layout));
  judging(() => checkedBlock(stored, farthest.sizeBytes, layout), farthest.position);
}

function readLeaf({ index, root, layout }: IndexPlace, probe: Probe, end: keyof IndexEnds): Buffer {
  let position = root;
  let expected: number | null = null;
  for (;;) {
    const at = position;
    const page = probe(at, layout.page.bytes);
    const { count, entryBytes } = judging(() => checkRows(page, layout, index), at);
    const level = levelOf(page, layout);
    // One level down each time, or a page that leads back to itself would keep us here.
    if (level > MAX_LEVELS || (expected !== null && level !== expected)) throw new BadPlace(at, 'indexDamaged');
    if (count === 0 || !isRising(page, layout, index)) throw new BadPlace(at, 'indexDamaged');
    if (level === 0) return page;
    expected = level - 1;
    const start = (end === 'first' ? 0 : count - 1) * entryBytes;
    position = readNumber(page, start + layout.idBytes * 2, layout.idBytes);
  }
}

function checkRows(page: Buffer, layout: FileLayout, index: IndexName): ReturnType<typeof pageRows> {
  checkPage(page, layout, index);
  return pageRows(page, layout);
}

/** Rows are found by halving, which only finds them in order. The upper half of a node's id is no part of it. */
function isRising(page: Buffer, layout: FileLayout, index: IndexName): boolean {
  const { count, entryBytes } = pageRows(page, layout);
  const keys = Array.from({ length: count }, (_, i) => readNumber(page, i * entryBytes, layout.idBytes));
  const known = index === 'nodes' ? keys.map((key) => key >>> 0) : keys;
  return known.every((key, i) => i === 0 || key > (known[i - 1] ?? 0));
}
