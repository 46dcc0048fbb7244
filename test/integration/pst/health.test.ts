import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { checkHealth } from '../../../main/pst/health-check.ts';
import type { HealthCheck } from '../../../preload/contract/index.ts';
import { fieldOffset, openImage, resealHeader, writeWide } from '../../support/pst-damage/pst-image.ts';
import { sampleMailbox, type WriteOptions, writePst } from '../../support/pst-writer/index.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const folder = mkdtempSync(join(tmpdir(), 'pst-health-'));
afterAll(() => rmSync(folder, { recursive: true }));

function checkFile(path: string): HealthCheck & { readonly reads: number; readonly bytes: number } {
  const source = openPstSource(path);
  let [reads, bytes] = [0, 0];
  const read: typeof source.read = (target, position) => {
    reads += 1;
    bytes += target.length;
    return source.read(target, position);
  };
  try {
    return { ...checkHealth({ ...source, read }), reads, bytes };
  } finally {
    source.close();
  }
}

/** What is said of files that are not simply fine. A password is what Outlook would ask for before it shows the mail. */
const REMARKABLE: Readonly<Record<string, readonly [verdict: string, ...findings: string[]]>> = {
  // Its maps are marked invalid and neither checksum of its header is right: whatever wrote it was stopped before it was
  // done. libpff and libpst refuse it for the checksums, and nothing else in the header can be believed either.
  'Aspose.Email-for-.NET--AddingBulkMessagesWithImprovedPerformance.pst': ['repairFirst', 'headerDamaged'],
  // Made by hand for a test of another program: both checksums are 0, its maps and pages stand where Outlook puts none.
  'pst-dedupe--promotions_spam.pst': ['repairFirst', 'headerDamaged'],
  // Twenty-two letters of text that begin like a PST.
  'pst-dedupe--mail.pst': ['notPst', 'notMovable'],
  'Aspose.Email-for-.NET--SampleOstFile.ost': ['cannotMove', 'notMovable'],
  'npm-pst-extractor-1.12.0--pstextractortest_outlook.com.ost': ['cannotMove', 'notMovable'],
  'Aspose.Email-for-.NET--passwordprotectedPST.pst': ['fine', 'hasPassword'],
  'java-libpst--passworded.pst': ['fine', 'hasPassword'],
  'pstsdknet--test_ansi.pst': ['fine', 'hasPassword'],
  'pstsdknet--test_unicode.pst': ['fine', 'hasPassword'],
};

describe.skipIf(!existsSync(CORPUS))('files of other programs', () => {
  const names = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => /\.[op]st$/.test(name)) : [];

  test.each(names)('%s is judged as it is', (name) => {
    const { verdict, findings, hasPassword } = checkFile(join(CORPUS, name));
    const expected = REMARKABLE[name] ?? ['fine'];
    expect([verdict, ...findings.map(({ code }) => code)]).toEqual(expected);
    expect(hasPassword).toBe(expected[0] === 'fine' ? expected.includes('hasPassword') : null);
  });

  test('all that are remarkable are there', () => {
    expect(Object.keys(REMARKABLE).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('files of our own', () => {
  const OPTIONS: Readonly<Record<string, WriteOptions>> = {
    unicode: {},
    plain: { encoding: 'none' },
    cyclic: { encoding: 'cyclic' },
    ansi: { format: 'ansi' },
    'ansi with a password': { format: 'ansi', encoding: 'cyclic', password: 'secret' },
    'unicode with a password': { password: 'secret' },
  };

  test.each(Object.entries(OPTIONS))('%s is fine', (name, options) => {
    const path = join(folder, `${name}.pst`);
    writePst(path, sampleMailbox(), options);
    const check = checkFile(path);
    expect(check).toMatchObject({
      verdict: 'fine',
      health: 'fine',
      format: options.format ?? 'unicode',
      encoding: options.encoding ?? 'permuted',
      hasPassword: options.password !== undefined,
      findings: options.password === undefined ? [] : [{ code: 'hasPassword' }],
    });
  });
});

test('a file of 60 GB is judged in a moment, by a handful of small reads', () => {
  const path = join(folder, 'huge.pst');
  const sizeBytes = 60 * 1024 ** 3;
  makeHuge(path, sizeBytes);
  const started = performance.now();
  const { verdict, findings, reads, bytes } = checkFile(path);
  const elapsedMs = performance.now() - started;
  // Where the maps should be there is a hole.
  expect([verdict, ...findings.map(({ code }) => code)]).toEqual([
    'repairFirst',
    'endDamaged',
    ...Array(6).fill('mapDamaged'),
    'overLimit',
  ]);
  expect(reads).toBeLessThan(60);
  expect(bytes).toBeLessThan(512 * 1024);
  expect(elapsedMs).toBeLessThan(1_000);
});

/** The sample with its end said to be, and being, far behind; what lies between takes no room. */
function makeHuge(path: string, sizeBytes: number): void {
  const small = join(folder, 'small.pst');
  writePst(small, sampleMailbox());
  copyFileSync(small, path);
  const handle = openSync(path, 'r+');
  try {
    const image = openImage(readHead(small));
    writeWide(image, sizeBytes, fieldOffset(image, 'eof'));
    writeWide(image, 0x4400 + Math.floor((sizeBytes - 0x4400) / 0x3e000 - 1) * 0x3e000, fieldOffset(image, 'lastMap'));
    resealHeader(image);
    writeSync(handle, image.bytes, 0, image.bytes.length, 0);
    ftruncateSync(handle, sizeBytes);
  } finally {
    closeSync(handle);
  }
}

function readHead(path: string): Buffer {
  const source = openPstSource(path);
  const head = Buffer.alloc(564);
  source.read(head, 0);
  source.close();
  return head;
}
