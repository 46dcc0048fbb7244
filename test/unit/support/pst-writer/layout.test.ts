import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  largeMailbox,
  type SampleMailbox,
  sampleMailbox,
  type WriteOptions,
  writePst,
} from '../../../support/pst-writer/index.ts';
import { at, blockRange, checksum, joinRanges, type PstLayout, readLayout } from './pst-layout.ts';

/** Past 128 allocation maps, where the first free map page stands, and past the reach of one list block. */
const LARGE = { attachmentBytes: 36 * 1024 * 1024, attachments: 1 };

const CASES: [string, () => SampleMailbox, WriteOptions][] = [
  ['the sample', sampleMailbox, {}],
  ['an unencoded sample', sampleMailbox, { isPermuted: false }],
  ['an empty mailbox', () => ({ displayName: '', folders: [] }), {}],
  ['a large mailbox', () => largeMailbox(LARGE), {}],
];

describe.each(CASES)('the layout of %s', (_name, makeMailbox, options) => {
  let folder = '';
  let file: Buffer;
  let layout: PstLayout;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'layout-'));
    const path = join(folder, 'written.pst');
    const { sizeBytes } = writePst(path, makeMailbox(), options);
    file = readFileSync(path);
    expect(file.length).toBe(sizeBytes);
    layout = readLayout(file);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('has a header whose checksums and facts hold', () => {
    expect(file.toString('latin1', 0, 4)).toBe('!BDN');
    expect(file.readUInt16LE(10)).toBe(23);
    expect(file.readUInt32LE(4)).toBe(checksum(file.subarray(8, 8 + 471)));
    expect(file.readUInt32LE(524)).toBe(checksum(file.subarray(8, 8 + 516)));
    expect(file[513]).toBe(options.isPermuted === false ? 0 : 1);
    expect(at(file, 184)).toBe(file.length);
    expect(file[248]).toBe(2);
    const lastMap = layout.maps.filter(({ type }) => type === 0x84).at(-1);
    expect(at(file, 192)).toBe(lastMap?.ib);
  });

  it('has pages and blocks that carry their own checksum, signature and id', () => {
    expect(layout.flaws).toEqual([]);
  });

  it('marks exactly what blocks and pages take', () => {
    const used = [
      ...layout.blocks.map(blockRange),
      ...layout.pages,
      ...layout.maps.map(({ ib }) => ({ from: ib, to: ib + 512 })),
    ];
    expect(layout.taken).toEqual(joinRanges(used));
    const takenBytes = layout.taken.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(at(file, 200)).toBe(file.length - 0x4400 - takenBytes);
  });

  it('lists blocks and nodes by rising id, none twice', () => {
    const bids = layout.blocks.map(({ bid }) => bid);
    const nids = layout.nodes.map(({ nid }) => nid);
    expect(bids).toEqual([...new Set(bids)].sort((a, b) => a - b));
    expect(nids).toEqual([...new Set(nids)].sort((a, b) => a - b));
    expect(at(file, 516)).toBeGreaterThan(bids.at(-1) ?? 0);
  });

  it('counts for each block who refers to it, and names no block that is not there', () => {
    const counted = countReferences(file, layout);
    expect(layout.blocks.map(({ bid, references }) => [bid, references])).toEqual(
      layout.blocks.map(({ bid }) => [bid, 1 + (counted.get(bid) ?? 0)]),
    );
    const known = new Set(layout.blocks.map(({ bid }) => bid));
    expect([...counted.keys()].filter((bid) => !known.has(bid))).toEqual([]);
  });

  it('keeps the id counters of the header above every node in use', () => {
    const late = layout.nodes.filter(({ nid }) => nid > 0x8000 && nid >>> 5 >= file.readUInt32LE(44 + 4 * (nid % 32)));
    expect(late).toEqual([]);
  });

  it('has the nodes every store needs', () => {
    const nids = new Set(layout.nodes.map(({ nid }) => nid));
    const needed = [
      0x21, 0x61, 0x122, 0x12d, 0x12e, 0x12f, 0x1e1, 0x201, 0x60d, 0x60e, 0x60f, 0x610, 0x671, 0x692, 0x2223,
    ];
    expect(needed.filter((nid) => !nids.has(nid))).toEqual([]);
    const folders = layout.nodes.filter(({ nid }) => nid % 32 === 2);
    const tables = folders.flatMap(({ nid }) => [nid + 11, nid + 12, nid + 13]);
    expect(tables.filter((nid) => !nids.has(nid))).toEqual([]);
  });
});

/** How often nodes, lists of blocks and subnode blocks name each block. */
function countReferences(file: Buffer, { blocks, nodes }: PstLayout): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (bid: number): void => {
    if (bid !== 0) counts.set(bid, (counts.get(bid) ?? 0) + 1);
  };
  for (const { dataBid, subnodeBid } of nodes) {
    add(dataBid);
    add(subnodeBid);
  }
  for (const { bid, ib } of blocks.filter((block) => (block.bid & 2) !== 0)) {
    const [kind, level] = file.subarray(ib, ib + 2);
    const count = file.readUInt16LE(ib + 2);
    const offsets = kind === 1 ? [0] : level === 0 ? [8, 16] : [8];
    const rowBytes = kind === 1 ? 8 : level === 0 ? 24 : 16;
    expect(kind, `block ${bid}`).toBeOneOf([1, 2]);
    for (let row = 0; row < count; row += 1) {
      for (const offset of offsets) add(at(file, ib + 8 + row * rowBytes + offset));
    }
  }
  return counts;
}
