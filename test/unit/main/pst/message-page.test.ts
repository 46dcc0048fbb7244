import { describe, expect, it } from 'vitest';
import { readMessagePage } from '../../../../main/pst/message-page.ts';
import type { PstRow } from '../../../../main/pst/store.ts';
import { fakeRow, fakeStore } from './fake-rows.ts';

const FOLDER = 0x8082;

function pageOf(
  rows: Iterable<PstRow>,
  request: { offset?: number; limit?: number; order?: 'newest' | 'largest' } = {},
) {
  const { offset = 0, limit = 200, order = 'newest' } = request;
  return readMessagePage(fakeStore({ [FOLDER]: rows }), { folderId: FOLDER, offset, limit, order });
}

const idsOf = (...page: Parameters<typeof pageOf>) => pageOf(...page).messages.map(({ id }) => id);

describe('a page of a folder', () => {
  it('tells of each item what its row says', () => {
    const row = fakeRow(0x20_0004, {
      messageClass: 'IPM.Appointment',
      subject: 'Dinner',
      senderName: 'Ben',
      sentMs: Date.UTC(2020, 0, 1),
      receivedMs: Date.UTC(2020, 0, 2),
      sizeBytes: 77,
      isRead: false,
      hasAttachments: true,
    });
    expect(pageOf([row])).toEqual({
      total: 1,
      messages: [
        {
          id: 0x20_0004,
          subject: 'Dinner',
          from: 'Ben',
          date: '2020-01-02T00:00:00.000Z',
          sizeBytes: 77,
          kind: 'calendar',
          isRead: false,
          hasAttachments: true,
        },
      ],
    });
  });

  it('has the newest first, by delivery, else by sending, and what has no date last, as it stands', () => {
    const rows = [
      fakeRow(1, { sentMs: null }),
      fakeRow(2, { sentMs: 1000, receivedMs: 5000 }),
      fakeRow(3, { sentMs: 4000 }),
      fakeRow(4, { sentMs: null }),
      fakeRow(5, { sentMs: -1000 }),
      fakeRow(6, { sentMs: 4000 }),
      fakeRow(7, { sentMs: Number.NaN }),
      fakeRow(8, { sentMs: 6000 }),
    ];
    expect(idsOf(rows)).toEqual([8, 2, 3, 6, 5, 1, 4, 7]);
  });

  it('has the largest first where that is asked for', () => {
    const rows = [10, 30, 20, 30].map((sizeBytes, i) => fakeRow(i, { sizeBytes }));
    expect(idsOf(rows, { order: 'largest' })).toEqual([1, 3, 2, 0]);
  });

  it('is a part of the whole list', () => {
    const rows = Array.from({ length: 10 }, (_, i) => fakeRow(i, { sentMs: i * 1000 }));
    const pages = [0, 4, 8, 12].map((offset) => pageOf(rows, { offset, limit: 4 }));
    expect(pages.map(({ messages }) => messages.map(({ id }) => id))).toEqual([[9, 8, 7, 6], [5, 4, 3, 2], [1, 0], []]);
    expect(pages.map(({ total }) => total)).toEqual([10, 10, 10, 10]);
  });

  it('gives no date for what no calendar has', () => {
    const rows = [fakeRow(1, { sentMs: 8.64e15 }), fakeRow(2, { sentMs: Number.NaN })];
    expect(pageOf(rows).messages.map(({ date }) => date)).toEqual([null, null]);
  });

  it('shows names on one line each, without what no line can hold', () => {
    const senderName = `Ann\u0007\r\n${'n'.repeat(2000)}`;
    const [row] = pageOf([fakeRow(1, { subject: 'a\n\tb\u0000 \r c', senderName })]).messages;
    expect([row?.subject, row?.from.length, row?.from.slice(0, 6)]).toEqual(['a b c', 1000, 'Ann nn']);
  });

  it('passes on why a folder cannot be read', () => {
    const store = fakeStore({ [FOLDER]: null });
    const request = { folderId: FOLDER, offset: 0, limit: 1, order: 'newest' } as const;
    expect(() => readMessagePage(store, request)).toThrow(expect.objectContaining({ code: 'contentsUnreadable' }));
  });
});

describe('a folder of 100,000 items', () => {
  /** Rows that know how often their texts were read. */
  function countingRows() {
    const seen = { texts: 0 };
    const row = (id: number): PstRow => ({
      ...fakeRow(id, { sentMs: (id * 7919) % 100_003, sizeBytes: (id * 31) % 5000 }),
      get subject() {
        seen.texts += 1;
        return 'x';
      },
    });
    return { seen, rows: Array.from({ length: 100_000 }, (_, id) => row(id)) };
  }

  it('is gone over once, and then asked for the rows of the page', () => {
    const asked: string[] = [];
    const { rows } = countingRows();
    const store = fakeStore({ [FOLDER]: rows });
    const spied: typeof store.rows = (id) => {
      const { count, all, at } = store.rows(id);
      return {
        count,
        all: () => {
          asked.push('all');
          return all();
        },
        at: (places) => {
          asked.push(`at ${[...places].length}`);
          return at(places);
        },
      };
    };
    const request = { folderId: FOLDER, offset: 100, limit: 2, order: 'largest' } as const;
    expect(readMessagePage({ ...store, rows: spied }, request).messages).toHaveLength(2);
    expect(asked).toEqual(['all', 'at 2']);
  });

  it('costs the texts of one page, and little time', () => {
    const { rows, seen } = countingRows();
    seen.texts = 0;
    const started = performance.now();
    expect(pageOf(rows, { offset: 50_000 }).messages).toHaveLength(200);
    // A tenth of that on a machine at rest.
    expect(performance.now() - started).toBeLessThan(3000);
    expect(seen.texts).toBe(200);
  });
});
