import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { pstCrc } from '../../../../main/pst/crc.ts';
import { createPstOpener } from '../../../../main/pst/open-pst.ts';
import type { PstItem } from '../../../../main/pst/store.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { sampleMailbox, writePst } from '../../../support/pst-writer/index.ts';
import { memorySource } from './memory-source.ts';

const NODES_AT = 0xe0;
const BLOCKS_AT = 0xf0;
/** An answer has to be there by then, whatever the damage, milliseconds. */
const MAX_MS = 5000;

let pst: Buffer;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-open-'));
  const path = join(folder, 'sample.pst');
  writePst(path, sampleMailbox(), { encoding: 'none' });
  pst = readFileSync(path);
  rmSync(folder, { recursive: true });
});

type Piece = { readonly start: number; readonly end: number; readonly crcAt: number };

/** Every page of an index and, of the index of blocks, every block, with the place of its checksum. */
function piecesOf(bytes: Buffer, indexAt: number): Piece[] {
  const visit = (page: number): Piece[] => {
    const rows = Array.from({ length: bytes.readUInt8(page + 488) }, (_, i) => page + i * bytes.readUInt8(page + 490));
    const own = { start: page, end: page + 496, crcAt: page + 500 };
    if (bytes.readUInt8(page + 491) > 0)
      return [own, ...rows.flatMap((at) => visit(Number(bytes.readBigUInt64LE(at + 16))))];
    return indexAt === NODES_AT ? [own] : [own, ...rows.map(blockAt)];
  };
  const blockAt = (row: number): Piece => {
    const start = Number(bytes.readBigUInt64LE(row + 8));
    const end = start + bytes.readUInt16LE(row + 16);
    return { start, end, crcAt: start + Math.ceil((end - start + 16) / 64) * 64 - 12 };
  };
  return visit(Number(bytes.readBigUInt64LE(indexAt)));
}

function randomFrom(seed: number): (below: number) => number {
  let state = seed * 7919;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

/** A copy in which some bytes are others, small, large and one off, under checksums that say it is sound. */
function forged(pieces: readonly Piece[], seed: number): Buffer {
  const bytes = Buffer.from(pst);
  const random = randomFrom(seed);
  for (let hit = 0; hit <= seed % 8; hit += 1) {
    const piece = pieces[random(pieces.length)] ?? expect.fail('no pieces');
    // What is decisive stands at the beginning: marks, counts, levels, ids.
    const reach = random(2) === 0 ? Math.min(32, piece.end - piece.start) : piece.end - piece.start;
    const at = piece.start + random(reach);
    const before = bytes.readUInt8(at);
    bytes.writeUInt8([0, 0xff, random(256), (before + 1) & 0xff, before ^ (1 << random(8))][random(5)] ?? 0, at);
    bytes.writeUInt32LE(pstCrc(bytes.subarray(piece.start, piece.end)), piece.crcAt);
  }
  return bytes;
}

/** Words for all that could not be read. */
function faultsOf(bytes: Buffer): string[] {
  const faults: string[] = [];
  const look = (read: () => void) => {
    try {
      read();
    } catch (error) {
      faults.push(error instanceof AppError ? String(error.params.reason) : String(error));
    }
  };
  const lookInto = (item: PstItem): void => {
    for (const { content } of item.attachments()) if (content.kind === 'item') lookInto(content.item);
  };
  look(() => {
    const store = createPstOpener(() => memorySource(bytes))('');
    for (const folder of store.folders()) {
      if (folder.problem !== null) faults.push(folder.problem);
      let given = 0;
      for (const { item, problem } of folder.items()) {
        given += 1;
        if (item === null) faults.push(problem);
        else look(() => lookInto(item));
      }
      expect(given).toBe(folder.problem === null ? folder.itemCount : given);
    }
  });
  return faults;
}

describe('a PST', () => {
  it('that is sound has no faults', () => {
    expect(faultsOf(pst)).toEqual([]);
  });

  it('that is forged, under right checksums, is read in time and told in our words', { timeout: 120_000 }, () => {
    const pieces = [...piecesOf(pst, NODES_AT), ...piecesOf(pst, BLOCKS_AT)];
    const seen = new Set<string>();
    for (let seed = 1; seed <= 400; seed += 1) {
      const startMs = performance.now();
      for (const fault of faultsOf(forged(pieces, seed))) seen.add(fault);
      expect(performance.now() - startMs).toBeLessThan(MAX_MS);
    }
    expect(seen.size).toBeGreaterThan(4);
    expect([...seen].filter((fault) => fault.includes('unexpected') || fault.includes('RangeError'))).toEqual([]);
  });

  test.each([0.1, 0.5, 0.9, 0.999])('of which only %d is there names what is missing', (share) => {
    const faults = faultsOf(pst.subarray(0, Math.floor(pst.length * share)));
    expect(faults.filter((fault) => fault !== 'readFailed')).toEqual([]);
  });

  it('is closed when it cannot be opened', () => {
    const source = memorySource(Buffer.alloc(9000));
    expect(() => createPstOpener(() => source)('')).toThrow(
      expect.objectContaining({ code: 'contentsUnreadable', params: { reason: 'unsupported' } }),
    );
    expect(source.isClosed()).toBe(true);
  });

  it('that the file system refuses is named by its code', () => {
    const refuse = () => {
      throw Object.assign(new Error('held'), { code: 'EACCES', syscall: 'open' });
    };
    expect(() => createPstOpener(refuse)('')).toThrow(
      expect.objectContaining({ code: 'contentsUnreadable', params: { reason: 'EACCES' } }),
    );
  });
});
