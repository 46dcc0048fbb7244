import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkHealth } from '../../../../main/pst/health-check.ts';
import type { PstSource } from '../../../../main/pst/reader/pst-source.ts';
import { editHeaps, isNode } from '../../../support/pst-damage/heap-edit.ts';
import {
  fieldOffset,
  listBlocks,
  listPages,
  openImage,
  type PstImage,
  resealHeader,
  rootOf,
  writeWide,
} from '../../../support/pst-damage/pst-image.ts';
import { memorySource } from './memory-source.ts';

const SAMPLE = readFileSync(join(import.meta.dirname, '../../../../assets/sample/Old mail 2015.pst'));
const GIB = 1024 ** 3;

/** What is said of the sample once something was done to it. */
function checkOf(damage: (image: PstImage) => unknown) {
  const image = openImage(SAMPLE);
  damage(image);
  return checkHealth(memorySource(image.bytes));
}

/** A file that fails wherever a place is touched, as drives do. */
function failingAt(place: number, code: string): PstSource {
  return {
    sizeBytes: SAMPLE.length,
    read: (target, position) => {
      if (position <= place && place < position + target.length) {
        throw Object.assign(new Error('refused'), { code, syscall: 'read' });
      }
      return SAMPLE.subarray(position).copy(target);
    },
    close: () => undefined,
  };
}

function setField(image: PstImage, field: 'mapValid' | 'encoding', value: number): void {
  image.bytes[fieldOffset(image, field)] = value;
  resealHeader(image);
}

function setEnd(image: PstImage, sizeBytes: number): void {
  writeWide(image, sizeBytes, fieldOffset(image, 'eof'));
  resealHeader(image);
}

describe('a sound file', () => {
  it('is fine', () => {
    expect(checkHealth(memorySource(SAMPLE))).toEqual({
      verdict: 'fine',
      findings: [],
      format: 'unicode',
      health: 'fine',
      encoding: 'permuted',
      hasPassword: false,
    });
  });

  it('is judged by few small reads, all of them inside it', () => {
    const source = memorySource(SAMPLE);
    checkHealth(source);
    expect(source.reads.length).toBeLessThan(60);
    const bytes = source.reads.reduce((sum, { length }) => sum + length, 0);
    expect(bytes).toBeLessThan(SAMPLE.length / 2);
    expect(source.reads.filter(({ position }) => position >= SAMPLE.length)).toEqual([]);
  });
});

describe('the header', () => {
  it('of another file makes no PST', () => {
    expect(checkHealth(memorySource(Buffer.from('PK\u0003\u0004 no mail at all')))).toMatchObject({
      verdict: 'notPst',
      findings: [{ code: 'notMovable', params: { health: 'notPst', kind: 'zip' } }],
      encoding: 'unknown',
      hasPassword: null,
    });
  });

  it('that is empty makes no PST', () => {
    expect(checkHealth(memorySource(Buffer.alloc(0)))).toMatchObject({
      verdict: 'notPst',
      findings: [{ code: 'notMovable', params: { health: 'empty' } }],
    });
  });

  it('with a wrong checksum is to be repaired, and nothing else it says is believed', () => {
    expect(checkOf(({ bytes }) => bytes.fill(0xff, 100, 300))).toEqual({
      verdict: 'repairFirst',
      findings: [{ code: 'headerDamaged', params: {} }],
      format: 'unicode',
      health: 'damaged',
      encoding: 'permuted',
      hasPassword: null,
    });
  });

  it('of a cache cannot be moved, whatever else is wrong with it', () => {
    const check = checkOf((image) => {
      image.bytes.write('SO', 8, 'latin1');
      resealHeader(image);
      image.bytes.fill(0, 0x4400);
    });
    expect(check).toMatchObject({
      verdict: 'cannotMove',
      findings: [{ code: 'notMovable', params: { health: 'ost' } }],
      hasPassword: null,
    });
  });

  it('that names an unknown encoding cannot be moved', () => {
    expect(checkOf((image) => setField(image, 'encoding', 7))).toMatchObject({
      verdict: 'cannotMove',
      findings: [{ code: 'encodingUnknown' }],
      encoding: 'unknown',
      hasPassword: null,
    });
  });

  it('that says "protected" cannot be moved', () => {
    expect(checkOf((image) => setField(image, 'encoding', 0x10))).toMatchObject({
      verdict: 'cannotMove',
      findings: [{ code: 'notMovable', params: { health: 'wipProtected' } }],
    });
  });

  it('that cannot be read at all is the caller’s to tell', () => {
    expect(() => checkHealth(failingAt(0, 'EBUSY'))).toThrow(expect.objectContaining({ code: 'EBUSY' }));
  });
});

