import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { deEncapsulateSync } from 'rtf-stream-parser';
import { afterAll, describe, expect, test } from 'vitest';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { fingerprintBytes, parseFingerprints, readFingerprints } from '../../../main/pst/fingerprints.ts';
import { readMessagePage } from '../../../main/pst/message-page.ts';
import { readRtfLetter } from '../../../main/pst/message-text/rtf-letter.ts';
import { readMessageView } from '../../../main/pst/message-view.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import { countShared } from '../../../main/pst/overlap.ts';
import { decodeText } from '../../../main/pst/reader/text.ts';
import type { PstStore } from '../../../main/pst/store.ts';
import { AppError, MessagePage, type MessageRow, MessageView } from '../../../preload/contract/index.ts';
import { type SampleItem, type SampleMailbox, sampleMailbox, writePst } from '../../support/pst-writer/index.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const FILES = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => /\.(?:pst|ost)$/.test(name)) : [];

/** No PST at all, by the manifest: a note in a file of that name, and one that was never finished. */
const UNREADABLE = ['pst-dedupe--mail.pst', 'pst-dedupe--promotions_spam.pst'];
/** Written by a library that left parts of it out: what cannot be shown has a reason. */
const DAMAGED = ['Aspose.Email-for-.NET--AddingBulkMessagesWithImprovedPerformance.pst'];

