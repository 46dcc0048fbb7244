import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import type { PstItem } from '../../../main/pst/store.ts';
import {
  messageClassOf,
  type SampleAttachment,
  type SampleFolder,
  type SampleItem,
  type SampleMailbox,
  samplePieces,
  TOP_FOLDER_NAME,
  WASTEBASKET_NAME,
  writePst,
} from '../../support/pst-writer/index.ts';
import { anyFile, TAME_TEXTS, WILD_TEXTS } from '../pst-writer/any-mailbox.ts';
import type { SeenItem, SeenMailbox } from '../pst-writer/expected.ts';
import { expectedOfPffexport, readWithPffexport } from '../pst-writer/pffexport.ts';
import { expectedOfPstExtractor, readWithPstExtractor } from '../pst-writer/pst-extractor.ts';
import { expectedOfReadpst, readWithReadpst } from '../pst-writer/readpst.ts';

const directory = mkdtempSync(join(tmpdir(), 'round-trip-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A slow machine tries fewer mailboxes, since each test may take half a minute. */
const TIME_LIMIT_MS = 25_000;

const open = createPstOpener(openPstSource);

function hashOf(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

function contentOf(attachment: SampleAttachment): unknown {
  if ('item' in attachment) return expectedItem(attachment.item);
  return [attachment.fileName, attachment.mimeType, hashOf(Buffer.concat([...samplePieces(attachment.bytes)]))];
}

function expectedItem(written: SampleItem): object {
  const of = (kind: string, people: SampleItem['cc']) => (people ?? []).map((person) => ({ ...person, kind }));
  const hasOtherBody = written.textBody !== '' || (written.htmlBody ?? '') !== '';
  return {
    messageClass: messageClassOf(written),
    subject: written.subject,
    sender: written.from,
    recipients: [...of('to', written.to), ...of('cc', written.cc), ...of('bcc', written.bcc)],
    messageId: written.messageId,
    sentMs: written.sent?.getTime() ?? null,
    receivedMs: written.received?.getTime() ?? null,
    isRead: written.isRead ?? true,
    textBody: written.textBody,
    htmlBody: written.htmlBody ?? '',
    rtfBody: hasOtherBody ? '' : (written.rtfBody?.rtf ?? ''),
    attachments: (written.attachments ?? []).map(contentOf),
  };
}

type SeenFolder = { readonly path: readonly string[]; readonly unread: number; readonly items: readonly object[] };

function expectedFolders(folders: readonly SampleFolder[], above: readonly string[]): SeenFolder[] {
  return folders.flatMap((each): SeenFolder[] => {
    const path = [...above, each.name];
    const items = [...(each.items ?? [])];
    const unread = items.filter(({ isRead }) => isRead === false).length;
    return [{ path, unread, items: items.map(expectedItem) }, ...expectedFolders(each.folders ?? [], path)];
  });
}

function seenItem(seen: PstItem): object {
  const { messageClass, subject, sender, recipients, messageId, sentMs, receivedMs, isRead, textBody, htmlBody } = seen;
  const rtfBody = Buffer.from(seen.rtfBody).toString('latin1');
  const attachments = seen
    .attachments()
    .map(({ fileName, mimeType, content }) =>
      content.kind === 'item' ? seenItem(content.item) : [fileName, mimeType, hashOf(content.bytes)],
    );
  const stated = { messageClass, subject, sender, recipients, messageId, sentMs, receivedMs, isRead };
  return { ...stated, textBody, htmlBody, rtfBody, attachments };
}

/** What our own reader finds: every folder of the mail, with the counts its parent's table and its own table tell. */
function seenFolders(path: string): SeenFolder[] {
  const store = open(path);
  try {
    return [...store.folders()]
      .filter((each) => each.isInMailTree && each.path.length > 1)
      .map((each) => {
        const items = [...each.items()].map((result) => result.item ?? expect.fail(result.problem ?? ''));
        expect([each.problem, each.itemCount, each.declaredItems]).toEqual([null, items.length, items.length]);
        expect(each.sizeBytes).toBe(items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
        expect(each.tally().unread).toBe(each.declaredUnread);
        return { path: each.path, unread: each.declaredUnread, items: items.map(seenItem) };
      });
  } finally {
    store.close();
  }
}

/** Folders of one parent may share a name here, so by what they hold, too. */
function sorted(folders: readonly SeenFolder[]): string[] {
  return folders.map((each) => JSON.stringify(each)).sort();
}

function isWastebasket({ path }: SeenFolder): boolean {
  return path[1] === WASTEBASKET_NAME;
}

function expectOurs(path: string, written: SampleMailbox): void {
  const seen = seenFolders(path).filter((each) => !isWastebasket(each));
  const expected = expectedFolders(written.folders, [TOP_FOLDER_NAME]);
  expect(sorted(seen)).toEqual(sorted(expected.filter((each) => !isWastebasket(each))));
}

test('whatever mailbox is written as a PST, in any format, the same is read from it', () => {
  const path = join(directory, 'any.pst');
  fc.assert(
    fc.property(anyFile(WILD_TEXTS), ({ mailbox, options }) => {
      writePst(path, mailbox, options);
      expectOurs(path, mailbox);
    }),
    { numRuns: 25, interruptAfterTimeLimit: TIME_LIMIT_MS, markInterruptAsFailure: false },
  );
});

/** What another reader finds or should find, in no order of folders. */
function listed(mailbox: SeenMailbox): [string, readonly SeenItem[]][] {
  return [...mailbox].sort(([a], [b]) => (a < b ? -1 : 1));
}

test('whatever mailbox is written, other readers find the same folders, items and subjects', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(anyFile(TAME_TEXTS), async ({ mailbox, options }) => {
      round += 1;
      const base = join(directory, `round-${round}`);
      mkdirSync(join(base, 'readpst'), { recursive: true });
      const path = join(base, 'any.pst');
      const { folders } = writePst(path, mailbox, options);
      expectOurs(path, mailbox);
      expect(listed(await readWithReadpst(path, join(base, 'readpst')))).toEqual(listed(expectedOfReadpst(mailbox)));
      const { mailbox: seen, lostItems } = readWithPffexport(path, join(base, 'pff'));
      expect([lostItems, listed(seen)]).toEqual([0, listed(expectedOfPffexport(mailbox))]);
      if (options.format === 'ansi' || options.encoding === 'cyclic') return;
      const { mailbox: found, counts } = readWithPstExtractor(path);
      expect(counts).toEqual(folders.map((one) => [one.path.slice(1).join(' / '), one.items]));
      expect(listed(found)).toEqual(listed(expectedOfPstExtractor(mailbox)));
    }),
    { numRuns: 20, interruptAfterTimeLimit: TIME_LIMIT_MS, markInterruptAsFailure: false },
  );
});
