import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { BLOCK_ENCODINGS, decodeBlock } from '../../../../main/pst/block-encoding.ts';
import { pstCrc } from '../../../../main/pst/crc.ts';
import { HEADER_BYTES } from '../../../../main/pst/header.ts';
import { readRecordKey } from '../../../../main/pst/record-key.ts';
import { sampleMailbox, writePst } from '../../../support/pst-writer/index.ts';
import { CheckedPstFile } from './checked-pst-file.ts';

const RECORD_KEY = 0x0ff9;
/** Where the header of a Unicode PST says how blocks are encoded, and where its indexes begin. */
const ENCODING_AT = 0x201;
const NODES_AT = 0xe0;
const BLOCKS_AT = 0xf0;
const PAGE_BYTES = 512;
const ENTRY_COUNT_AT = 488;
const LEVEL_AT = 491;

let folder: string;
let permuted: Buffer;
let plain: Buffer;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-key-'));
  permuted = written('permuted');
  plain = written('none');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(encoding: 'permuted' | 'none'): Buffer {
  const path = join(folder, `${encoding}.pst`);
  writePst(path, sampleMailbox(), { encoding });
  return readFileSync(path);
}

/** The key in these bytes, and every read it took. */
async function readKey(bytes: Buffer) {
  const reads: { readonly position: number; readonly length: number }[] = [];
  const read = async (position: number, length: number) => {
    reads.push({ position, length });
    return bytes.subarray(position, position + length);
  };
  const key = await readRecordKey(bytes.subarray(0, HEADER_BYTES), { read });
  return { key, reads };
}

/** What the library finds on its own in the tables of the store. */
function keyByLibrary(path: string): string | undefined {
  const file = new CheckedPstFile(path);
  try {
    const items: ReadonlyMap<number, { readonly data: Buffer }> = Reflect.get(
      Object(file.getMessageStore()),
      'pstTableItems',
    );
    return items.get(RECORD_KEY)?.data.toString('hex');
  } finally {
    file.close();
  }
}

function sealHeader(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 471)), 4);
  bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 516)), 0x20c);
  return bytes;
}

function sealPage(bytes: Buffer, position: number): void {
  bytes.writeUInt32LE(pstCrc(bytes.subarray(position, position + 496)), position + 500);
}

function offsetAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

type Block = { readonly id: bigint; readonly position: number; readonly sizeBytes: number };

/** Every block of a Unicode PST, as its index lists them. */
function listBlocks(bytes: Buffer, position = offsetAt(bytes, BLOCKS_AT)): Block[] {
  const level = bytes.readUInt8(position + LEVEL_AT);
  const rows = Array.from({ length: bytes.readUInt8(position + ENTRY_COUNT_AT) }, (_, i) => position + i * 24);
  if (level > 0) return rows.flatMap((at) => listBlocks(bytes, offsetAt(bytes, at + 16)));
  return rows.map((at) => ({
    id: bytes.readBigUInt64LE(at),
    position: offsetAt(bytes, at + 8),
    sizeBytes: bytes.readUInt16LE(at + 16),
  }));
}

/** The same PST in the encoding Outlook calls high; that encoding is its own inverse. */
function inCyclicEncoding(source: Buffer): Buffer {
  const bytes = Buffer.from(source);
  for (const { id, position, sizeBytes } of listBlocks(bytes).filter((block) => (block.id & 2n) === 0n)) {
    const data = bytes.subarray(position, position + sizeBytes);
    decodeBlock(data, BLOCK_ENCODINGS.cyclic, id)?.copy(data);
    const end = position + Math.ceil((sizeBytes + 16) / 64) * 64;
    bytes.writeUInt32LE(pstCrc(data), end - 12);
  }
  bytes[ENCODING_AT] = BLOCK_ENCODINGS.cyclic;
  return sealHeader(bytes);
}

