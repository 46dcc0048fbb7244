import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_FILE_NAME, sampleMailbox, type WrittenPst, writePst } from '../../../support/pst-writer/index.ts';

const SHIPPED = join(import.meta.dirname, '../../../../assets/sample', SAMPLE_FILE_NAME);
const MAX_SAMPLE_BYTES = 600_000;

describe('the sample', () => {
  let folder = '';
  let written: WrittenPst;
  let path = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sample-'));
    path = join(folder, 'sample.pst');
    written = writePst(path, sampleMailbox());
    // How the shipped file is made anew after a change: UPDATE_SAMPLE=1 npx vitest run <this file>
    if (process.env.UPDATE_SAMPLE === '1') copyFileSync(path, SHIPPED);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is shipped as the writer writes it today', () => {
    expect(sha256(SHIPPED)).toBe(sha256(path));
  });

  it('is the same on every run', () => {
    const again = join(folder, 'again.pst');
    writePst(again, sampleMailbox());
    expect(sha256(again)).toBe(sha256(path));
  });

  it('stays small', () => {
    expect(statSync(path).size).toBe(written.sizeBytes);
    expect(written.sizeBytes).toBeLessThan(MAX_SAMPLE_BYTES);
  });

  it('says what it holds', () => {
    expect(written.items).toBe(32);
    expect(written.folders.map((one) => [one.path.slice(1).join(' / '), one.items])).toEqual([
      ['', 0],
      ['Inbox', 12],
      ['Sent Items', 6],
      ['Deleted Items', 1],
      ['Projects', 0],
      ['Projects / Büroumzug', 4],
      ['Projects / Büroumzug / Дорога и доставка', 2],
      ['Projects / 東京オフィス', 3],
      ['Projects / Summer 🎉', 2],
      ['Projects / Ideas (empty)', 0],
      ['Calendar', 1],
      ['Contacts', 1],
    ]);
  });

  it('uses reserved domains and composed characters alone', () => {
    const text = JSON.stringify(sampleMailbox());
    expect(text.normalize('NFC')).toBe(text);
    const domains = [...text.matchAll(/@([\w.-]+)/g)].map((match) => match[1]);
    expect([...new Set(domains)].sort()).toEqual(['contoso.example', 'example.com']);
  });
});

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
