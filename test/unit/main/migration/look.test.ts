import { describe, expect, test } from 'vitest';
import { createPstLooker, type ReadPst } from '../../../../main/migration/look.ts';
import type { ReaderEvent, ReaderInput } from '../../../../main/pst/reader-task.ts';
import { AppError, type ErrorCode, type Outline } from '../../../../preload/contract/index.ts';
import { checkedSource } from '../../../support/migration/fake-ports.ts';
import { sampleCheck } from '../../../support/renderer/sample-contents.ts';
import { sampleCandidate, sampleContents } from '../../../support/renderer/samples.ts';

const CHECK = sampleCheck();
const CONTENTS = sampleContents(sampleCandidate('a.pst'));
const OUTLINE: Outline = { folders: [{ id: 1, path: ['Top'], items: 2, unread: 1 }] };
const going = new AbortController().signal;

/** A looker whose checker says `verdict`, and whose reader gives these events or breaks. */
function createLooker(events: readonly (ReaderEvent | Error)[], verdict: ErrorCode | null = null) {
  const asked: ReaderInput[] = [];
  const read: ReadPst = async function* (input) {
    asked.push(input);
    for (const event of events) {
      if (event instanceof Error) throw event;
      yield event;
    }
  };
  const checker = {
    check: async () => {
      if (verdict !== null) throw new AppError(verdict);
      return checkedSource({ sizeBytes: 1, modifiedMs: 2, changedMs: null, fileId: '3' });
    },
  };
  return { looker: createPstLooker({ read, checker }), asked };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: unknown) => error instanceof AppError && error.code,
  );

describe('contents', () => {
  test('the folders are told before the answer', async () => {
    const { looker, asked } = createLooker([
      { kind: 'outline', outline: OUTLINE },
      { kind: 'contents', contents: CONTENTS },
    ]);
    const told: Outline[] = [];
    expect(await looker.contents('/a.pst', going, (outline) => told.push(outline))).toEqual(CONTENTS);
    expect(told).toEqual([OUTLINE]);
    expect(asked).toEqual([{ path: '/a.pst', task: { kind: 'contents' } }]);
  });

  test.each<ErrorCode>(['sourceIsOst', 'sourceTruncated', 'sourceDamaged'])(
    'a file that is %s is opened, and its health is the reason when that fails',
    async (code) => {
      const readable = createLooker([{ kind: 'contents', contents: CONTENTS }], code);
      const broken = createLooker([new AppError('contentsUnreadable', { reason: 'indexDamaged' })], code);
      expect(await readable.looker.contents('/a.pst', going)).toEqual(CONTENTS);
      expect(await codeOf(broken.looker.contents('/a.pst', going))).toBe(code);
    },
  );

  test.each<ErrorCode>(['sourceMissing', 'sourceCloudOnly', 'sourceNotPst', 'sourceInUse', 'sourceOtherAccount'])(
    'a file that is %s is not opened',
    async (code) => {
      const { looker, asked } = createLooker([{ kind: 'contents', contents: CONTENTS }], code);
      expect(await codeOf(looker.contents('/a.pst', going))).toBe(code);
      expect(asked).toEqual([]);
    },
  );

  test('a reader that ends without an answer has read nothing', async () => {
    const { looker } = createLooker([{ kind: 'outline', outline: OUTLINE }]);
    expect(await codeOf(looker.contents('/a.pst', going))).toBe('contentsUnreadable');
  });

  test('who calls it off hears that, not what the file is', async () => {
    const stop = new AbortController();
    const { looker } = createLooker([new AppError('contentsUnreadable')], 'sourceDamaged');
    stop.abort('cancel');
    await expect(looker.contents('/a.pst', stop.signal)).rejects.toBe('cancel');
  });
});

describe('check', () => {
  test.each<ErrorCode | null>([
    null,
    'sourceNotPst',
    'sourceEmpty',
    'sourceIsPab',
    'sourceIsOst',
    'sourceDamaged',
    'sourceProtected',
  ])('of a file that is %s there is a verdict', async (code) => {
    const { looker } = createLooker([{ kind: 'check', check: CHECK }], code);
    expect(await looker.check('/a.pst', going)).toEqual(CHECK);
  });

  test.each<ErrorCode>(['sourceMissing', 'sourceCloudOnly', 'sourceInUse'])(
    'a file that is %s is not opened for it',
    async (code) => {
      const { looker, asked } = createLooker([{ kind: 'check', check: CHECK }], code);
      expect(await codeOf(looker.check('/a.pst', going))).toBe(code);
      expect(asked).toEqual([]);
    },
  );
});

test('a part that cannot be read is told as that, unless the file itself has a reason', async () => {
  const request = { folderId: 1, offset: 0, limit: 10, order: 'newest' } as const;
  const damage = new AppError('contentsUnreadable', { reason: 'tableDamaged' });
  const page = createLooker([damage]).looker.page('/a.pst', request, going);
  await expect(page).rejects.toMatchObject({ params: { reason: 'tableDamaged', part: 'list' } });
  const message = createLooker([damage], 'sourceDamaged').looker.message('/a.pst', 1, going);
  await expect(message).rejects.toMatchObject({ params: { reason: 'tableDamaged', part: 'item' } });
  expect(await codeOf(createLooker([damage], 'sourceMissing').looker.page('/a.pst', request, going))).toBe(
    'sourceMissing',
  );
  const bug = new TypeError('x');
  await expect(createLooker([bug]).looker.message('/a.pst', 1, going)).rejects.toBe(bug);
});

test('a file that is kept elsewhere is not opened to be compared', async () => {
  const { looker, asked } = createLooker([], 'sourceCloudOnly');
  expect(await codeOf(looker.fingerprints('/a.pst', going))).toBe('sourceCloudOnly');
  expect(asked).toEqual([]);
});

test('a page, a message and fingerprints are asked for as they are', async () => {
  const request = { folderId: 1, offset: 0, limit: 10, order: 'newest' } as const;
  const page = { total: 0, messages: [] };
  const bytes = Uint8Array.of(1);
  const pages = createLooker([{ kind: 'page', page }]);
  const prints = createLooker([{ kind: 'fingerprints', bytes }]);
  expect(await pages.looker.page('/a.pst', request, going)).toEqual(page);
  expect(await prints.looker.fingerprints('/a.pst', going)).toEqual(bytes);
  expect([...pages.asked, ...prints.asked].map(({ task }) => task)).toEqual([
    { kind: 'page', request },
    { kind: 'fingerprints' },
  ]);
});
