import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { createFileTree } from '../../../main/platform/file-tree.ts';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { type ContentsEvent, readPstContents } from '../../../main/pst/contents.ts';
import { checkHealth } from '../../../main/pst/health-check.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import type { PstItem } from '../../../main/pst/store.ts';
import type { Contents, HealthCheck } from '../../../preload/contract/index.ts';
import { editBlock, listBlocks, openImage } from '../../support/pst-damage/pst-image.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const OUTLOOK = join(CORPUS, 'Aspose.Email-for-.NET--Outlook_1.pst');
const folder = mkdtempSync(join(tmpdir(), 'pst-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

const openPst = createPstOpener(openPstSource);
const tree = createFileTree();
async function readHead(path: string, length: number) {
  const { sizeBytes } = await tree.getFacts(path);
  const file = await tree.openFile(path);
  return { bytes: await file.read(0, length).finally(() => file.close()), sizeBytes };
}

function check(path: string): HealthCheck {
  const source = openPstSource(path);
  try {
    return checkHealth(source);
  } finally {
    source.close();
  }
}

async function contentsOf(path: string): Promise<Contents> {
  const signal = new AbortController().signal;
  let last: ContentsEvent | null = null;
  for await (const event of readPstContents({ path }, { signal, readHead, open: openPst, check })) last = event;
  if (last?.kind !== 'contents') throw new Error('no contents');
  return last.contents;
}

/** Everything a store can give, the attachments of attached messages too. */
function readAll(path: string) {
  const store = openPst(path);
  const found = { stated: 0, given: 0, items: [] as PstItem[], attachments: [] as string[], problems: [] as string[] };
  const count = (item: PstItem): void => {
    for (const { fileName, content } of item.attachments()) {
      found.attachments.push(fileName);
      if (content.kind === 'item') count(content.item);
    }
  };
  try {
    for (const each of store.folders()) {
      found.stated += each.itemCount;
      if (each.problem) found.problems.push(each.problem);
      for (const { item, problem } of each.items()) {
        found.given += 1;
        if (item === null) found.problems.push(problem);
        else {
          found.items.push(item);
          attempt(() => count(item), found.problems);
        }
      }
    }
    return found;
  } finally {
    store.close();
  }
}

function attempt(work: () => void, problems: string[]): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'PstFault')) throw error;
    problems.push(error.message);
  }
}

/**
 * Items, and attachments with those of attached messages. The PSTs agree with what pffexport (libpff 20180714) lists;
 * free/busy items beside the mail, which it leaves out, come on top.
 */
const EXPECTED: Record<string, readonly [items: number, attachments: number]> = {
  'Aspose.Email-for-.NET--Outlook_1.pst': [17, 34],
  'Aspose.Email-for-.NET--PersonalStorageFile.ost': [0, 0],
  'Aspose.Email-for-.NET--SampleContacts.pst': [6, 0],
  'Aspose.Email-for-.NET--SampleOstFile.ost': [92, 41],
  'Aspose.Email-for-.NET--Test_part1.pst': [61, 43],
  'Aspose.Email-for-.NET--passwordprotectedPST.pst': [18, 17],
  'extract--testPST.pst': [7, 2],
  'java-libpst--dist-list.pst': [4, 2],
  'java-libpst--passworded.pst': [3, 0],
  'node-libpst--outlook.pst': [0, 0],
  'npm-pst-extractor-1.0.0--michelle_lokay_000_1_1_1_1.pst': [71, 70],
  'npm-pst-extractor-1.12.0--pstextractortest_outlook.com.ost': [183, 34],
  'outlook-pst-rs--Empty.pst': [0, 0],
  'pst-dedupe--aspose_outlook.pst': [17, 34],
  'pst-dedupe--sample.pst': [1, 0],
  'pst-extractor--alpha-beta-gamma-delta.pst': [1, 7],
  'pst-extractor--contacts97-2002.pst': [1, 0],
  'pstsdknet--sample1.pst': [1, 1],
  'pstsdknet--sample2.pst': [1, 1],
  'pstsdknet--submessage.pst': [1, 1],
  'pstsdknet--test_ansi.pst': [1, 0],
  'pstsdknet--test_unicode.pst': [2, 0],
  'read_pst--test.pst': [10, 0],
};