describe('the end', () => {
  it('that is missing is told with both sizes, and not once more as damage', () => {
    const cut = SAMPLE.subarray(0, SAMPLE.length - 64);
    expect(checkHealth(memorySource(cut))).toMatchObject({
      verdict: 'repairFirst',
      health: 'truncated',
      findings: [{ code: 'truncated', params: { sizeBytes: cut.length, expectedBytes: SAMPLE.length } }],
    });
  });

  it('that goes on behind what the header says is a note', () => {
    expect(checkOf((image) => setEnd(image, SAMPLE.length - 1024))).toMatchObject({
      verdict: 'fine',
      findings: [{ code: 'longer', params: { sizeBytes: SAMPLE.length, expectedBytes: SAMPLE.length - 1024 } }],
    });
  });

  it('is damaged when the farthest of the newest blocks is', () => {
    let offset = 0;
    const check = checkOf((image) => {
      offset = farthestBlock(image);
      image.bytes[offset] = (image.bytes[offset] ?? 0) ^ 1;
    });
    expect(check).toMatchObject({
      verdict: 'repairFirst',
      findings: [{ code: 'endDamaged', params: { offset, reason: 'blockDamaged' } }],
    });
  });

  it('is damaged when the drive refuses it, with the word of the system', () => {
    const offset = farthestBlock(openImage(SAMPLE));
    expect(checkHealth(failingAt(offset, 'EIO'))).toMatchObject({
      verdict: 'repairFirst',
      findings: [{ code: 'endDamaged', params: { offset, reason: 'EIO' } }],
    });
  });
});

describe('maps', () => {
  it('marked invalid mean that the file was not closed, and are not looked at', () => {
    const check = checkOf((image) => {
      setField(image, 'mapValid', 0);
      image.bytes.fill(0, 0x4400, 0x4600);
    });
    expect(check).toMatchObject({ verdict: 'notClosed', health: 'notClosed', findings: [{ code: 'notClosed' }] });
  });

  it('that are damaged while all else is sound are made anew by Outlook', () => {
    expect(checkOf(({ bytes }) => bytes.fill(0, 0x4400, 0x4600))).toMatchObject({
      verdict: 'notClosed',
      health: 'fine',
      findings: [{ code: 'mapDamaged', params: { offset: 0x4400, reason: 'mapDamaged' } }],
    });
  });

  it.each([0x4400 + 1, 0x7fff_fe00, 0])('whose last stands at %d mean a damaged end', (lastMap) => {
    const check = checkOf((image) => {
      writeWide(image, lastMap, fieldOffset(image, 'lastMap'));
      resealHeader(image);
    });
    expect(check).toMatchObject({
      verdict: 'repairFirst',
      findings: [{ code: 'endDamaged', params: { offset: lastMap } }],
    });
  });
});

describe('an index', () => {
  it.each(['nodes', 'blocks'] as const)('of %s whose first page is lost is to be repaired', (index) => {
    let offset = 0;
    const check = checkOf((image) => {
      offset = rootOf(image, index);
      image.bytes.fill(0, offset, offset + 512);
    });
    expect(check.verdict).toBe('repairFirst');
    expect(check.findings).toEqual([{ code: 'indexDamaged', params: { index, offset, reason: 'indexDamaged' } }]);
  });

  it('is looked at as far as its last leaf', () => {
    let offset = 0;
    const check = checkOf((image) => {
      offset = listPages(image, 'nodes').at(-1)?.at ?? 0;
      image.bytes[offset] = (image.bytes[offset] ?? 0) ^ 1;
    });
    expect(check.findings).toEqual([
      { code: 'indexDamaged', params: { index: 'nodes', offset, reason: 'indexDamaged' } },
    ]);
  });
});

describe('the store', () => {
  const STORE = isNode(0x21);

  it('that cannot be read is to be repaired, and nothing is known of its password', () => {
    expect(checkOf((image) => editHeaps(image, 'properties', STORE, (plain) => plain.fill(0)))).toMatchObject({
      verdict: 'repairFirst',
      findings: [{ code: 'storeDamaged', params: { reason: 'heapDamaged' } }],
      hasPassword: null,
    });
  });

  it('whose first folders cannot be listed is to be repaired', () => {
    expect(checkOf((image) => editHeaps(image, 'table', isNode(0x12d), (plain) => plain.fill(0)))).toMatchObject({
      verdict: 'repairFirst',
      findings: [{ code: 'storeDamaged', params: { reason: 'heapDamaged' } }],
      hasPassword: false,
    });
  });
});

describe('a size', () => {
  it.each([
    [20 * GIB, []],
    [20 * GIB + 1, ['overAdvised']],
    [50 * GIB, ['overAdvised']],
    [50 * GIB + 1, ['overLimit']],
  ])('of %d bytes is told when it is more than is advised, and does not change the verdict', (sizeBytes, codes) => {
    const image = openImage(SAMPLE);
    setEnd(image, sizeBytes);
    const check = checkHealth(memorySource(image.bytes, sizeBytes));
    expect([check.verdict, check.findings.map(({ code }) => code)]).toEqual(['fine', codes]);
  });
});

it('findings stand in order, the gravest first', () => {
  const check = checkOf((image) => {
    setEnd(image, SAMPLE.length - 1024);
    image.bytes.fill(0, 0x4400, 0x4600);
    const root = rootOf(image, 'blocks');
    image.bytes.fill(0, root, root + 512);
  });
  expect(check.findings.map(({ code }) => code)).toEqual(['indexDamaged', 'mapDamaged', 'longer']);
});

/** Of the blocks the last leaf lists. */
function farthestBlock(image: PstImage): number {
  const last = listPages(image, 'blocks').at(-1);
  const listed = listBlocks(image).filter(({ at }) => at >= (last?.at ?? 0) && at < (last?.at ?? 0) + 512);
  return Math.max(...listed.map(({ position }) => position));
}
