import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import type { PstItem } from '../../../main/pst/store.ts';
import {
  type SampleAttachment,
  type SampleFolder,
  type SampleItem,
  type SampleMailbox,
  samplePieces,
  TOP_FOLDER_NAME,
  WASTEBASKET_NAME,
  writePst,
} from '../../support/pst-writer/index.ts';

const directory = mkdtempSync(join(tmpdir(), 'round-trip-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const open = createPstOpener(openPstSource);

/** A text in a PST ends at a zero, a subject may begin with a mark of the format, and a letter with one of Unicode. */
const UNSTORABLE = ['\u0000', '\u0001', '\ufeff'];
const text = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength }).filter((value) => !UNSTORABLE.some((mark) => value.includes(mark)));
const name = text(12)
  .map((value) => value.trim())
  .filter((value) => value !== '');
const address = fc.record({ name, address: fc.emailAddress() });
const moment = fc.option(fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }));

const file: fc.Arbitrary<SampleAttachment> = fc.record({
  fileName: name,
  mimeType: fc.constantFrom('text/plain', 'application/octet-stream'),
  // Either side of what a heap, a block and a list of blocks hold.
  bytes: fc.record({
    sizeBytes: fc.constantFrom(1, 100, 3_580, 3_581, 8_176, 8_177, 100_000),
    seed: fc.nat(),
  }),
});

const itemWith = (attachment: fc.Arbitrary<SampleAttachment>): fc.Arbitrary<SampleItem> =>
  fc.record({
    subject: text(40),
    from: address,
    to: fc.array(address, { maxLength: 4 }),
    cc: fc.array(address, { maxLength: 2 }),
    bcc: fc.array(address, { maxLength: 2 }),
    sent: moment,
    received: moment,
    messageId: fc.uuid().map((id) => `<${id}@contoso.example>`),
    textBody: fc.oneof(
      text(100),
      fc.nat(9_000).map((length) => 'ä'.repeat(length)),
    ),
    htmlBody: text(100),
    isRead: fc.boolean(),
    attachments: fc.array(attachment, { maxLength: 3 }),
  });

const attached = itemWith(file).map((item): SampleAttachment => ({ item }));
const item = itemWith(fc.oneof({ weight: 3, arbitrary: file }, { weight: 1, arbitrary: attached }));

const { folder } = fc.letrec<{ folder: SampleFolder }>((tie) => ({
  folder: fc.record(
    {
      name,
      items: fc.array(item, { maxLength: 6 }),
      folders: fc.array(tie('folder'), { maxLength: 3, depthIdentifier: 'folders' }),
    },
    { requiredKeys: ['name', 'items'] },
  ),
}));
const mailbox: fc.Arbitrary<SampleMailbox> = fc.record({
  displayName: name,
  folders: fc.array(folder, { maxLength: 4 }),
});

function hashOf(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

function contentOf(attachment: SampleAttachment): unknown {
  if ('item' in attachment) return expectedItem(attachment.item);
  return [attachment.fileName, attachment.mimeType, hashOf(Buffer.concat([...samplePieces(attachment.bytes)]))];
}

function expectedItem(written: SampleItem): object {
  const of = (kind: string, people: SampleItem['cc']) => (people ?? []).map((person) => ({ ...person, kind }));
  return {
    subject: written.subject,
    sender: written.from,
    recipients: [...of('to', written.to), ...of('cc', written.cc), ...of('bcc', written.bcc)],
    messageId: written.messageId,
    sentMs: written.sent?.getTime() ?? null,
    receivedMs: written.received?.getTime() ?? null,
    isRead: written.isRead,
    textBody: written.textBody,
    htmlBody: written.htmlBody ?? '',
    attachments: (written.attachments ?? []).map(contentOf),
  };
}

function expectedFolders(folders: readonly SampleFolder[], above: readonly string[]): [string, object[]][] {
  return folders.flatMap((each): [string, object[]][] => {
    const path = [...above, each.name];
    return [[path.join('\n'), (each.items ?? []).map(expectedItem)], ...expectedFolders(each.folders ?? [], path)];
  });
}

function seenItem(seen: PstItem): object {
  const { subject, sender, recipients, messageId, sentMs, receivedMs, isRead, textBody, htmlBody } = seen;
  const attachments = seen
    .attachments()
    .map(({ fileName, mimeType, content }) =>
      content.kind === 'item' ? seenItem(content.item) : [fileName, mimeType, hashOf(content.bytes)],
    );
  return { subject, sender, recipients, messageId, sentMs, receivedMs, isRead, textBody, htmlBody, attachments };
}

function seenFolders(path: string): [string, object[]][] {
  const store = open(path);
  try {
    return [...store.folders()]
      .filter((each) => each.isInMailTree && each.path.length > 1)
      .map((each) => {
        const items = [...each.items()].map((result) => result.item ?? expect.fail(result.problem ?? ''));
        expect([each.problem, each.itemCount]).toEqual([null, items.length]);
        expect(each.sizeBytes).toBe(items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
        return [each.path.join('\n'), items.map(seenItem)];
      });
  } finally {
    store.close();
  }
}

/** Folders of one parent may share a name here, so by what they hold, too. */
function sorted(folders: [string, object[]][]): string[] {
  return folders.map((each) => JSON.stringify(each)).sort();
}

test('whatever mailbox is written as a PST, the same is read from it', () => {
  const path = join(directory, 'any.pst');
  fc.assert(
    fc.property(mailbox, fc.boolean(), (written, isPermuted) => {
      writePst(path, written, { isPermuted });
      const seen = seenFolders(path).filter(([name]) => !name.startsWith(`${TOP_FOLDER_NAME}\n${WASTEBASKET_NAME}`));
      expect(sorted(seen)).toEqual(sorted(expectedFolders(written.folders, [TOP_FOLDER_NAME])));
    }),
    { numRuns: 25 },
  );
});