describe('the key of a store', () => {
  it('is what the library reads', async () => {
    const path = join(folder, 'permuted.pst');
    expect((await readKey(permuted)).key).toMatch(/^[0-9a-f]{32}$/);
    expect((await readKey(permuted)).key).toBe(keyByLibrary(path));
  });

  it('is the same in every encoding', async () => {
    const { key } = await readKey(permuted);
    expect((await readKey(plain)).key).toBe(key);
    const cyclic = inCyclicEncoding(plain);
    expect((await readKey(cyclic)).key).toBe(key);
  });

  it('is different in a different store', async () => {
    const path = join(folder, 'other.pst');
    writePst(path, { ...sampleMailbox(), displayName: 'Someone else' });
    expect((await readKey(readFileSync(path))).key).not.toBe((await readKey(permuted)).key);
  });

  it('is found in a head that is a view into more', async () => {
    const room = Buffer.alloc(permuted.length + 77);
    permuted.copy(room, 77);
    expect((await readKey(room.subarray(77))).key).toBe((await readKey(permuted)).key);
  });

  it('takes few and small reads, none of the header', async () => {
    const { reads } = await readKey(permuted);
    expect(reads.length).toBeLessThan(10);
    for (const { position, length } of reads) {
      expect(length).toBeLessThanOrEqual(8192);
      expect(position).toBeGreaterThan(HEADER_BYTES);
    }
  });

  it('is there still when the end of the file is lost behind it', async () => {
    const { key, reads } = await readKey(permuted);
    const end = Math.max(...reads.map(({ position, length }) => position + length));
    expect((await readKey(permuted.subarray(0, end))).key).toBe(key);
    expect((await readKey(permuted.subarray(0, end - 1))).key).toBeNull();
  });
});

/** Where the leaf that holds a key stands in an index, and its row; or the last row when there is no such key. */
function findRow(bytes: Buffer, indexAt: number, key: bigint) {
  let page = offsetAt(bytes, indexAt);
  for (;;) {
    const rowBytes = bytes.readUInt8(page + ENTRY_COUNT_AT + 2);
    const rows = Array.from({ length: bytes.readUInt8(page + ENTRY_COUNT_AT) }, (_, i) => page + i * rowBytes);
    const row = rows.findLast((at) => bytes.readBigUInt64LE(at) <= key) ?? page;
    if (bytes.readUInt8(page + LEVEL_AT) === 0) return { page, row, rowBytes };
    page = offsetAt(bytes, row + 16);
  }
}

/** The same PST with one more step: the store's node leads to a list of blocks, `times` its own. */
function withBlockList(source: Buffer, times: number): Buffer {
  const position = source.length;
  const list = Buffer.alloc(64);
  const sizeBytes = 8 + times * 8;
  const bytes = Buffer.concat([source, list]);
  const node = findRow(bytes, NODES_AT, 0x21n);
  const last = findRow(bytes, BLOCKS_AT, 2n ** 62n);
  const listId = bytes.readBigUInt64LE(last.row) + 6n;
  bytes.writeUInt8(1, position);
  bytes.writeUInt8(1, position + 1);
  bytes.writeUInt16LE(times, position + 2);
  for (let i = 0; i < times; i += 1) bytes.copy(bytes, position + 8 + i * 8, node.row + 8, node.row + 16);
  bytes.writeUInt32LE(pstCrc(bytes.subarray(position, position + sizeBytes)), position + 64 - 12);
  const row = last.row + last.rowBytes;
  expect(row + last.rowBytes).toBeLessThanOrEqual(last.page + ENTRY_COUNT_AT);
  bytes.writeBigUInt64LE(listId, row);
  bytes.writeBigUInt64LE(BigInt(position), row + 8);
  bytes.writeUInt16LE(sizeBytes, row + 16);
  bytes[last.page + ENTRY_COUNT_AT] = (bytes[last.page + ENTRY_COUNT_AT] ?? 0) + 1;
  sealPage(bytes, last.page);
  bytes.writeBigUInt64LE(listId, node.row + 8);
  sealPage(bytes, node.page);
  return bytes;
}

