import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  largeMailbox,
  letters,
  type SampleMailbox,
  samplePieces,
  TOP_FOLDER_NAME,
  WASTEBASKET_NAME,
  writePst,
} from '../../../support/pst-writer/index.ts';

describe('writing a PST', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves nothing behind when the mailbox cannot be written', () => {
    const path = join(folder, 'broken.pst');
    const mailbox = largeMailbox({ attachmentBytes: 10, attachments: 1 });
    const items = Array.from(mailbox.folders[0]?.items ?? [], (item) => ({ ...item, sent: new Date(Number.NaN) }));
    expect(() => writePst(path, { displayName: 'Broken', folders: [{ name: 'Inbox', items }] })).toThrow(RangeError);
    expect(existsSync(path)).toBe(false);
  });

  it('gives two mailboxes two identities, and the same one the same', () => {
    const one = { displayName: 'One', folders: [] };
    const two = { displayName: 'Two', folders: [] };
    expect(write(one).equals(write(one))).toBe(true);
    expect(write(one).equals(write(two))).toBe(false);
  });

  it('dates the folders as told', () => {
    const mailbox = { displayName: 'One', folders: [] };
    expect(write(mailbox).equals(write(mailbox, new Date('2020-01-01T00:00:00Z')))).toBe(false);
  });

  it('takes items from a generator, once, and counts them as they come', () => {
    let made = 0;
    function* items() {
      for (const letter of letters(1_000)) {
        made += 1;
        yield letter;
      }
    }
    const written = writePst(join(folder, 'generated.pst'), {
      displayName: 'Generated',
      folders: [{ name: 'Inbox', items: items(), folders: [{ name: 'Empty' }] }],
    });
    expect([made, written.items]).toEqual([1_000, 1_000]);
    expect(written.folders.map((one) => [one.path.at(-1), one.items])).toEqual([
      [TOP_FOLDER_NAME, 0],
      ['Inbox', 1_000],
      ['Empty', 0],
      [WASTEBASKET_NAME, 0],
    ]);
  });

  it('makes a large mailbox of about the size asked for', () => {
    const { sizeBytes, items } = writePst(
      join(folder, 'large.pst'),
      largeMailbox({ attachmentBytes: 1_000_000, attachments: 3 }),
    );
    expect(items).toBe(3);
    expect(sizeBytes).toBeGreaterThan(3_000_000);
    expect(sizeBytes).toBeLessThan(3_600_000);
  });

  it('makes the same bytes from one seed and others from another', () => {
    const made = (seed: number) => Buffer.concat([...samplePieces({ sizeBytes: 20_001, seed })]);
    expect(made(1)).toHaveLength(20_001);
    expect(made(1).equals(made(1))).toBe(true);
    expect(made(1).equals(made(2))).toBe(false);
  });

  function write(mailbox: SampleMailbox, now?: Date): Buffer {
    const path = join(folder, 'mailbox.pst');
    writePst(path, mailbox, now === undefined ? {} : { now });
    return readFileSync(path);
  }
});
