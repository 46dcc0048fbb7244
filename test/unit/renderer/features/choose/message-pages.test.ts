import { expect, it } from 'vitest';
import { MAX_PAGE_ITEMS, type MessageRow } from '../../../../../preload/contract/index.ts';
import {
  type MessagePages,
  type MessagePagesAction,
  messagePagesReducer,
  NO_PAGES,
  nextOffset,
  nextPageItems,
  PAGE_ITEMS,
} from '../../../../../renderer/features/choose/message-pages.ts';

function rows(first: number, count: number): MessageRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: first + index,
    subject: '',
    from: '',
    date: null,
    sizeBytes: 1,
    kind: 'mail',
    isRead: true,
    hasAttachments: false,
  }));
}

function pageRead(order: 'newest' | 'largest', offset: number, count: number, total: number): MessagePagesAction {
  return { kind: 'pageRead', order, offset, page: { total, messages: rows(offset, count) } };
}

function after(...actions: readonly MessagePagesAction[]): MessagePages {
  return actions.reduce(messagePagesReducer, NO_PAGES);
}

const asked: MessagePagesAction = { kind: 'pageAsked' };
const problem = { code: 'contentsUnreadable', params: {} } as const;

it('puts page after page', () => {
  const pages = after(asked, pageRead('newest', 0, 100, 130), asked, pageRead('newest', 100, 30, 130));
  expect([pages.rows.map(({ id }) => id), pages.isLoading]).toEqual([rows(0, 130).map(({ id }) => id), false]);
});

it('takes a page once', () => {
  expect(
    after(pageRead('newest', 0, 2, 5), pageRead('newest', 2, 2, 5), pageRead('newest', 2, 2, 5)).rows,
  ).toHaveLength(4);
});

it('keeps the rows until those of another order are there, and then begins anew', () => {
  const waiting = after(pageRead('newest', 0, 100, 300), { kind: 'orderChosen', order: 'largest' }, asked);
  expect([waiting.rows.length, waiting.isLoading, nextOffset(waiting)]).toEqual([100, true, 0]);
  const pages = messagePagesReducer(waiting, pageRead('largest', 0, 50, 300));
  expect([pages.rows.length, nextOffset(pages)]).toEqual([50, 50]);
});

it('drops what comes too late', () => {
  const waiting = after({ kind: 'orderChosen', order: 'largest' }, asked);
  expect(messagePagesReducer(waiting, pageRead('newest', 0, 100, 300))).toBe(waiting);
  expect(messagePagesReducer(waiting, { kind: 'pageFailed', order: 'newest', problem })).toBe(waiting);
});

it('keeps what is there when a page fails, and forgets the failure when asked again', () => {
  const failed = after(pageRead('newest', 0, 100, 300), asked, { kind: 'pageFailed', order: 'newest', problem });
  expect([failed.rows.length, failed.problem, failed.isLoading]).toEqual([100, problem, false]);
  expect(messagePagesReducer(failed, asked).problem).toBeNull();
});

it('does not ask on when a folder gives less than it promised', () => {
  const pages = after(pageRead('newest', 0, 100, 300), pageRead('newest', 100, 0, 300));
  expect([pages.total, nextPageItems(pages)]).toEqual([100, 0]);
});

it.each([
  [0, null, PAGE_ITEMS],
  [100, 130, 30],
  [100, 1000, PAGE_ITEMS],
  [130, 130, 0],
])('with %i rows of %s shows %i more', (count, total, more) => {
  expect(nextPageItems({ rows: rows(0, count), total })).toBe(more);
});

it('asks for no more than the contract gives', () => {
  expect(PAGE_ITEMS).toBeLessThanOrEqual(MAX_PAGE_ITEMS);
});