describe('a store whose properties fill several blocks', () => {
  test.each([1, 3, 5])('%i: has its key in the first of them', async (times) => {
    const { key, reads } = await readKey(withBlockList(permuted, times));
    expect(key).toBe((await readKey(permuted)).key);
    expect(reads.length).toBeLessThan(12);
  });

  it('is not believed when the list is not what it should be', async () => {
    const bytes = withBlockList(permuted, 1);
    const list = bytes.length - 64;
    bytes[list + 1] = 2;
    bytes.writeUInt32LE(pstCrc(bytes.subarray(list, list + 16)), list + 64 - 12);
    expect((await readKey(bytes)).key).toBeNull();
  });
});

describe('no key', () => {
  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['text', Buffer.from('!BDN_dummy_pst_fixture')],
    ['zeros', Buffer.alloc(2000)],
  ])('is in %s, and nothing is read', async (_, bytes) => {
    expect(await readKey(bytes)).toEqual({ key: null, reads: [] });
  });

  test.each([3, BLOCK_ENCODINGS.wipProtected])('is told when blocks are encoded in manner %i', async (encoding) => {
    const bytes = Buffer.from(plain);
    bytes[ENCODING_AT] = encoding;
    expect((await readKey(sealHeader(bytes))).key).toBeNull();
  });

  it('is believed when a single byte of what was read is wrong', async () => {
    const { reads } = await readKey(permuted);
    const wrong: string[] = [];
    for (const { position, length } of reads) {
      // The rest of a block behind its data is not covered by a checksum: it is not used either.
      for (let at = position; at < position + Math.min(length, 480); at += 37) {
        const bytes = Buffer.from(permuted);
        bytes[at] = (bytes[at] ?? 0) ^ 0x40;
        const { key } = await readKey(bytes);
        if (key !== null && key !== (await readKey(permuted)).key) wrong.push(`${at}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ['behind the end', 2n ** 40n],
    ['nowhere a file can have', 2n ** 63n],
    ['in the header', 0n],
  ])('is found when an index begins %s', async (_, offset) => {
    for (const index of [NODES_AT, BLOCKS_AT]) {
      const bytes = Buffer.from(permuted);
      bytes.writeBigUInt64LE(offset, index);
      expect((await readKey(sealHeader(bytes))).key).toBeNull();
    }
  });

  it('is looked for without end in an index that leads back to itself', async () => {
    const bytes = Buffer.from(permuted);
    const root = offsetAt(bytes, NODES_AT);
    bytes[root + ENTRY_COUNT_AT] = 1;
    bytes[root + ENTRY_COUNT_AT + 2] = 24;
    bytes[root + LEVEL_AT] = 1;
    bytes.writeBigUInt64LE(0n, root);
    bytes.writeBigUInt64LE(BigInt(root), root + 16);
    sealPage(bytes, root);
    const { key, reads } = await readKey(bytes);
    expect({ key, reads: reads.length }).toEqual({ key: null, reads: 1 });
  });

  it('is in an index of two hundred levels, which is left in time', async () => {
    const levels = 200;
    const bytes = Buffer.concat([permuted, Buffer.alloc(levels * PAGE_BYTES)]);
    const root = offsetAt(bytes, NODES_AT);
    for (let i = 0; i < levels; i += 1) {
      const page = permuted.length + i * PAGE_BYTES;
      bytes.copy(bytes, page, root, root + PAGE_BYTES);
      bytes[page + ENTRY_COUNT_AT] = 1;
      bytes[page + ENTRY_COUNT_AT + 2] = 24;
      bytes[page + LEVEL_AT] = levels - i;
      bytes.writeBigUInt64LE(0n, page);
      bytes.writeBigUInt64LE(BigInt(page + PAGE_BYTES), page + 16);
      sealPage(bytes, page);
    }
    bytes.writeBigUInt64LE(BigInt(permuted.length), NODES_AT);
    const { key, reads } = await readKey(sealHeader(bytes));
    expect({ key, reads: reads.length }).toEqual({ key: null, reads: 20 });
  });

  /** The same PST with the properties of its store changed, and with the right checksum. */
  function withStore(change: (data: Buffer) => void): Buffer {
    const bytes = Buffer.from(plain);
    const id = bytes.readBigUInt64LE(findRow(bytes, NODES_AT, 0x21n).row + 8);
    for (const block of listBlocks(bytes).filter((each) => each.id === id)) {
      const data = bytes.subarray(block.position, block.position + block.sizeBytes);
      change(data);
      const end = block.position + Math.ceil((block.sizeBytes + 16) / 64) * 64;
      bytes.writeUInt32LE(pstCrc(data), end - 12);
    }
    return bytes;
  }
  const KEY_ENTRY = Buffer.from([0xf9, 0x0f, 0x02, 0x01]);

  it('is in a store that has none', async () => {
    const bytes = withStore((data) => data.writeUInt16LE(0x0ff8, data.indexOf(KEY_ENTRY)));
    expect((await readKey(bytes)).key).toBeNull();
  });

  it('is a value of another type', async () => {
    const bytes = withStore((data) => data.writeUInt16LE(0x001f, data.indexOf(KEY_ENTRY) + 2));
    expect((await readKey(bytes)).key).toBeNull();
  });

  it('comes of a forged store by an error or by many reads, whichever byte is forged', async () => {
    let sizeBytes = 0;
    withStore((data) => {
      sizeBytes = data.length;
    });
    expect(sizeBytes).toBeGreaterThan(100);
    for (let at = 0; at < sizeBytes; at += 1) {
      for (const value of [0, 0x1f, 0x20, 0x80, 0xff]) {
        const { key, reads } = await readKey(withStore((data) => data.fill(value, at, at + 1)));
        expect(key ?? '0'.repeat(32)).toMatch(/^[0-9a-f]{32}$/);
        expect(reads.length).toBeLessThan(10);
      }
    }
  });
});

test('an error of the file system is passed on', async () => {
  const error = Object.assign(new Error('EBUSY: locked'), { code: 'EBUSY' });
  const file = { read: () => Promise.reject(error) };
  await expect(readRecordKey(permuted.subarray(0, HEADER_BYTES), file)).rejects.toBe(error);
});

test('neither this nor the header needs the library, which takes long to load', () => {
  const room = join(import.meta.dirname, '../../../../main/pst');
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    // Types are gone when the program runs.
    const imports = readFileSync(path, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm);
    for (const [, name = ''] of imports) {
      if (name.startsWith('.')) visit(join(path, '..', name));
      else expect(`${path} ${name}`).toContain(' node:');
    }
  };
  for (const name of ['record-key.ts', 'header.ts']) visit(join(room, name));
  expect(seen.size).toBeGreaterThan(5);
});

const CORPUS = join(import.meta.dirname, '../../../../../shared/corpus');
const WITHOUT_KEY = [
  'Aspose.Email-for-.NET--AddingBulkMessagesWithImprovedPerformance.pst',
  'pst-dedupe--mail.pst',
  'pst-dedupe--promotions_spam.pst',
];

describe.skipIf(!existsSync(CORPUS))('the key of a file of another program, Unicode, ANSI or of 4 KiB pages', () => {
  const names = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => /\.[po]st$/.test(name)) : [];

  test.each(names.filter((name) => !WITHOUT_KEY.includes(name)))('%s is what the library reads', async (name) => {
    const { key, reads } = await readKey(readFileSync(join(CORPUS, name)));
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(key).toBe(keyByLibrary(join(CORPUS, name)));
    expect(reads.length).toBeLessThanOrEqual(7);
  });

  test.each(WITHOUT_KEY)('%s, a damaged one, is not read', async (name) => {
    expect(await readKey(readFileSync(join(CORPUS, name)))).toEqual({ key: null, reads: [] });
  });
});
