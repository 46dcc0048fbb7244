import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deepMailbox,
  everyKindMailbox,
  largeMailbox,
  type SampleMailbox,
  sampleMailbox,
  type WriteOptions,
  wideMailbox,
  writePst,
} from '../../../support/pst-writer/index.ts';
import { blockRange, checksum, joinRanges, type PstLayout, readId, readLayout } from './pst-layout.ts';

/** Past 128 allocation maps, where the first free map page stands, and past the reach of one list block. */
const LARGE = { attachmentBytes: 36 * 1024 * 1024, attachments: 1 };

const CASES: [string, () => SampleMailbox, WriteOptions][] = [
  ['the sample', sampleMailbox, {}],
  ['an unencoded sample', sampleMailbox, { encoding: 'none' }],
  ['a sample of cyclic encoding', sampleMailbox, { encoding: 'cyclic' }],
  ['an ANSI sample', sampleMailbox, { format: 'ansi' }],
  ['an ANSI sample of cyclic encoding', sampleMailbox, { format: 'ansi', encoding: 'cyclic' }],
  ['every kind of item', everyKindMailbox, {}],
  ['every kind of item as ANSI', everyKindMailbox, { format: 'ansi', encoding: 'none' }],
  ['a deep mailbox', () => deepMailbox(400), {}],
  ['a wide mailbox', () => wideMailbox(2_000), { format: 'ansi' }],
  ['a large ANSI mailbox', () => largeMailbox(LARGE), { format: 'ansi', encoding: 'none' }],
  ['an empty mailbox', () => ({ displayName: '', folders: [] }), {}],
  ['a large mailbox', () => largeMailbox(LARGE), {}],
];

const ENCODINGS = { none: 0, permuted: 1, cyclic: 2 } as const;

/** Where each layout has what the header says. */
const HEADERS = {
  unicode: { version: 23, unique: 40, eof: 184, lastMap: 192, free: 200, valid: 248, encoding: 513, nextBid: 516 },
  ansi: { version: 14, unique: 32, eof: 168, lastMap: 172, free: 176, valid: 200, encoding: 461, nextBid: 24 },
} as const;

describe.each(CASES)('the layout of %s', (_name, makeMailbox, options) => {
  let folder = '';
  const header = HEADERS[options.format ?? 'unicode'];
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
    expect(file.readUInt16LE(10)).toBe(header.version);
    expect(file.readUInt32LE(4)).toBe(checksum(file.subarray(8, 8 + 471)));
    if (header.version === 23) expect(file.readUInt32LE(524)).toBe(checksum(file.subarray(8, 8 + 516)));
    expect(file[header.encoding]).toBe(ENCODINGS[options.encoding ?? 'permuted']);
    expect(readId(file, file, header.eof)).toBe(file.length);
    expect(file[header.valid]).toBe(2);
    const lastMap = layout.maps.filter(({ type }) => type === 0x84).at(-1);
    expect(readId(file, file, header.lastMap)).toBe(lastMap?.ib);
  });

  it('has pages and blocks that carry their own checksum, signature and id', () => {
    expect(layout.flaws).toEqual([]);
  });

  it('marks exactly what blocks and pages take', () => {
    const used = [
      ...layout.blocks.map((block) => blockRange(file, block)),
      ...layout.pages,
      ...layout.maps.map(({ ib }) => ({ from: ib, to: ib + 512 })),
    ];
    expect(layout.taken).toEqual(joinRanges(used));
    const takenBytes = layout.taken.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(readId(file, file, header.free)).toBe(file.length - 0x4400 - takenBytes);
  });

  it('lists blocks and nodes by rising id, none twice', () => {
    const bids = layout.blocks.map(({ bid }) => bid);
    const nids = layout.nodes.map(({ nid }) => nid);
    expect(bids).toEqual([...new Set(bids)].sort((a, b) => a - b));
    expect(nids).toEqual([...new Set(nids)].sort((a, b) => a - b));
    expect(readId(file, file, header.nextBid)).toBeGreaterThan(bids.at(-1) ?? 0);
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
    const late = layout.nodes.filter(
      ({ nid }) => nid > 0x8000 && nid >>> 5 >= file.readUInt32LE(header.unique + 4 + 4 * (nid % 32)),
    );
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
  const idBytes = file.readUInt16LE(10) < 23 ? 4 : 8;
  for (const { bid, ib } of blocks.filter((block) => (block.bid & 2) !== 0)) {
    const [kind, level] = file.subarray(ib, ib + 2);
    const count = file.readUInt16LE(ib + 2);
    const columns = kind === 1 ? [0] : level === 0 ? [1, 2] : [1];
    const width = kind === 1 ? 1 : level === 0 ? 3 : 2;
    const rowsAt = ib + (kind === 1 || idBytes === 8 ? 8 : 4);
    expect(kind, `block ${bid}`).toBeOneOf([1, 2]);
    for (let row = 0; row < count; row += 1) {
      for (const column of columns) add(readId(file, file, rowsAt + (row * width + column) * idBytes));
    }
  }
  return counts;
}