describe.skipIf(!existsSync(CORPUS))('PSTs of other programs', () => {
  test.each(Object.entries(EXPECTED))('%s is read whole', async (name, [items, attachments]) => {
    const path = join(CORPUS, name);
    const found = readAll(path);
    const ids = new Set(found.items.map(({ entryId }) => entryId));
    expect({ items: found.items.length, attachments: found.attachments.length, problems: found.problems }).toEqual({
      items,
      attachments,
      problems: [],
    });
    expect([found.stated, found.given, ids.size]).toEqual([items, items, items]);
    expect(await contentsOf(path)).toMatchObject({ items, problems: [] });
  });

  test('an ANSI file is read like the Unicode file of the same message, whose apostrophes are curved', () => {
    const [ansi, unicode] = ['pstsdknet--sample2.pst', 'pstsdknet--sample1.pst'].map((name) => {
      const { items, attachments } = readAll(join(CORPUS, name));
      return {
        subject: items[0]?.subject,
        sender: items[0]?.sender,
        text: items[0]?.textBody.trim().replaceAll('’', "'"),
        attachments,
      };
    });
    expect(ansi).toEqual(unicode);
  });

  test.each([
    ['pst-dedupe--mail.pst', 'sourceNotPst'],
    ['pst-dedupe--promotions_spam.pst', 'sourceDamaged'],
    ['Aspose.Email-for-.NET--AddingBulkMessagesWithImprovedPerformance.pst', 'sourceDamaged'],
  ])('%s says what is wrong with it', async (name, code) => {
    await expect(contentsOf(join(CORPUS, name))).rejects.toMatchObject({ code });
  });

  test('folders have their names from the top, what they are for, and what their tables say', async () => {
    const { folders, check: checked, largest, ...facts } = await contentsOf(OUTLOOK);
    const top = 'Top of Personal Folders';
    const none = { mail: 0, calendar: 0, contact: 0, task: 0, note: 0, other: 0 };
    expect(checked.verdict).toBe('fine');
    expect(facts).toEqual({
      ...{ format: 'unicode', health: 'fine', top: [top], items: 17, sizeBytes: 824_004, tooDeep: 0, problems: [] },
      ...{ kinds: { ...none, mail: 14, calendar: 1, contact: 1, other: 1 }, unread: 2, tooLarge: 0 },
      ...{ oldest: '2011-06-21T23:42:35.000Z', newest: '2011-06-21T23:54:43.281Z' },
      searchFolders: ['SPAM Search Folder 2', 'Reminders', 'To-Do Search', 'ItemProcSearch']
        .map((name) => ({ name, items: 0 }))
        .concat([
          { name: 'Tracked Mail Processing', items: 0 },
          { name: 'All Messages', items: 17 },
        ]),
    });
    expect(folders.filter(({ items }) => items > 0).map((each) => [each.path, each.role, each.items])).toEqual([
      [[top, 'Inbox'], 'Inbox', 8],
      [[top, 'Sent Items'], 'SentItems', 6],
      [[top, 'Calendar'], 'Calendar', 1],
      [[top, 'Contacts'], 'Contacts', 1],
      [['Freebusy Data'], null, 1],
    ]);
    expect(folders.find(({ role }) => role === 'Inbox')).toMatchObject({
      ...{ sizeBytes: 408_203, kinds: { ...none, mail: 8 }, unread: 2 },
      ...{ oldest: '2011-06-21T23:42:35.000Z', newest: '2011-06-21T23:51:07.000Z' },
    });
    expect(largest.slice(0, 2).map(({ subject, sizeBytes }) => [subject, sizeBytes])).toEqual([
      ['HTML body', 259_464],
      ['HTML body', 253_384],
    ]);
    expect(folders.map(({ path }) => path.join('/'))).toContain(`${top}/Inbox/SubInbox`);
  });

  test.each(Object.keys(EXPECTED))('%s states the counts its tables have', (name) => {
    const store = openPst(join(CORPUS, name));
    const folders = [...store.folders()];
    const stated = folders.map(({ path, declaredItems, declaredUnread }) => [path, declaredItems, declaredUnread]);
    const found = folders.map((each) => [each.path, each.itemCount, each.tally().unread]);
    store.close();
    expect(found).toEqual(stated);
  });

  test('the inbox is known by what receives mail, whatever it is called', () => {
    const path = join(folder, 'renamed.pst');
    const image = openImage(readFileSync(OUTLOOK));
    for (const block of listBlocks(image).filter(({ id }) => (id & 2) === 0)) {
      editBlock(image, block, (plain) => rename(plain, 'Inbox', 'Posta'));
    }
    writeFileSync(path, image.bytes);
    const store = openPst(path);
    const roles = new Map(Array.from(store.outline(), ({ path: names, role }) => [names.slice(1).join('/'), role]));
    store.close();
    expect([roles.get('Posta'), roles.get('Drafts'), roles.get('Junk E-mail')]).toEqual([
      'Inbox',
      'Drafts',
      'JunkEmail',
    ]);
    expect(roles.has('Inbox')).toBe(false);
  });

  test('the folder Outlook shows is told from what stands beside it', () => {
    const store = openPst(OUTLOOK);
    const beside = [...store.folders()].filter(({ isInMailTree }) => !isInMailTree).map(({ path }) => path);
    store.close();
    expect(beside).toEqual([['Search Root'], ['IPM_VIEWS'], ['IPM_COMMON_VIEWS'], ['Freebusy Data']]);
  });

  test('a message is given as it was sent', () => {
    const { attachments, attachmentList, facts, htmlBody, textBody, rtfBody, entryId, ...item } =
      readAll(OUTLOOK).items.find(({ subject }) => subject === 'Multiple attachments') ?? expect.fail('not there');
    expect(item).toEqual({
      messageClass: 'IPM.Note',
      subject: 'Multiple attachments',
      sender: { name: 'Saqib Razzaq', address: 'saqib.razzaq@xp.local' },
      recipients: [{ name: 'saqib.razzaq@xp.local', address: 'saqib.razzaq@xp.local', kind: 'to' }],
      messageId: '<003c01cc306e$17006760$45013620$@razzaq@xp.local>',
      sentMs: Date.UTC(2011, 5, 21, 23, 51, 7),
      receivedMs: Date.UTC(2011, 5, 21, 23, 51, 7),
      sizeBytes: 108_209,
      isRead: true,
    });
    expect(entryId).toMatch(/^0{8}[0-9a-f]{40}$/);
    expect(textBody).toBe('This message contains multiple attachments\r\n\r\n \r\n\r\n');
    expect(htmlBody).toMatch(/^<html xmlns:v=.*<\/html>\s*$/s);
    expect(rtfBody).toHaveLength(0);
  });

  test('a letter that is RTF alone is given as RTF', () => {
    const { items } = readAll(join(CORPUS, 'npm-pst-extractor-1.12.0--pstextractortest_outlook.com.ost'));
    const letters = items.filter(({ rtfBody }) => rtfBody.length > 0);
    expect(letters.length).toBeGreaterThan(0);
    for (const { rtfBody } of letters) expect(Buffer.from(rtfBody).toString('latin1')).toMatch(/^\{\\rtf1.*\}\s*\0*$/s);
  });

  test('folders named in 8-bit Japanese have their names', () => {
    const store = openPst(join(CORPUS, 'pst-extractor--contacts97-2002.pst'));
    const paths = Array.from(store.outline(), ({ path }) => path.join('/'));
    store.close();
    expect(paths.slice(0, 3)).toEqual([
      'Outlook データ ファイルのトップ',
      'Outlook データ ファイルのトップ/削除済みアイテム',
      'Outlook データ ファイルのトップ/連絡先 (Contact dedicated)',
    ]);
  });

  test('an attached message is a message', () => {
    const store = openPst(join(CORPUS, 'pstsdknet--submessage.pst'));
    const [item] = [...store.folders()].flatMap((each) => [...each.items()].map((result) => result.item));
    const [attached] = item?.attachments() ?? [];
    store.close();
    const content = attached?.content.kind === 'item' ? attached.content.item : null;
    expect(attached?.fileName).toBe('This is an embedded message');
    expect(content).toMatchObject({ subject: 'This is an embedded message', messageClass: 'IPM.Note' });
    expect(content?.entryId.startsWith(item?.entryId ?? '?')).toBe(true);
  });
});

