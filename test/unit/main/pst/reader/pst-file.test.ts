import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { pstCrc } from '../../../../../main/pst/crc.ts';
import { findNode } from '../../../../../main/pst/reader/node.ts';
import { PstFile } from '../../../../../main/pst/reader/pst-file.ts';
import { sampleMailbox, writePst } from '../../../../support/pst-writer/index.ts';
import { memorySource } from '../memory-source.ts';

const ENCODING_AT = 0x201;
const NODES_AT = 0xe0;
const BLOCKS_AT = 0xf0;
const LEVEL_AT = 491;
const COUNT_AT = 488;
const STORE_NODE = 0x21;
const ROOT_FOLDER = 0x122;
/** The folder Outlook shows as the data file. */
const TOP_FOLDER = 0x8022;

let pst: Buffer;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-file-'));
  const path = join(folder, 'sample.pst');
  writePst(path, sampleMailbox());
  pst = readFileSync(path);
  rmSync(folder, { recursive: true });
});
afterAll(() => {
  pst = Buffer.alloc(0);
});

function open(bytes: Buffer): PstFile {
  return new PstFile(memorySource(bytes));
}

/** The bytes with something changed, and the checksums of the header and of the first page of an index right again. */
function changed(change: (bytes: Buffer, root: number) => void, indexAt = NODES_AT): Buffer {
  const bytes = Buffer.from(pst);
  const root = Number(bytes.readBigUInt64LE(indexAt));
  change(bytes, root);
  bytes.writeUInt32LE(pstCrc(bytes.subarray(root, root + 496)), root + 500);
  bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 471)), 4);
  bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 516)), 0x20c);
  return bytes;
}

describe('the nodes of a file', () => {
  it('come by rising id, each as it is found by its id', () => {
    const file = open(pst);
    const nodes = [...file.nodes()];
    const ids = nodes.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(ids.length).toBeGreaterThan(100);
    for (const { id, parentId, ...blocks } of nodes) expect(file.findNode(id)).toEqual(blocks);
    expect(nodes.find(({ id }) => id === TOP_FOLDER)?.parentId).toBe(ROOT_FOLDER);
  });

  it('come as far as the index can be read, and in the end it is said that some are missing', () => {
    const whole = [...open(pst).nodes()].map(({ id }) => id);
    const leaf = Number(pst.readBigUInt64LE(Number(pst.readBigUInt64LE(NODES_AT)) + 24 + 16));
    const bytes = Buffer.from(pst);
    bytes.writeUInt8(bytes.readUInt8(leaf) ^ 1, leaf);
    const seen: number[] = [];
    expect(() => {
      for (const { id } of open(bytes).nodes()) seen.push(id);
    }).toThrow('indexDamaged');
    expect(seen[0]).toBe(whole[0]);
    expect(seen.at(-1)).toBe(whole.at(-1));
    expect(whole.length - seen.length).toBe(pst.readUInt8(leaf + COUNT_AT));
  });

  it('that are not there are missing', () => {
    for (const id of [0, 1, 0x1234567, 0xffff_ffff]) expect(() => open(pst).findNode(id)).toThrow('nodeMissing');
  });

  test.each([NODES_AT, BLOCKS_AT])(
    'are not looked for without end when the index at %i leads back to itself',
    (indexAt) => {
      const bytes = changed((target, root) => {
        expect(target.readUInt8(root + LEVEL_AT)).toBeGreaterThan(0);
        for (let at = root; at < root + target.readUInt8(root + COUNT_AT) * 24; at += 24)
          target.writeBigUInt64LE(BigInt(root), at + 16);
      }, indexAt);
      expect(() => findNode(open(bytes), STORE_NODE).bytes()).toThrow('indexDamaged');
      if (indexAt === NODES_AT) expect(() => [...open(bytes).nodes()]).toThrow('indexDamaged');
    },
  );

  test.each([
    ['more entries than a page holds', COUNT_AT, 255],
    ['entries of no length', COUNT_AT + 2, 0],
    ['a level no other page fits', LEVEL_AT, 200],
  ])('are not believed of a page with %s', (_, offset, value) => {
    const bytes = changed((target, root) => target.writeUInt8(value, root + offset));
    expect(() => open(bytes).findNode(STORE_NODE)).toThrow('indexDamaged');
  });

  test.each([2n ** 40n, 2n ** 63n, 2n ** 64n - 1n])('are not read at %i, where the file has ended', (offset) => {
    const bytes = changed((target) => target.writeBigUInt64LE(offset, NODES_AT));
    expect(() => open(bytes).findNode(STORE_NODE)).toThrow('readFailed');
  });
});

describe('the blocks of a file', () => {
  it('are read once, and again when they were not used for long', () => {
    const source = memorySource(pst);
    const file = new PstFile(source);
    const { dataId } = file.findNode(STORE_NODE);
    const block = file.readBlock(dataId);
    const reads = source.reads.length;
    expect(file.readBlock(dataId)).toBe(block);
    expect(source.reads.length).toBe(reads);
  });

  it('are not kept for who looks at each once', () => {
    const file = open(pst);
    const { dataId } = file.findNode(STORE_NODE);
    const [one, other] = [Buffer.alloc(9000), Buffer.alloc(9000)];
    const scanned = file.scanBlock(dataId, one);
    expect(scanned.buffer).toBe(one.buffer);
    const block = file.readBlock(dataId);
    expect(block).toEqual(scanned);
    expect(file.scanBlock(dataId, other)).toBe(block);
    expect(open(pst).scanBlock(dataId, Buffer.alloc(1))).toEqual(block);
  });

  it('are refused when a bit of them is wrong', () => {
    const { dataId } = open(pst).findNode(STORE_NODE);
    const { position } = open(pst).findBlock(dataId);
    const bytes = Buffer.from(pst);
    bytes.writeUInt8(bytes.readUInt8(position + 20) ^ 1, position + 20);
    expect(() => open(bytes).readBlock(dataId)).toThrow('blockDamaged');
  });

  it('are an error when the file ends before them, also while it is read', () => {
    const whole = open(pst);
    const last = [...whole.nodes()]
      .filter(({ dataId }) => dataId !== 0)
      .map(({ dataId }) => whole.findBlock(dataId))
      .sort((a, b) => b.position - a.position)[0];
    const end = (last?.position ?? 0) + 1;
    for (const source of [memorySource(pst.subarray(0, end)), memorySource(pst.subarray(0, end), pst.length)]) {
      expect(() => new PstFile(source).readPlace(last ?? expect.fail('no blocks'))).toThrow('readFailed');
    }
  });
});

describe('a file is not opened', () => {
  test.each([
    ['that is empty', Buffer.alloc(0)],
    ['that is text', Buffer.from('!BDN or not')],
    ['of zeros', Buffer.alloc(9000)],
  ])('%s', (_, bytes) => {
    expect(() => open(bytes)).toThrow('unsupported');
  });

  test.each([3, 0x10, 0xff])('whose blocks are encoded in manner %i', (encoding) => {
    expect(() => open(changed((bytes) => bytes.writeUInt8(encoding, ENCODING_AT)))).toThrow('unsupported');
  });
});

test('closing a file closes what it was read from', () => {
  const source = memorySource(pst);
  new PstFile(source).close();
  expect(source.isClosed()).toBe(true);
});
