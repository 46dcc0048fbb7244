import type { MessagePage, MessageRow, PageRequest, WireError } from '../../../preload/contract/index.ts';

/** How a folder's list is put in order. */
export type MessageOrder = PageRequest['order'];

/** Items asked for at a time; the contract's `MAX_PAGE_ITEMS` is the most. */
export const PAGE_ITEMS = 100;

/** As much of a folder's list as has been read. */
export type MessagePages = {
  readonly order: MessageOrder;
  /** The order the rows are in: they stay until those of another order are there, and the focus with them. */
  readonly rowsOrder: MessageOrder;
  readonly rows: readonly MessageRow[];
  /** Items in the whole folder; null until the first page is there. */
  readonly total: number | null;
  readonly isLoading: boolean;
  readonly problem: WireError | null;
};

/** What happens to a list. A page and a problem say which order was asked for: an answer to an earlier one is dropped. */
export type MessagePagesAction =
  | { readonly kind: 'orderChosen'; readonly order: MessageOrder }
  | { readonly kind: 'pageAsked' }
  | { readonly kind: 'pageRead'; readonly order: MessageOrder; readonly offset: number; readonly page: MessagePage }
  | { readonly kind: 'pageFailed'; readonly order: MessageOrder; readonly problem: WireError };

/** The list of a folder that was not read yet. */
export const NO_PAGES: MessagePages = {
  order: 'newest',
  rowsOrder: 'newest',
  rows: [],
  total: null,
  isLoading: false,
  problem: null,
};

/** The list after one action. */
export function messagePagesReducer(pages: MessagePages, action: MessagePagesAction): MessagePages {
  switch (action.kind) {
    case 'orderChosen':
      return { ...pages, order: action.order, problem: null };
    case 'pageAsked':
      return { ...pages, isLoading: true, problem: null };
    case 'pageRead':
      return action.order === pages.order ? withPage(pages, action) : pages;
    case 'pageFailed':
      return action.order === pages.order ? { ...pages, isLoading: false, problem: action.problem } : pages;
  }
}

/** Where the next page begins: at the top again for another order. */
export function nextOffset({ order, rowsOrder, rows }: MessagePages): number {
  return order === rowsOrder ? rows.length : 0;
}

/** How many items the next page brings; 0 when all are there. */
export function nextPageItems({ rows, total }: Pick<MessagePages, 'rows' | 'total'>): number {
  return total === null ? PAGE_ITEMS : Math.max(0, Math.min(PAGE_ITEMS, total - rows.length));
}

function withPage(
  pages: MessagePages,
  { offset, page, order }: Extract<MessagePagesAction, { kind: 'pageRead' }>,
): MessagePages {
  // A page that is there already comes again when a component is mounted twice.
  if (offset !== nextOffset(pages)) return { ...pages, isLoading: false };
  const rows = offset === 0 ? page.messages : [...pages.rows, ...page.messages];
  // A folder that gives less than it promised has no more to give: asking on would never end.
  const total = page.messages.length === 0 ? rows.length : page.total;
  return { order, rowsOrder: order, rows, total, isLoading: false, problem: null };
}