describe.skipIf(!existsSync(CORPUS))('a PST', () => {
  const source = () => readFileSync(OUTLOOK);
  const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

  test('is not changed by being read, and its items keep their ids in every copy', () => {
    const copy = join(folder, 'copy.pst');
    copyFileSync(OUTLOOK, copy);
    const before = hash(copy);
    const ids = (path: string) => readAll(path).items.map(({ entryId }) => entryId);
    expect(ids(copy)).toEqual(ids(OUTLOOK));
    expect(hash(copy)).toBe(before);
  });

  test('that is damaged loses what was hit and nothing else', () => {
    const seen = new Set<string>();
    for (let round = 1; round <= 16; round += 1) {
      const path = join(folder, 'damaged.pst');
      writeFileSync(path, damaged(source(), round));
      const found = attemptAll(path);
      if (found) {
        expect(found.given).toBe(found.stated);
        for (const problem of found.problems) seen.add(problem);
      }
    }
    expect(seen).toContain('blockDamaged');
    expect(seen).not.toContain('unexpected');
  });

  test('whose index leads back to itself is refused instead of being followed for ever', () => {
    const bytes = source();
    const page = Number(bytes.readBigUInt64LE(0xf0));
    expect(bytes.readUInt8(page + 491)).toBeGreaterThan(0);
    for (let at = page; at < page + bytes.readUInt8(page + 488) * 24; at += 24)
      bytes.writeBigUInt64LE(BigInt(page), at + 16);
    bytes.writeUInt32LE((crc32(bytes.subarray(page, page + 496), 0xffffffff) ^ 0xffffffff) >>> 0, page + 500);
    const path = join(folder, 'circle.pst');
    writeFileSync(path, bytes);
    expect(() => openPst(path)).toThrow(
      expect.objectContaining({ code: 'contentsUnreadable', params: { reason: 'indexDamaged' } }),
    );
  });

  test('that is cut cannot be opened or names what is missing', async () => {
    const path = join(folder, 'cut.pst');
    for (const share of [0.05, 0.3, 0.6, 0.9, 0.99]) {
      const bytes = source();
      writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * share)));
      const outcome = await contentsOf(path).catch((error: unknown) => error);
      expect(outcome).toMatchObject(outcome instanceof Error ? { code: 'sourceTruncated' } : { health: 'truncated' });
    }
  });

  test('that is gone is missing', async () => {
    await expect(contentsOf(join(folder, 'no.pst'))).rejects.toMatchObject({ code: 'sourceMissing' });
    expect(() => openPst(join(folder, 'no.pst'))).toThrow(
      expect.objectContaining({ code: 'sourceMissing', params: {} }),
    );
  });
});

function rename(bytes: Buffer, from: string, to: string): void {
  for (let at = bytes.indexOf(from, 0, 'utf16le'); at >= 0; at = bytes.indexOf(from, at, 'utf16le')) {
    bytes.write(to, at, 'utf16le');
  }
}

/** A copy with bytes changed behind the header, by the same places and values each time. */
function damaged(bytes: Buffer, round: number): Buffer {
  let state = round * 7919;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  for (let hit = 0; hit < ([1, 20, 200, 2000][round % 4] ?? 1); hit += 1)
    bytes[564 + next(bytes.length - 564)] = next(256);
  return bytes;
}

/** What can be read, or null when the file does not open, which must be said with a reason. */
function attemptAll(path: string) {
  try {
    return readAll(path);
  } catch (error) {
    expect(error).toMatchObject({ code: 'contentsUnreadable', params: { reason: expect.any(String) } });
    return null;
  }
}