const folder = mkdtempSync(join(tmpdir(), 'preview-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = createPstOpener(openPstSource);

function using<T>(path: string, read: (store: PstStore) => T): T {
  const store = open(path);
  try {
    return read(store);
  } finally {
    store.close();
  }
}

/** All pages of all folders, of few items each so that there is more than one. */
function listAll(store: PstStore, order: 'newest' | 'largest'): MessageRow[] {
  return [...store.outline()].flatMap(({ id: folderId }) => {
    const rows: MessageRow[] = [];
    for (let total = 1; rows.length < total; ) {
      const page = MessagePage.parse(readMessagePage(store, { folderId, offset: rows.length, limit: 50, order }));
      total = page.total;
      if (page.messages.length === 0) break;
      rows.push(...page.messages);
    }
    expectSorted(rows, order);
    return rows;
  });
}

function expectSorted(rows: readonly MessageRow[], order: 'newest' | 'largest'): void {
  const keys = rows.map(({ date, sizeBytes }) => (order === 'largest' ? sizeBytes : Date.parse(date ?? '0000-01-01')));
  expect(keys).toEqual(keys.toSorted((a, b) => b - a));
}

/** Every message as it would be shown; the reason of each that cannot be. */
function viewAll(store: PstStore, rows: readonly MessageRow[]) {
  const views: MessageView[] = [];
  const reasons: unknown[] = [];
  for (const { id } of rows) {
    try {
      views.push(MessageView.parse(readMessageView(store, id)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      reasons.push(error.params.reason);
    }
  }
  return { views, reasons };
}

function rtfLetters(store: PstStore): Buffer[] {
  return [...store.folders()].flatMap((each) =>
    [...each.items()].flatMap(({ item }) => (item && item.rtfBody.length > 0 ? [Buffer.from(item.rtfBody)] : [])),
  );
}

function isEncapsulated(rtf: Buffer): boolean {
  return /\\from(?:html|text)/.test(rtf.toString('latin1', 0, 200));
}

const readable = FILES.filter((name) => !UNREADABLE.includes(name) && !DAMAGED.includes(name));

describe.skipIf(FILES.length === 0)('files of other programs', () => {
  test.each(readable)('%s is listed and shown, and stays as it is', (name) => {
    const path = join(CORPUS, name);
    const hash = () => createHash('sha256').update(readFileSync(path)).digest('hex');
    const before = hash();
    const started = performance.now();
    const { rows, views, reasons } = using(path, (store) => {
      const newest = listAll(store, 'newest');
      const largest = listAll(store, 'largest');
      expect(largest.map(({ id }) => id).toSorted()).toEqual(newest.map(({ id }) => id).toSorted());
      return { rows: newest, ...viewAll(store, newest) };
    });
    // A second and a tenth for each message, on a busy machine.
    expect(performance.now() - started).toBeLessThan(1000 + rows.length * 100);
    expect(reasons).toEqual([]);
    expect(views).toHaveLength(rows.length);
    for (const { text } of views) expect(text).not.toMatch(/[^\P{Cc}\t\n]/u);
    expect(hash()).toBe(before);
  });

  test.each(UNREADABLE.filter((name) => FILES.includes(name)))('%s is refused', (name) => {
    expect(() => open(join(CORPUS, name))).toThrow(AppError);
  });

  test.each(DAMAGED.filter((name) => FILES.includes(name)))('%s is shown, or refused with a reason', (name) => {
    let outcome: unknown;
    try {
      outcome = using(join(CORPUS, name), (store) => viewAll(store, listAll(store, 'newest')).reasons.length);
    } catch (error) {
      outcome = error instanceof AppError ? error.code : error;
    }
    expect(['contentsUnreadable', expect.any(Number)]).toContainEqual(outcome);
  });

  test.each(readable)('%s lists attachments as it holds them', (name) => {
    using(join(CORPUS, name), (store) => {
      for (const { item } of [...store.folders()].flatMap((each) => [...each.items()])) {
        const listed = item?.attachmentList() ?? [];
        const held = item?.attachments() ?? [];
        expect(listed.map((entry) => entry.name)).toEqual(held.map(({ fileName }) => fileName));
        for (const [i, { content }] of held.entries()) {
          if (content.kind === 'item') continue;
          // The stated size has the attachment's name and the like in it, too.
          expect(listed[i]?.sizeBytes).toBeGreaterThanOrEqual(content.bytes.length);
          expect(listed[i]?.sizeBytes).toBeLessThan(content.bytes.length + 100_000);
        }
      }
    });
  });

  test('RTF made from HTML or text gives what another reader of it finds', () => {
    const decode = (bytes: Buffer, name: string) => decodeText(bytes, Number(name.replace('cp', '')));
    const texts = readable.flatMap((name) => using(join(CORPUS, name), rtfLetters)).filter(isEncapsulated);
    expect(texts.length).toBeGreaterThan(0);
    for (const rtf of texts) {
      const peer = deEncapsulateSync(rtf, { decode, warn: () => undefined });
      expect(readRtfLetter(rtf)).toMatchObject({ kind: peer.mode, text: String(peer.text).replaceAll('\r\n', '\n') });
    }
  });

  test.each(readable)('%s shares all that can be told apart with itself', (name) => {
    using(join(CORPUS, name), (store) => {
      const prints = readFingerprints(store);
      const again = parseFingerprints(fingerprintBytes(prints));
      const known = prints.rows.filter((row, item) => row !== 0 || prints.messageIds[item] !== 0).length;
      expect(countShared(prints, again)).toBe(known);
    });
  });
});

describe('a PST of our own', () => {
  const path = join(folder, 'sample.pst');
  const written = writePst(path, sampleMailbox());

  test('shows each of its messages', () => {
    const { rows, views, reasons } = using(path, (store) => {
      const all = listAll(store, 'newest');
      return { rows: all, ...viewAll(store, all) };
    });
    expect({ items: rows.length, views: views.length, reasons }).toEqual({
      items: written.items,
      views: written.items,
      reasons: [],
    });
    const told = (one: MessageRow | MessageView) => [one.id, one.subject, one.date, one.sizeBytes, one.kind];
    expect(rows.map(told)).toEqual(views.map(told));
    expect(rows.filter(({ from, id }) => !views.find((view) => view.id === id)?.from.startsWith(from))).toEqual([]);
    const attached = views.flatMap(({ attachments }) => attachments);
    expect(attached.length).toBeGreaterThan(0);
    expect(attached.every(({ name, sizeBytes }) => name !== '' && sizeBytes > 0)).toBe(true);
    expect(rows.filter(({ hasAttachments }) => hasAttachments)).toHaveLength(
      views.filter(({ attachments }) => attachments.length > 0).length,
    );
  });
});

test('an appointment and a contact say what they are about', () => {
  const nobody = { from: { name: '', address: '' }, to: [], sent: null, received: null, messageId: '' };
  const address = 'ann@contoso.example';
  const contact = { displayName: 'Ann Miller', address, company: 'Contoso', businessPhone: '+1 555 0100' };
  const [start, end] = [new Date('2015-06-01T09:00:00Z'), new Date('2015-06-01T10:30:00Z')];
  const path = join(folder, 'kinds.pst');
  const items: SampleItem[] = [
    {
      ...nobody,
      messageClass: 'IPM.Appointment',
      subject: 'Planning',
      textBody: 'Bring cake',
      appointment: { start, end, location: 'Room 1' },
    },
    { ...nobody, messageClass: 'IPM.Contact', subject: 'Ann Miller', textBody: '', contact },
  ];
  writePst(path, { displayName: 'Kinds', folders: [{ name: 'All', items }] });
  const { views } = using(path, (store) => viewAll(store, listAll(store, 'newest')));
  expect(new Map(views.map(({ kind, text }) => [kind, text]))).toEqual(
    new Map([
      ['calendar', 'Start: 2015-06-01 09:00 UTC\nEnd: 2015-06-01 10:30 UTC\nWhere: Room 1\n\nBring cake'],
      ['contact', `Name: Ann Miller\nCompany: Contoso\nEmail: ${address}\nBusiness phone: +1 555 0100`],
    ]),
  );
});

/** Items that differ in something a fingerprint is made of, one by its number. */
function itemOf(number: number): SampleItem {
  return {
    subject: `Report ${Math.floor(number / 4)}`,
    from: { name: `Ann ${number % 2}`, address: 'ann@contoso.example' },
    to: [],
    sent: new Date(Date.UTC(2015, 0, 1, 0, 0, number)),
    received: null,
    messageId: '',
    textBody: 'Dear Ben',
  };
}

const mailboxOf = (displayName: string, folders: readonly (readonly number[])[]): SampleMailbox => ({
  displayName,
  folders: folders.map((numbers, i) => ({ name: `Folder ${i}`, items: numbers.map(itemOf) })),
});

test('an overlapping PST is told by what both hold, wherever it lies in either', () => {
  const folders = fc.array(fc.uniqueArray(fc.nat(60), { maxLength: 12 }), { maxLength: 4 });
  const [onePath, otherPath] = [join(folder, 'one.pst'), join(folder, 'other.pst')];
  fc.assert(
    fc.property(folders, folders, (one, other) => {
      writePst(onePath, mailboxOf('One', one));
      writePst(otherPath, mailboxOf('Other', other));
      const [prints, otherPrints] = [onePath, otherPath].map((path) => using(path, readFingerprints));
      if (!prints || !otherPrints) return expect.fail('no fingerprints');
      const has = new Set(other.flat());
      expect(prints.items).toBe(one.flat().length);
      expect(countShared(prints, otherPrints)).toBe(one.flat().filter((number) => has.has(number)).length);
    }),
    { numRuns: 30 },
  );
});
